"""The demo shop's promo codes."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.shop.demo.files import read
from bot.store.voucher_tables import VoucherRow


def vouchers(now: datetime) -> list[VoucherRow]:
    """All codes, dated from the day of seeding."""
    return [_voucher(item, now) for item in read("vouchers")]


def _voucher(item: dict[str, Any], now: datetime) -> VoucherRow:
    used = item.get("used")
    return VoucherRow(
        code=item["code"],
        percent=item.get("percent"),
        amount=_amount(item.get("amount")),
        valid_from=now.date() + timedelta(days=item["from"]),
        valid_until=now.date() + timedelta(days=item["until"]),
        minimum=_amount(item.get("minimum")),
        excluded_de=item.get("excluded_de"),
        excluded_en=item.get("excluded_en"),
        new_customers=item.get("new_customers", False),
        personal=item.get("personal", False),
        used_at=now + timedelta(days=used) if used is not None else None,
    )


def _amount(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
