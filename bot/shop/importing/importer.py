"""Reads, checks and writes a retailer's folder of CSV files in one transaction."""

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.errors import ImportRejected
from bot.shop.importing.checking import check
from bot.shop.importing.reading import Row, read_table
from bot.shop.importing.tables import tables
from bot.shop.importing.writing import write
from bot.shop.sql_session import transaction
from bot.store.shop_tables import CustomerRow, OrderRow


@dataclass(frozen=True)
class Imported:
    """How many rows of each file are in the shop now."""

    products: int
    customers: int
    orders: int
    lines: int
    returns: int


def import_folder(engine: Engine, folder: Path, clock: Clock, zone: ZoneInfo) -> Imported:
    """Take in every known file of the folder; raises ImportRejected with all faults, changing nothing."""
    faults: list[str] = []
    rows = {table.name: read_table(folder, table, faults) for table in tables(zone)}
    if not faults and not any(rows.values()):
        faults.append("the folder holds none of: " + ", ".join(f"{name}.csv" for name in rows))
    with transaction(engine) as session:
        faults += check(rows, *_known(session))
        if faults:
            raise ImportRejected(faults)
        write(session, rows, clock.now())
    return _counts(rows)


def _known(session: Session) -> tuple[frozenset[str], frozenset[str]]:
    customers = frozenset(session.scalars(select(CustomerRow.customer_id)))
    return customers, frozenset(session.scalars(select(OrderRow.order_number)))


def _counts(rows: dict[str, list[Row]]) -> Imported:
    return Imported(**{name: len(found) for name, found in rows.items()})
