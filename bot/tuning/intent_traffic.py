"""What callers made of each intent lately: how often it was said, how often nobody had to take over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, RowMapping, case, distinct, func, select

from bot.clock import Clock
from bot.store.database import table_of
from bot.store.inbox_tables import UtteranceRow

UTTERANCES = table_of(UtteranceRow)
WEEKS = 4
WEEK = timedelta(days=7)
# The list of all intents counts every sentence of four weeks: not for each look anew.
KEPT = timedelta(minutes=5)
RECENT = 25


# In the order of the fields of Traffic.
COUNTED = (
    func.count(),
    func.count(distinct(UTTERANCES.c.conversation_id)),
    func.count(distinct(case((UTTERANCES.c.handed_over, UTTERANCES.c.conversation_id)))),
    func.sum(case((UTTERANCES.c.clarified, 1), else_=0)),
    func.sum(case((UTTERANCES.c.failed, 1), else_=0)),
)


@dataclass(frozen=True)
class Traffic:
    """Of one intent in some time. `said` counts sentences, `conversations` each conversation once.

    A conversation is contained when nobody of the staff took it over.
    """

    said: int = 0
    conversations: int = 0
    handed_over: int = 0
    clarified: int = 0
    failed: int = 0

    @property
    def contained(self) -> int:
        """Conversations."""
        return self.conversations - self.handed_over

    @property
    def containment(self) -> float | None:
        """From 0 to 1; None where nobody called about it."""
        return self.contained / self.conversations if self.conversations else None


@dataclass(frozen=True)
class Week:
    """Seven days from `first` on."""

    first: datetime
    traffic: Traffic


class IntentTraffic:
    """Counted from the inbox: redacted sentences with what became of them."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._counted: tuple[datetime, dict[str, Traffic]] | None = None

    @property
    def since(self) -> datetime:
        """Where the weeks begin that are counted."""
        return self._clock.now() - WEEKS * WEEK

    def all(self) -> Mapping[str, Traffic]:
        """Of the last weeks, by intent; at most five minutes old."""
        now = self._clock.now()
        if self._counted is None or not timedelta() <= now - self._counted[0] < KEPT:
            self._counted = (now, self._count())
        return self._counted[1]

    def weeks(self, intent: str) -> list[Week]:
        """One intent, week by week, the oldest first."""
        columns, firsts = UTTERANCES.c, [self.since + number * WEEK for number in range(WEEKS)]
        # The newest first, because the first that fits counts; this very moment belongs to the last week.
        week = case(*((columns.at >= first, number) for number, first in reversed(list(enumerate(firsts)))))
        counted = (
            select(week, *COUNTED).where(columns.intent == intent, columns.at >= self.since).group_by(week)
        )
        with self._engine.connect() as db:
            found = {row[0]: _traffic(row) for row in db.execute(counted)}
        return [Week(first, found.get(number, Traffic())) for number, first in enumerate(firsts)]

    def recent(self, intent: str, last: int = RECENT) -> list[RowMapping]:
        """What was said last and understood so, newest first."""
        columns = UTTERANCES.c
        newest = select(UTTERANCES).where(columns.intent == intent).order_by(columns.id.desc()).limit(last)
        with self._engine.connect() as db:
            return list(db.execute(newest).mappings())

    def _count(self) -> dict[str, Traffic]:
        columns = UTTERANCES.c
        counted = (
            select(columns.intent, *COUNTED)
            .where(columns.at >= self.since, columns.intent.is_not(None))
            .group_by(columns.intent)
        )
        with self._engine.connect() as db:
            return {row[0]: _traffic(row) for row in db.execute(counted)}


def _traffic(row: Sequence[Any]) -> Traffic:
    """From what something is counted by, and the numbers."""
    return Traffic(*(int(number) for number in row[1:]))
