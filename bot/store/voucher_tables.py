"""Promo codes the retailer has given out."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.shop_tables import Cents


class VoucherRow(Base):
    """A promo code; `used_at` only for a code that counts once, `excluded` in words."""

    __tablename__ = "shop_vouchers"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    percent: Mapped[int | None]
    amount: Mapped[Decimal | None] = mapped_column(Cents)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date] = mapped_column(Date)
    minimum: Mapped[Decimal | None] = mapped_column(Cents)
    excluded_de: Mapped[str | None] = mapped_column(String(120))
    excluded_en: Mapped[str | None] = mapped_column(String(120))
    new_customers: Mapped[bool]
    personal: Mapped[bool]
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
