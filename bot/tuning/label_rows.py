"""Utterances and what people said of them, in the store."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, RowMapping, select, update

from bot.store.database import table_of
from bot.store.handover_tables import StaffRow
from bot.store.inbox_tables import UtteranceLabelRow, UtteranceRow

UTTERANCES, LABELS = table_of(UtteranceRow), table_of(UtteranceLabelRow)
STAFF = table_of(StaffRow)
# As many ids as one statement may safely name.
AT_ONCE = 500


def in_parts(ids: Iterable[int]) -> Iterator[list[int]]:
    """A few hundred at a time."""
    known = list(dict.fromkeys(ids))
    yield from (known[start : start + AT_ONCE] for start in range(0, len(known), AT_ONCE))


def locked(db: Connection, ids: Sequence[int]) -> list[RowMapping]:
    """These utterances, which nobody else may decide before this transaction ends."""
    mine = UTTERANCES.c.id.in_(ids)
    db.execute(update(UTTERANCES).where(mine).values(status=UTTERANCES.c.status))
    return list(db.execute(select(UTTERANCES).where(mine).order_by(UTTERANCES.c.id)).mappings())


def utterances(db: Connection, ids: Iterable[int]) -> list[RowMapping]:
    """In the order of their ids."""
    return [
        row
        for part in in_parts(ids)
        for row in db.execute(
            select(UTTERANCES).where(UTTERANCES.c.id.in_(part)).order_by(UTTERANCES.c.id)
        ).mappings()
    ]


def standing(db: Connection, ids: Iterable[int]) -> dict[int, list[RowMapping]]:
    """Labels not taken back, oldest first, with the names of those who gave them."""
    found: dict[int, list[RowMapping]] = {}
    for part in in_parts(ids):
        mine = LABELS.c.utterance_id.in_(part) & LABELS.c.undone_at.is_(None)
        query = select(LABELS, STAFF.c.name).outerjoin(STAFF, STAFF.c.id == LABELS.c.staff_id).where(mine)
        for row in db.execute(query.order_by(LABELS.c.id)).mappings():
            found.setdefault(row["utterance_id"], []).append(row)
    return found


def set_status(db: Connection, ids: Iterable[int], status: str) -> None:
    """Of these utterances."""
    for part in in_parts(ids):
        db.execute(update(UTTERANCES).where(UTTERANCES.c.id.in_(part)).values(status=status))


def show_instead(db: Connection, utterance_id: int, text: str | None) -> None:
    """The inbox shows this text from now on, if there is one and it is another."""
    mine = (UTTERANCES.c.id == utterance_id) & (UTTERANCES.c.text != text)
    if text is None or not db.execute(select(UTTERANCES.c.id).where(mine)).first():
        return
    db.execute(update(UTTERANCES).where(mine).values(text=text))
    # What was marked before stood elsewhere; the newest label has just been said of the new text.
    newest = db.execute(
        select(LABELS.c.id).where(LABELS.c.utterance_id == utterance_id).order_by(LABELS.c.id.desc())
    ).scalar()
    earlier = (LABELS.c.utterance_id == utterance_id) & (LABELS.c.id != newest)
    db.execute(update(LABELS).where(earlier).values({LABELS.c["values"]: []}))


def of_group(db: Connection, group_id: int, statuses: Sequence[str]) -> list[int]:
    """The ids of a group's utterances that are in one of these states."""
    mine = (UTTERANCES.c.group_id == group_id) & UTTERANCES.c.status.in_(statuses)
    return list(db.execute(select(UTTERANCES.c.id).where(mine)).scalars())
