"""What people of the hotline grant on their own word: money back, vouchers, rest from dunning."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.shop_tables import Cents, CustomerRow, OrderRow
from bot.store.voucher_tables import VoucherRow


class RefundGrantRow(Base):
    """Money that somebody decided to give back for an order; `paid_at` is filled by the accounts."""

    __tablename__ = "shop_refund_grants"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(80), unique=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    amount: Mapped[Decimal] = mapped_column(Cents)
    payment: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    refund_until: Mapped[date] = mapped_column(Date)
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class VoucherGrantRow(Base):
    """A voucher given to a customer as goodwill."""

    __tablename__ = "shop_voucher_grants"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(80), unique=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey(CustomerRow.customer_id), index=True)
    order_number: Mapped[str | None] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    code: Mapped[str] = mapped_column(ForeignKey(VoucherRow.code), unique=True)
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class DunningHoldRow(Base):
    """How long nobody is dunned for an order, decided by a person; `until` None ends the hold."""

    __tablename__ = "shop_dunning_holds"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(80), unique=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    until: Mapped[date | None] = mapped_column(Date)
    by: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
