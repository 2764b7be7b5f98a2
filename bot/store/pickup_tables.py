"""Orders that are collected at a store."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.shop_tables import OrderRow


class PickupRow(Base):
    """Where an order waits and until when; `expected_on` while it is still on its way to the store."""

    __tablename__ = "shop_pickups"

    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), primary_key=True)
    # An id of data/knowledge/stores.yml.
    store_id: Mapped[str] = mapped_column(String(40))
    expected_on: Mapped[date | None] = mapped_column(Date)
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    keep_until: Mapped[date | None] = mapped_column(Date)
    collected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
