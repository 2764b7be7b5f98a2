"""The changed sentences of a comparison, as people choose among them."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Engine, RowMapping, and_, func, or_, select

from bot.store.database import table_of
from bot.store.inbox_tables import UtteranceRow
from bot.store.model_tables import ChangedSentenceRow

SENTENCES = table_of(ChangedSentenceRow)
UTTERANCES = table_of(UtteranceRow)
SOURCES = ("exam", "confusions", "values", "delicate", "replay")
CHANGES = ("broken", "fixed", "other")
PAGE = 100


@dataclass(frozen=True)
class Choice:
    """None: all of them. `intent` is one that is right, or was or would be understood."""

    source: str | None = None
    change: str | None = None
    language: str | None = None
    intent: str | None = None

    def query(self, **other: str | None) -> dict[str, str]:
        """For a link to it, something of it perhaps chosen otherwise."""
        own = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in {**own, **other}.items() if value}


@dataclass(frozen=True)
class Found:
    """One page in the order of writing; `after` for the next one, None on the last."""

    rows: list[RowMapping]
    after: int | None
    total: int


def changed_sentences(engine: Engine, comparison_id: int, choice: Choice, after: int = 0) -> Found:
    """A page behind `after`; each with the conversation it was said in, where there is one."""
    chosen = and_(SENTENCES.c.comparison_id == comparison_id, *_conditions(choice))
    whose = select(SENTENCES, UTTERANCES.c.conversation_id, UTTERANCES.c.turn).outerjoin(
        UTTERANCES, UTTERANCES.c.id == SENTENCES.c.utterance_id
    )
    page = whose.where(chosen, SENTENCES.c.id > after).order_by(SENTENCES.c.id).limit(PAGE + 1)
    with engine.connect() as db:
        rows = list(db.execute(page).mappings())
        total = db.execute(select(func.count()).select_from(SENTENCES).where(chosen)).scalar_one()
    more = len(rows) > PAGE
    return Found(rows[:PAGE], rows[PAGE - 1]["id"] if more else None, total)


def counts(engine: Engine, comparison_id: int, choice: Choice) -> dict[tuple[str, str], int]:
    """How many there are of each source and change, whichever of these two is chosen."""
    chosen = and_(
        SENTENCES.c.comparison_id == comparison_id,
        *_conditions(Choice(language=choice.language, intent=choice.intent)),
    )
    by = (SENTENCES.c.source, SENTENCES.c.change)
    with engine.connect() as db:
        found = db.execute(select(*by, func.count()).where(chosen).group_by(*by))
        return {(source, change): count for source, change, count in found}


def _conditions(choice: Choice) -> list[ColumnElement[bool]]:
    plain: dict[str, Any] = {name: getattr(choice, name) for name in ("source", "change", "language")}
    conditions = [SENTENCES.c[name] == value for name, value in plain.items() if value]
    if choice.intent:
        columns = (SENTENCES.c.expected, SENTENCES.c.before, SENTENCES.c.after)
        asked = (choice.intent, f"?{choice.intent}")
        conditions.append(or_(*(column.in_(asked) for column in columns)))
    return conditions
