"""What became of the conversations of canary and live version since the canary began."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, case, func, or_, select

from bot.store.database import table_of
from bot.store.tables import ConversationRow, HandoverRow, TurnRow
from bot.tuning.canary_verdict import Stretch, Tally
from bot.tuning.versions import Serving, Switch, Versions

TALKS, TURNS, CASES = table_of(ConversationRow), table_of(TurnRow), table_of(HandoverRow)
BEGAN, GOES_ON = "canary_started", "canary_changed"
Span = tuple[datetime, datetime | None]


class CanaryNumbers:
    """Counted from conversations, turns and cases; nothing is kept besides."""

    def __init__(self, engine: Engine, versions: Versions) -> None:
        self._engine = engine
        self._versions = versions

    def stretches(self, serving: Serving) -> list[Stretch]:
        """One for each share the present canary had, oldest first."""
        if serving.canary is None:
            return []
        # Somebody may have switched since.
        known = [one for one in self._versions.history() if one.id <= serving.switch_id]
        switches = of_canary(known)
        ends = [*(switch.at for switch in switches[1:]), None]
        pair = (serving.live.id, serving.canary.id)
        with self._engine.connect() as db:
            counted = [
                _tallies(db, (switch.at, end), pair) for switch, end in zip(switches, ends, strict=True)
            ]
        return [
            Stretch(switch.canary_share, tallies.get(pair[0], Tally()), tallies.get(pair[1], Tally()))
            for switch, tallies in zip(switches, counted, strict=True)
        ]


def of_canary(history: Sequence[Switch]) -> list[Switch]:
    """The switches of the present canary, oldest first, from a history that begins with the newest."""
    found: list[Switch] = []
    for switch in history:
        if switch.what not in (BEGAN, GOES_ON):
            break
        found.insert(0, switch)
        if switch.what == BEGAN:
            break
    return found


def _tallies(db: Connection, span: Span, pair: tuple[int, int]) -> dict[int, Tally]:
    began, ended = span
    own = TALKS.c.model_version
    query = (
        select(own, func.count(), _how_many(_failed()), _how_many(_handed_over()))
        .where(TALKS.c.started_at >= began, own.in_(pair))
        .group_by(own)
    )
    if ended is not None:
        query = query.where(TALKS.c.started_at < ended)
    return {row[0]: Tally(*row[1:]) for row in db.execute(query)}


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _failed() -> ColumnElement[bool]:
    """A turn failed, or another version had to answer it."""
    fell_back = TURNS.c.model_version.is_not(None) & (TURNS.c.model_version != TALKS.c.model_version)
    wrong = or_(TURNS.c.failure.is_not(None), fell_back)
    return select(TURNS.c.id).where(TURNS.c.conversation_id == TALKS.c.id, wrong).exists()


def _handed_over() -> ColumnElement[bool]:
    return select(CASES.c.id).where(CASES.c.conversation_id == TALKS.c.id).exists()
