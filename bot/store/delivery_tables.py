"""Where orders go and when: places, changed addresses, booked slots, and money that went back."""

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.shop_tables import Cents, OrderRow


class PlaceRow(Base):
    """A city a postcode belongs to; a postcode may have several."""

    __tablename__ = "shop_places"

    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    postcode: Mapped[str] = mapped_column(String(10), primary_key=True)
    city: Mapped[str] = mapped_column(String(80), primary_key=True)


class AddressChangeRow(Base):
    """An order sent elsewhere than it was ordered to."""

    __tablename__ = "shop_address_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(80), unique=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    street_before: Mapped[str] = mapped_column(String(120))
    postcode_before: Mapped[str] = mapped_column(String(10))
    city_before: Mapped[str] = mapped_column(String(80))
    eta_before: Mapped[date | None] = mapped_column(Date)
    eta_after: Mapped[date | None] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(40))


class SlotRow(Base):
    """An agreed delivery by forwarding agent; `place` numbers the deliveries one window can take."""

    __tablename__ = "shop_delivery_slots"
    __table_args__ = (UniqueConstraint("region", "day", "starts", "place"),)

    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(80))
    region: Mapped[str] = mapped_column(String(20))
    day: Mapped[date] = mapped_column(Date)
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
    place: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RefundPaymentRow(Base):
    """Money that went back for a cancelled order, as the accounts report it."""

    __tablename__ = "shop_refund_payments"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    amount: Mapped[Decimal] = mapped_column(Cents)
    paid_at: Mapped[datetime] = mapped_column(UtcDateTime)
