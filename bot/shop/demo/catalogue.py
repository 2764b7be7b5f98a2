"""The demo shop's articles."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.shop.demo.files import read
from bot.store.shop_tables import ProductRow


def products(now: datetime) -> list[ProductRow]:
    """All articles, with stock as counted last night."""
    return products_of(read("products"), now)


def products_of(items: list[dict[str, Any]], now: datetime) -> list[ProductRow]:
    """These articles as rows."""
    return [_product(item, now) for item in items]


def _product(item: dict[str, Any], now: datetime) -> ProductRow:
    restock = item.get("restock_in")
    return ProductRow(
        article_number=item["article"],
        name_de=item["de"],
        name_en=item["en"],
        price=Decimal(str(item["price"])),
        stock=item["stock"],
        restock_on=now.date() + timedelta(days=restock) if restock else None,
        flags=item.get("flags", []),
        facts_de=item["facts_de"],
        facts_en=item["facts_en"],
        synonyms=item["synonyms"],
        as_of=now.replace(hour=0, minute=0, second=0, microsecond=0),
    )
