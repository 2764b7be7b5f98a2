"""Callers whose calls and rows no longer agree: gone without a word, or alone in a room."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Engine, RowMapping, bindparam, or_, select

from bot.clock import Clock
from bot.conversation.owner import Owner
from bot.conversation.record import CONVERSATIONS
from bot.errors import CallGone, CarrierUnavailable
from bot.handover.bridge import Bridge
from bot.handover.call_ends import is_settled
from bot.handover.lines import Lines

log = structlog.get_logger(__name__)

# So often the carrier is asked about a line nobody has heard of.
ASK_EVERY_S = 30
# A waiting caller comes back to us more often than this.
SILENT = timedelta(seconds=60)
# So long an expert is alone in the room before the caller is fetched again.
ALONE = timedelta(seconds=30)
# So long the carrier takes to bring a caller out of a room that has ended.
ON_THE_WAY = timedelta(seconds=3)
# Asked every second: worded once. With an expert, or one of `ids`.
TALKS = select(CONVERSATIONS.c.id, CONVERSATIONS.c.owner, CONVERSATIONS.c.last_at).where(
    or_(
        (CONVERSATIONS.c.owner == Owner.EXPERT) & (CONVERSATIONS.c.channel == "voice"),
        CONVERSATIONS.c.id.in_(bindparam("ids", expanding=True)),
    )
)


class Strays:
    """`put_down(x)` is told of an expert's phone that has long been put down."""

    def __init__(
        self, engine: Engine, bridge: Bridge, lines: Lines, put_down: Callable[[str], None], clock: Clock
    ) -> None:
        self._engine = engine
        self._bridge = bridge
        self._lines = lines
        self._put_down = put_down
        self._clock = clock

    def look(self, calls: Sequence[RowMapping], waits: Sequence[RowMapping]) -> bool:
        """`calls` are those under way, `waits` all that are not over; False when all was as it should be."""
        now = self._clock.now()
        waiting = {wait["conversation_id"]: wait for wait in waits if wait["channel"] == "voice"}
        under_way = {call["wait_id"]: call for call in calls}
        found = False
        for talk in self._conversations(waiting):
            wait = waiting.get(talk["id"])
            call = under_way.get(wait["id"]) if wait else None
            found |= self._caller(talk, wait, call, now)
        for call in calls:
            if call["status"] in ("talking", "menu") and asked_now(call["id"], now):
                found |= self._expert(call)
        return found

    def _caller(
        self, talk: RowMapping, wait: RowMapping | None, call: RowMapping | None, now: datetime
    ) -> bool:
        """Whether something had to be done, so that the rows may be others now."""
        in_room = call is not None and call["status"] == "talking"
        if talk["owner"] == Owner.CLOSED:
            self._bridge.caller_left(talk["id"])
        elif talk["owner"] == Owner.EXPERT and self._is_alone(talk["id"], wait, in_room):
            self._back_to_us(talk["id"], call)
        elif wait and call and in_room and wait["status"] == "ringing" and now - call["joined_at"] > ALONE:
            if asked_now(call["id"], now):
                self._fetch_again(wait)
        elif wait and now - talk["last_at"] > SILENT and asked_now(wait["id"], now):
            self._still_there(talk["id"])
        else:
            return False
        return True

    def _is_alone(self, conversation_id: str, wait: RowMapping | None, in_room: bool) -> bool:
        """Looked up anew only when the rows at hand do not say that the expert is there, too."""
        with_expert = in_room and wait is not None and not is_settled(wait)
        if with_expert or self._bridge.room_for(conversation_id) is not None:
            return False
        # The room ends with the expert; the carrier is about to tell us, and would be told twice what next.
        return wait is None or not self._bridge.just_left(wait, ON_THE_WAY)

    def _back_to_us(self, conversation_id: str, call: RowMapping | None) -> None:
        """Alone in a room: the expert had left before the caller came in, or nobody told us."""
        log.info("caller_alone_in_room", conversation=conversation_id)
        self._bridge.out_of_room(conversation_id, call["id"] if call else "")

    def _fetch_again(self, wait: RowMapping) -> None:
        try:
            if not self._bridge.is_gone(wait["conversation_id"]):
                self._bridge.fetch(wait)
        except CallGone:
            self._still_there(wait["conversation_id"])
        except CarrierUnavailable:
            return

    def _still_there(self, conversation_id: str) -> None:
        try:
            self._bridge.is_gone(conversation_id)
        except CarrierUnavailable:
            return

    def _expert(self, call: RowMapping) -> bool:
        """Whether the phone had been put down."""
        try:
            over = call["call_sid"] is None or self._lines.is_over(call["call_sid"])
        except CarrierUnavailable:
            return False
        if over:
            self._put_down(call["id"])
        return over

    def _conversations(self, waiting: Mapping[str, RowMapping]) -> Iterable[RowMapping]:
        with self._engine.connect() as db:
            return list(db.execute(TALKS, {"ids": list(waiting)}).mappings())


def asked_now(name: str, now: datetime) -> bool:
    """One second in thirty, another for every row: nothing to remember, and never all at once."""
    return (int(now.timestamp()) + int(name[:4], 16)) % ASK_EVERY_S == 0
