"""Callers for the browser phone: people of the demo shop, each with the order they may ask about."""

from collections.abc import Mapping

from bot.errors import OrderNotFound
from bot.shop.connection import open_shop

# One on its way, one that can still be cancelled, one delivered.
ORDERS = ("WM-104823", "WM-118340", "WM-160275")


def demo_callers(environ: Mapping[str, str]) -> tuple[str, ...]:
    """`NUMBER=LABEL` for the owners of these orders; none when the shop is not the demo shop."""
    shop = open_shop(environ)
    try:
        orders = [shop.order(number) for number in ORDERS]
    except OrderNotFound:
        return ()
    return tuple(
        f"{order.phone}={order.customer_name}, {order.order_number}, {order.postcode}"
        for order in orders
        if order.phone
    )
