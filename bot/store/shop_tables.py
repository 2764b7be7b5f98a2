"""The retailer's tables: customers, products, orders and what happened to them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, Date, Dialect, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from bot.store.database import Base, UtcDateTime


class Cents(TypeDecorator[Decimal]):
    """Money as whole cents, because SQLite would make it a float."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """To cents; refuses fractions of a cent."""
        if value is None:
            return None
        cents = value * 100
        if cents != cents.to_integral_value():
            raise ValueError("an amount has at most two decimals")
        return int(cents)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Back to EUR with two decimals."""
        return None if value is None else Decimal(value).scaleb(-2)


class CustomerRow(Base):
    """A person who has ordered."""

    __tablename__ = "shop_customers"

    customer_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))
    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(10))
    city: Mapped[str] = mapped_column(String(80))
    country: Mapped[str] = mapped_column(String(2))
    phones: Mapped[list["PhoneRow"]] = relationship(
        lazy="selectin", order_by="PhoneRow.position", cascade="all, delete-orphan"
    )


class PhoneRow(Base):
    """A customer's number; several customers may share one."""

    __tablename__ = "shop_phones"

    customer_id: Mapped[str] = mapped_column(ForeignKey(CustomerRow.customer_id), primary_key=True)
    e164: Mapped[str] = mapped_column(String(20), primary_key=True, index=True)
    position: Mapped[int]


class ProductRow(Base):
    """An article with what may be said about it."""

    __tablename__ = "shop_products"

    article_number: Mapped[str] = mapped_column(String(20), primary_key=True)
    name_de: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    price: Mapped[Decimal] = mapped_column(Cents)
    stock: Mapped[int]
    restock_on: Mapped[date | None] = mapped_column(Date)
    flags: Mapped[list[str]] = mapped_column(JSON)
    facts_de: Mapped[str] = mapped_column(Text)
    facts_en: Mapped[str] = mapped_column(Text)
    synonyms: Mapped[list[str]] = mapped_column(JSON)
    as_of: Mapped[datetime] = mapped_column(UtcDateTime)


class OrderRow(Base):
    """An order with the address it was sent to, which may differ from the customer's present one."""

    __tablename__ = "shop_orders"

    order_number: Mapped[str] = mapped_column(String(20), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    customer_id: Mapped[str] = mapped_column(ForeignKey(CustomerRow.customer_id), index=True)
    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(10))
    city: Mapped[str] = mapped_column(String(80))
    country: Mapped[str] = mapped_column(String(2))
    shipping: Mapped[Decimal] = mapped_column(Cents)
    payment: Mapped[str] = mapped_column(String(20))
    paid: Mapped[bool]
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    shipped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    eta: Mapped[date | None] = mapped_column(Date)
    carrier: Mapped[str | None] = mapped_column(String(40))
    tracking: Mapped[str | None] = mapped_column(String(40))
    last_scan_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    invoice_number: Mapped[str | None] = mapped_column(String(40))
    customer: Mapped[CustomerRow] = relationship(lazy="joined", innerjoin=True)
    lines: Mapped[list["OrderLineRow"]] = relationship(lazy="selectin", order_by="OrderLineRow.position")


class OrderLineRow(Base):
    """One article of an order, with name and price as they were when it was ordered."""

    __tablename__ = "shop_order_lines"

    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    article_number: Mapped[str] = mapped_column(String(20))
    name_de: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    quantity: Mapped[int]
    price: Mapped[Decimal] = mapped_column(Cents)
    flags: Mapped[list[str]] = mapped_column(JSON)
    shipped: Mapped[bool]
    returned: Mapped[bool]


class ReturnRow(Base):
    """A parcel on its way back."""

    __tablename__ = "shop_returns"

    return_number: Mapped[str] = mapped_column(String(40), primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    status: Mapped[str] = mapped_column(String(20))
    announced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refunded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refund: Mapped[Decimal] = mapped_column(Cents)
    refund_until: Mapped[date] = mapped_column(Date)
    articles: Mapped[list[str]] = mapped_column(JSON)


class CancellationRow(Base):
    """A cancelled order; the unique order number is the last guard against a second one."""

    __tablename__ = "shop_cancellations"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), unique=True)
    request_id: Mapped[str] = mapped_column(String(80), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    refund: Mapped[Decimal] = mapped_column(Cents)
    payment: Mapped[str] = mapped_column(String(20))
    refund_until: Mapped[date | None] = mapped_column(Date)


class WithdrawalRow(Base):
    """A declared withdrawal, in the caller's words; the order may be unknown, so it is no foreign key."""

    __tablename__ = "shop_withdrawals"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(80), unique=True)
    order_number: Mapped[str | None] = mapped_column(String(20), index=True)
    order_hint: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(10))
    receipt_to: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    verified: Mapped[bool]
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    verdict: Mapped[str] = mapped_column(String(20))
    last_day: Mapped[date | None] = mapped_column(Date)
    refund_until: Mapped[date] = mapped_column(Date)


class OrderEventRow(Base):
    """Who did what, when. Rows are only ever added."""

    __tablename__ = "shop_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_number: Mapped[str | None] = mapped_column(String(20), index=True)
    what: Mapped[str] = mapped_column(String(40))
    who: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    details: Mapped[dict[str, str]] = mapped_column(JSON)


class MailRow(Base):
    """A document the shop sent; the request it answered is sent for once."""

    __tablename__ = "shop_mail"
    __table_args__ = (UniqueConstraint("document", "request_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(String(40))
    request_id: Mapped[str] = mapped_column(String(80))
    order_number: Mapped[str | None] = mapped_column(String(20), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    recipient: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
