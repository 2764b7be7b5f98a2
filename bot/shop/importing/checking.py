"""Faults that only show when rows are seen together: unknown references and impossible lives of orders."""

import re
from collections.abc import Collection, Mapping

from bot.shop.importing.cells import POSTCODES
from bot.shop.importing.reading import Row

Rows = Mapping[str, list[Row]]

# What has happened by the time an order is in this state.
NEEDS = {
    "shipped": ("shipped_at",),
    "partially_shipped": ("shipped_at",),
    "delivered": ("shipped_at", "delivered_at"),
    "partially_returned": ("shipped_at", "delivered_at"),
    "returned": ("shipped_at", "delivered_at"),
    "cancelled": ("cancelled_at",),
}
IN_ORDER = ("placed_at", "shipped_at", "delivered_at")


def check(rows: Rows, known_customers: Collection[str], known_orders: Collection[str]) -> list[str]:
    """Every fault between rows; `known_…` are already in the database."""
    customers = {row.values.get("customer_id") for row in rows["customers"]} | set(known_customers)
    orders = {row.values.get("order_number") for row in rows["orders"]} | set(known_orders)
    faults = [
        row.fault("customer_id is unknown") for row in rows["orders"] if _lost(row, "customer_id", customers)
    ]
    for name in ("lines", "returns"):
        faults += [
            row.fault("order_number is unknown") for row in rows[name] if _lost(row, "order_number", orders)
        ]
    return faults + _without_lines(rows) + _postcodes(rows) + _lives(rows["orders"])


def _lost(row: Row, column: str, known: Collection[object]) -> bool:
    return column in row.values and row.values[column] not in known


def _without_lines(rows: Rows) -> list[str]:
    filled = {row.values.get("order_number") for row in rows["lines"]}
    return [
        row.fault("has no row in lines.csv")
        for row in rows["orders"]
        if "order_number" in row.values and row.values["order_number"] not in filled
    ]


def _postcodes(rows: Rows) -> list[str]:
    return [
        row.fault("postcode is none of its country")
        for row in [*rows["customers"], *rows["orders"]]
        if not _fits(row.values.get("postcode"), row.values.get("country"))
    ]


def _fits(postcode: str | None, country: str | None) -> bool:
    form = POSTCODES.get(country or "")
    return not (postcode and form) or re.fullmatch(form, postcode) is not None


def _lives(orders: list[Row]) -> list[str]:
    return [fault for row in orders for fault in _life(row)]


def _life(row: Row) -> list[str]:
    missing = [
        row.fault(f"{column} is empty, but the order is {row.values['status']}")
        for column in NEEDS.get(row.values.get("status", ""), ())
        if column not in row.values
    ]
    moments = [row.values[column] for column in IN_ORDER if column in row.values]
    return missing + (
        [] if moments == sorted(moments) else [row.fault(f"{', '.join(IN_ORDER)} are out of order")]
    )
