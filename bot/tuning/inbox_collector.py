"""Reads what callers said into the inbox, redacted, and follows what becomes of their conversations."""

from collections.abc import Sequence
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, func, insert, select
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.tuning.conversation_fates import ConversationFates, mark_corrected, was_handed_over
from bot.tuning.inbox_redaction import InboxRedaction
from bot.tuning.utterance_groups import UtteranceGroups
from bot.tuning.utterance_rows import GIVEN_UP, TURNS, first_open, for_the_bot, turns_from, utterance
from bot.tuning.utterances import UTTERANCES

EVERY_S = 2.0
AT_ONCE = 100
# Calls come first: also with much to catch up on it rests now and then.
BREATH_S = 0.2
# Turns written at the same time may be seen in another order than their numbers.
OVERLAP = 200


class Collector:
    """One in the web process; whoever shows the inbox may call it too."""

    def __init__(
        self, engine: Engine, clock: Clock, redaction: InboxRedaction, groups: UtteranceGroups
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._redaction = redaction
        self._groups = groups
        self._fates = ConversationFates()
        self._next: int | None = None
        self._one_at_a_time = Lock()

    def work(self) -> float:
        """Some of what is new; the seconds until there may be more."""
        with self._one_at_a_time:
            more = self._collect()
            with self._engine.begin() as db:
                self._fates.follow(db, self._clock.now())
        return BREATH_S if more else EVERY_S

    def all(self) -> None:
        """Everything there is."""
        while self.work() < EVERY_S:
            pass

    def _collect(self) -> bool:
        now = self._clock.now()
        with self._engine.connect() as db:
            first = self._next if self._next is not None else self._begin(db)
            newest = db.execute(select(func.max(TURNS.c.id))).scalar() or 0
            still_open: int | None = db.execute(first_open(first, now)).scalar()
            turns = db.execute(turns_from(first, AT_ONCE, now)).mappings().all()
            rows = [utterance(db, turn, self._redaction) for turn in turns if for_the_bot(turn)]
        self._add(rows)
        full = len(turns) == AT_ONCE
        reached = turns[-1]["id"] + 1 if full else newest + 1 - OVERLAP
        self._next = max(first, min(reached, still_open or reached))
        return full and self._next > first

    def _begin(self, db: Connection) -> int:
        """After a start: what takes long to load is loaded before anybody has said anything."""
        self._redaction("", "de")
        return _where_left(db)

    def _add(self, rows: Sequence[dict[str, Any]]) -> None:
        """In the order in which they were said; beside another collector each sentence is taken once."""
        if not rows:
            return
        try:
            with self._engine.begin() as db:
                self._write(db, rows)
        except IntegrityError:
            # The next look leaves out what another has written.
            self._groups.forget()

    def _write(self, db: Connection, rows: Sequence[dict[str, Any]]) -> None:
        groups: dict[int, int] = {}
        for language in {row["language"] for row in rows}:
            mine = [at for at, row in enumerate(rows) if row["language"] == language]
            placed = self._groups.place(db, language, [rows[at]["text"] for at in mine])
            groups.update(zip(mine, placed, strict=True))
        handed = {talk: was_handed_over(db, talk) for talk in {row["conversation_id"] for row in rows}}
        told = [
            {**row, "group_id": groups[at], "handed_over": handed[row["conversation_id"]]}
            for at, row in enumerate(rows)
        ]
        db.execute(insert(UTTERANCES), told)
        mark_corrected(db, handed)


def _where_left(db: Connection) -> int:
    """The turn from which on something may be missing: a little before the newest that was read."""
    last = select(UTTERANCES.c.at).order_by(UTTERANCES.c.id.desc()).limit(1)
    row: RowMapping | None = db.execute(last).mappings().first()
    if row is None:
        return 0
    first = select(func.min(TURNS.c.id)).where(TURNS.c.at >= row["at"] - GIVEN_UP)
    return int(db.execute(first).scalar() or 0)
