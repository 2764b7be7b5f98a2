"""Further sizes of the demo shop's articles, which can be had in exchange."""

from datetime import datetime

from bot.shop.demo.catalogue import products_of
from bot.shop.demo.files import read
from bot.store.database import Base
from bot.store.ordering_tables import FamilyRow, VariantRow


def sizes(now: datetime) -> list[list[Base]]:
    """Articles and families, then the variants that refer to them."""
    written = read("sizes")
    heads = [
        FamilyRow(family_id=family["id"], kind=family["kind"], name_de=family["de"], name_en=family["en"])
        for family in written["families"]
    ]
    variants = [
        VariantRow(article_number=number, family_id=family["id"], position=at, label_de=de, label_en=en)
        for family in written["families"]
        for at, (number, de, en) in enumerate(family["variants"])
    ]
    return [[*products_of(written["products"], now), *heads], [*variants]]
