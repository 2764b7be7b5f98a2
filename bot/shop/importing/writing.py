"""Writes checked rows; what is already there under the same key is replaced."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.shop.importing.contacts import new_contacts
from bot.shop.importing.reading import Row
from bot.shop.models import OrderStatus
from bot.shop.withdrawal import refund_until
from bot.store.shop_tables import (
    CancellationRow,
    CustomerRow,
    OrderEventRow,
    OrderLineRow,
    OrderRow,
    PhoneRow,
    ProductRow,
    ReturnRow,
)

ADDRESS = ("street", "postcode", "city", "country")


def write(session: Session, rows: Mapping[str, list[Row]], now: datetime) -> None:
    """Put all rows into the shop, with an event per order."""
    for row in rows["products"]:
        session.merge(_product(row.values, now))
    for row in rows["customers"]:
        session.add_all(list(new_contacts(session, row.values, now)))
        session.merge(_customer(row.values))
    session.flush()
    cancelled = _cancelled_here(session)
    for row in rows["orders"]:
        session.merge(_order(session, row.values, cancelled))
        session.add(_event(row.values, now))
    _replace_lines(session, rows["lines"])
    for row in rows["returns"]:
        session.merge(_return(row.values))


def _product(values: dict[str, Any], now: datetime) -> ProductRow:
    texts = {"name_en": values["name_de"], "facts_de": "", "facts_en": ""}
    return ProductRow(**{"restock_on": None, "flags": [], "synonyms": [], **texts, **values}, as_of=now)


def _customer(values: dict[str, Any]) -> CustomerRow:
    numbers = dict.fromkeys(values.get("phones", []))
    phones = [
        PhoneRow(customer_id=values["customer_id"], e164=number, position=at)
        for at, number in enumerate(numbers)
    ]
    return CustomerRow(**{"email": None, **values, "phones": phones})


def _cancelled_here(session: Session) -> dict[str, datetime]:
    # The retailer's file may be older than a cancellation on the phone, which must not be undone by it.
    return {row.order_number: row.at for row in session.scalars(select(CancellationRow))}


def _order(session: Session, values: dict[str, Any], cancelled: Mapping[str, datetime]) -> OrderRow:
    optional = (
        "shipped_at",
        "delivered_at",
        "cancelled_at",
        "last_scan_at",
        "eta",
        "carrier",
        "tracking",
        "invoice_number",
    )
    row = OrderRow(**{**dict.fromkeys(optional), "paid": False, **_home(session, values), **values})
    if row.order_number in cancelled:
        row.status, row.cancelled_at = OrderStatus.CANCELLED, cancelled[row.order_number]
    return row


def _home(session: Session, values: dict[str, Any]) -> dict[str, str]:
    """The customer's own address, for orders that name no other."""
    if all(part in values for part in ADDRESS):
        return {}
    customer = session.get_one(CustomerRow, values["customer_id"])
    return {part: getattr(customer, part) for part in ADDRESS}


def _event(values: dict[str, Any], now: datetime) -> OrderEventRow:
    details = {"status": values["status"]}
    return OrderEventRow(
        order_number=values["order_number"], what="imported", who="import", at=now, details=details
    )


def _replace_lines(session: Session, lines: list[Row]) -> None:
    session.flush()
    numbers = {row.values["order_number"] for row in lines}
    for number in numbers:
        session.execute(delete(OrderLineRow).where(OrderLineRow.order_number == number))
    for row in lines:
        defaults = {"name_en": row.values["name_de"], "flags": [], "shipped": False, "returned": False}
        session.add(OrderLineRow(**{**defaults, **row.values}))


def _return(values: dict[str, Any]) -> ReturnRow:
    until = refund_until(values["announced_at"].date())
    return ReturnRow(
        **{"arrived_at": None, "refunded_at": None, "articles": [], "refund_until": until, **values}
    )
