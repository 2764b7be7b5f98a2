"""Spare parts and repairs in a SQL database; implements bot.shop.workshop.port.Workshop."""

from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from bot.shop.sql_session import transaction
from bot.shop.storable import storable
from bot.shop.workshop.models import Repair, RepairState, SparePart
from bot.store.workshop_tables import RepairRow, SparePartRow


class SqlWorkshop:
    """The workshop's tables behind the port; safe to share between threads."""

    def __init__(self, engine: Engine, zone: ZoneInfo) -> None:
        self._engine = engine
        self._zone = zone

    def parts_for(self, article_number: str) -> tuple[SparePart, ...]:
        """All parts one can have for this article."""
        mine = select(SparePartRow).where(SparePartRow.article_number == storable(article_number))
        with transaction(self._engine) as session:
            rows = session.scalars(mine.order_by(SparePartRow.part_number))
            return tuple(_part(row) for row in rows)

    def repairs_of(self, order_number: str) -> tuple[Repair, ...]:
        """The repairs of this order, newest first."""
        mine = select(RepairRow).where(RepairRow.order_number == storable(order_number))
        with transaction(self._engine) as session:
            rows = session.scalars(mine.order_by(RepairRow.received_at.desc(), RepairRow.repair_number))
            return tuple(self._repair(row) for row in rows)

    def _repair(self, row: RepairRow) -> Repair:
        return Repair(
            repair_number=row.repair_number,
            order_number=row.order_number,
            article_number=row.article_number,
            name_de=row.name_de,
            name_en=row.name_en,
            state=RepairState(row.state),
            received_at=row.received_at.astimezone(self._zone),
            expected_on=row.expected_on,
        )


def _part(row: SparePartRow) -> SparePart:
    return SparePart(
        part_number=row.part_number,
        article_number=row.article_number,
        name_de=row.name_de,
        name_en=row.name_en,
        synonyms=tuple(row.synonyms),
        price=row.price,
        days=(row.least_days, row.most_days),
    )
