"""The columns of each file, as documented in docs/shop.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.shop.importing import cells
from bot.shop.importing.cells import Reader
from bot.shop.models import OrderStatus, PaymentMethod, ProductFlag, ReturnStatus


@dataclass(frozen=True)
class Table:
    """One file: the columns that must be filled, those that may be empty, and what makes a row unique."""

    name: str
    required: Mapping[str, Reader]
    optional: Mapping[str, Reader]
    key: tuple[str, ...]

    def reader(self, column: str) -> Reader:
        """How a cell of this column is read."""
        return self.required.get(column) or self.optional[column]

    @property
    def columns(self) -> frozenset[str]:
        """All column names."""
        return frozenset({*self.required, *self.optional})


def tables(zone: ZoneInfo) -> list[Table]:
    """All files, in the order in which they refer to one another."""
    return [_products(), _customers(), _orders(zone), _lines(), _returns(zone)]


def _products() -> Table:
    required = {
        "article_number": cells.text(20),
        "name_de": cells.text(120),
        "price": cells.money,
        "stock": cells.count(0),
    }
    optional = {
        "name_en": cells.text(120),
        "restock_on": cells.day,
        "flags": cells.listed(cells.one_of(ProductFlag)),
        "facts_de": cells.text(200),
        "facts_en": cells.text(200),
        "synonyms": cells.listed(cells.text(60)),
    }
    return Table("products", required, optional, ("article_number",))


def _customers() -> Table:
    required = {"customer_id": cells.text(40), "name": cells.text(120), **_address()}
    optional = {"phones": cells.listed(cells.phone), "email": cells.email}
    return Table("customers", required, optional, ("customer_id",))


def _orders(zone: ZoneInfo) -> Table:
    required = {
        "order_number": cells.order_number,
        "customer_id": cells.text(40),
        "status": cells.one_of(OrderStatus),
        "shipping": cells.money,
        "payment": cells.one_of(PaymentMethod),
        "placed_at": cells.moment(zone),
    }
    optional = {
        **_address(),
        "paid": cells.yes_no,
        "shipped_at": cells.moment(zone),
        "delivered_at": cells.moment(zone),
        "cancelled_at": cells.moment(zone),
        "last_scan_at": cells.moment(zone),
        "eta": cells.day,
        "carrier": cells.text(40),
        "tracking": cells.text(40),
        "invoice_number": cells.text(40),
    }
    return Table("orders", required, optional, ("order_number",))


def _lines() -> Table:
    required = {
        "order_number": cells.order_number,
        "position": cells.count(1),
        "article_number": cells.text(20),
        "name_de": cells.text(120),
        "quantity": cells.count(1),
        "price": cells.money,
    }
    optional = {
        "name_en": cells.text(120),
        "flags": cells.listed(cells.one_of(ProductFlag)),
        "shipped": cells.yes_no,
        "returned": cells.yes_no,
    }
    return Table("lines", required, optional, ("order_number", "position"))


def _returns(zone: ZoneInfo) -> Table:
    required = {
        "return_number": cells.text(40),
        "order_number": cells.order_number,
        "status": cells.one_of(ReturnStatus),
        "announced_at": cells.moment(zone),
        "refund": cells.money,
    }
    optional = {
        "arrived_at": cells.moment(zone),
        "refunded_at": cells.moment(zone),
        "refund_until": cells.day,
        "articles": cells.listed(cells.text(20)),
    }
    return Table("returns", required, optional, ("return_number",))


def _address() -> dict[str, Reader]:
    return {
        "street": cells.text(120),
        "postcode": cells.text(10),
        "city": cells.text(80),
        "country": cells.country,
    }
