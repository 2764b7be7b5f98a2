"""Article families in the database."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.ordering.models import Family, Variant
from bot.shop.storable import storable
from bot.store.ordering_tables import FamilyRow, VariantRow


def family_of(session: Session, article_number: str) -> Family | None:
    """The family an article belongs to, its variants in their order."""
    member = session.get(VariantRow, storable(article_number))
    if member is None:
        return None
    family = session.get_one(FamilyRow, member.family_id)
    mine = select(VariantRow).where(VariantRow.family_id == member.family_id).order_by(VariantRow.position)
    variants = tuple(Variant(row.article_number, row.label_de, row.label_en) for row in session.scalars(mine))
    return Family(family.family_id, family.kind, family.name_de, family.name_en, variants)
