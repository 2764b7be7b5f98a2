"""The demo shop's article families, each variant an article of its own."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.shop.demo.catalogue import products_of
from bot.shop.demo.files import read
from bot.store.database import Base
from bot.store.ordering_tables import FamilyRow, VariantRow
from bot.store.shop_tables import ProductRow


def families(now: datetime) -> tuple[list[ProductRow], list[FamilyRow], list[VariantRow]]:
    """Articles, families and variants, in the order they must be written."""
    written = read("families")
    articles = products_of(written["products"], now)
    heads: list[FamilyRow] = []
    variants: list[VariantRow] = []
    for family in written["families"]:
        head = FamilyRow(
            family_id=family["id"], kind=family["kind"], name_de=family["de"], name_en=family["en"]
        )
        heads.append(head)
        for position, (article, de, en) in enumerate(family["variants"]):
            articles.append(_article(family, (article, de, en), now))
            variants.append(_variant(family, position, (article, de, en)))
    return articles, heads, variants


def rows(now: datetime) -> list[list[Base]]:
    """All of it in batches, each depending on the one before."""
    articles, heads, variants = families(now)
    return [[*articles, *heads], [*variants]]


def _article(family: dict[str, Any], variant: tuple[str, str, str], now: datetime) -> ProductRow:
    number, de, en = variant
    restock = family["sold_out"].get(de)
    return ProductRow(
        article_number=number,
        name_de=" ".join(filter(None, (family["de"], family["says_de"], de))),
        name_en=" ".join(filter(None, (family["en"], family["says_en"], en))),
        price=Decimal(str(family["price"])),
        stock=0 if restock else family["stock"],
        restock_on=now.date() + timedelta(days=restock) if restock else None,
        flags=[],
        facts_de=family["facts_de"],
        facts_en=family["facts_en"],
        synonyms=[f"{name} {label}" for name, label in _synonyms(family, de, en)],
        as_of=now.replace(hour=0, minute=0, second=0, microsecond=0),
    )


def _synonyms(family: dict[str, Any], de: str, en: str) -> list[tuple[str, str]]:
    return [*((name, de) for name in family["synonyms_de"]), *((name, en) for name in family["synonyms_en"])]


def _variant(family: dict[str, Any], position: int, variant: tuple[str, str, str]) -> VariantRow:
    number, de, en = variant
    return VariantRow(
        article_number=number, family_id=family["id"], position=position, label_de=de, label_en=en
    )
