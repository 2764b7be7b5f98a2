"""What is owed and paid: invoices, payments, and what callers said about them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.shop_tables import Cents, OrderRow


class InvoiceRow(Base):
    """A bill; `dunning_level` 0 is none, 1 a reminder, 2 a final notice, 3 a debt collector."""

    __tablename__ = "shop_invoices"

    invoice_number: Mapped[str] = mapped_column(String(40), primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), unique=True)
    amount: Mapped[Decimal] = mapped_column(Cents)
    issued_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    paid_on: Mapped[date | None] = mapped_column(Date)
    dunning_level: Mapped[int]


class PaymentRow(Base):
    """One try to pay for an order; `ok` False when the bank or service refused."""

    __tablename__ = "shop_payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    amount: Mapped[Decimal] = mapped_column(Cents)
    method: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ok: Mapped[bool]


class PaymentLinkRow(Base):
    """A link to pay that was sent; whoever holds it can pay, and nothing else."""

    __tablename__ = "shop_payment_links"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    request_id: Mapped[str] = mapped_column(String(80), unique=True)
    amount: Mapped[Decimal] = mapped_column(Cents)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BillingClaimRow(Base):
    """What a caller says about a bill, for a person to decide; until `hold_until` nobody is dunned."""

    __tablename__ = "shop_billing_claims"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    said: Mapped[str] = mapped_column(Text)
    amount: Mapped[Decimal | None] = mapped_column(Cents)
    day: Mapped[date | None] = mapped_column(Date)
    channel: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    hold_until: Mapped[date | None] = mapped_column(Date)
