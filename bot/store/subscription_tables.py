"""Recurring deliveries, how callers changed them, and who ended one."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.shop_tables import Cents, CustomerRow


class SubscriptionRow(Base):
    """A recurring delivery; `price` is per piece, the charge is due some days before each delivery."""

    __tablename__ = "shop_subscriptions"

    subscription_number: Mapped[str] = mapped_column(String(20), primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey(CustomerRow.customer_id), index=True)
    plan: Mapped[str] = mapped_column(String(20))
    name_de: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    quantity: Mapped[int]
    price: Mapped[Decimal] = mapped_column(Cents)
    interval_weeks: Mapped[int]
    next_delivery: Mapped[date] = mapped_column(Date)
    paused_until: Mapped[date | None] = mapped_column(Date)
    minimum_until: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)


class SubscriptionChangeRow(Base):
    """A change as the caller confirmed it, with what was before."""

    __tablename__ = "shop_subscription_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(80), unique=True)
    subscription_number: Mapped[str] = mapped_column(
        ForeignKey(SubscriptionRow.subscription_number), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    before: Mapped[dict[str, str]] = mapped_column(JSON)
    after: Mapped[dict[str, str]] = mapped_column(JSON)


class SubscriptionEndRow(Base):
    """A declared cancellation, in the caller's words; an unknown contract cannot be a foreign key."""

    __tablename__ = "shop_subscription_ends"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(80), unique=True)
    subscription_number: Mapped[str | None] = mapped_column(String(20), index=True)
    said: Mapped[str] = mapped_column(Text)
    wished_end: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    verified: Mapped[bool]
    channel: Mapped[str] = mapped_column(String(10))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
