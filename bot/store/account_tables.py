"""What belongs to people rather than orders: gift cards, points, wishes about advertising and data."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.shop_tables import Cents, CustomerRow


class GiftCardRow(Base):
    """A gift card; its PIN is stored nowhere. Three wrong ones in a row lock it."""

    __tablename__ = "shop_gift_cards"

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    handle: Mapped[str] = mapped_column(String(40), unique=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary(32))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    balance: Mapped[Decimal] = mapped_column(Cents)
    expires_on: Mapped[date] = mapped_column(Date)
    tries: Mapped[int]


class PointsRow(Base):
    """A customer's points; `expiring` of them go on `expires_on`."""

    __tablename__ = "shop_points"

    customer_id: Mapped[str] = mapped_column(ForeignKey(CustomerRow.customer_id), primary_key=True)
    balance: Mapped[int]
    expiring: Mapped[int]
    expires_on: Mapped[date | None] = mapped_column(Date)


class SuppressionRow(Base):
    """No advertising to this contact or customer any more, from this moment on."""

    __tablename__ = "shop_suppressions"
    __table_args__ = (UniqueConstraint("kind", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(254))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    request_id: Mapped[str] = mapped_column(String(80), index=True)
    channel: Mapped[str] = mapped_column(String(10))


class PrivacyRequestRow(Base):
    """What somebody wants done with his data, or a data incident he reports; a person answers."""

    __tablename__ = "shop_privacy_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    said: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    contact: Mapped[str | None] = mapped_column(String(254))
    customer_id: Mapped[str | None] = mapped_column(String(40), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer_by: Mapped[date | None] = mapped_column(Date)
    company_aware_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
