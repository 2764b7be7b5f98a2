"""What callers report about goods they have or miss: claims, and searches for parcels."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.shop_tables import Cents, OrderRow


class ClaimRow(Base):
    """A report about delivered goods and what follows; a defect may come without an order number."""

    __tablename__ = "shop_claims"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(80), unique=True)
    order_number: Mapped[str | None] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    # None: the whole delivery.
    position: Mapped[int | None]
    article_number: Mapped[str | None] = mapped_column(String(20))
    quantity: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    remedy: Mapped[str] = mapped_column(String(20))
    # The article that is sent instead; None when it is the same one, or none.
    new_article: Mapped[str | None] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    amount: Mapped[Decimal] = mapped_column(Cents)
    refund_until: Mapped[date | None] = mapped_column(Date)
    label: Mapped[bool]
    verified: Mapped[bool]
    channel: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TraceRow(Base):
    """A search for a parcel at its carrier; an order has at most one."""

    __tablename__ = "shop_traces"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), unique=True)
    request_id: Mapped[str] = mapped_column(String(80))
    carrier: Mapped[str | None] = mapped_column(String(40))
    tracking: Mapped[str | None] = mapped_column(String(40))
    # Whether neighbours and the agreed place were asked and looked at.
    searched: Mapped[bool]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deadline: Mapped[date] = mapped_column(Date)
