"""Spare parts, and articles that are being repaired."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import JSON, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.shop_tables import Cents, OrderRow, ProductRow


class SparePartRow(Base):
    """A part one can have for an article; working days from dispatch, later while it is sold out."""

    __tablename__ = "shop_spare_parts"

    part_number: Mapped[str] = mapped_column(String(20), primary_key=True)
    article_number: Mapped[str] = mapped_column(ForeignKey(ProductRow.article_number), index=True)
    name_de: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    # Further words for it, in both languages.
    synonyms: Mapped[list[str]] = mapped_column(JSON)
    price: Mapped[Decimal] = mapped_column(Cents)
    least_days: Mapped[int]
    most_days: Mapped[int]


class RepairRow(Base):
    """An article sent in for repair; `expected_on` is the day it should be back with the customer."""

    __tablename__ = "shop_repairs"

    repair_number: Mapped[str] = mapped_column(String(20), primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    article_number: Mapped[str] = mapped_column(String(20))
    name_de: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expected_on: Mapped[date | None] = mapped_column(Date)
