"""Looks after call backs under way once a second: none is forgotten because somebody did not report."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, RowMapping, select

from bot.conversation.owner import Owner
from bot.conversation.record import Record
from bot.conversation.state import Conversation
from bot.errors import CarrierUnavailable, OutboundRefused
from bot.handover.back_off import NotReached
from bot.handover.callback_ends import CallbackEnds, ExpertsSide
from bot.handover.callback_rings import CallbackRings
from bot.handover.callbacks_due import CallbacksDue
from bot.handover.dialling import CALLBACK, CUSTOMER_RINGS_S
from bot.handover.outbound_facts import STATUSES

REST_S = 1.0
OPEN = ("waiting", "ringing", "talking")
# Longer than the carrier lets it ring, and than anybody takes to answer a question.
RINGS = timedelta(seconds=CUSTOMER_RINGS_S + 10)
RINGS_ON = timedelta(seconds=CUSTOMER_RINGS_S + 40)
SILENT = timedelta(seconds=45)
ASK_EVERY_S = 5
# So long an expert waits in the room for a carrier that takes no calls.
PATIENCE = timedelta(seconds=20)
LATER = timedelta(minutes=5)
NEWS = {"busy": NotReached.BUSY, "failed": NotReached.FAILED}


class CallbackWatch:
    """`work` is a step of the dispatcher's worker: who is due lines up, all under way are looked at."""

    def __init__(
        self,
        engine: Engine,
        due: CallbacksDue,
        rings: CallbackRings,
        ends: CallbackEnds,
        experts: ExpertsSide,
    ) -> None:
        self._engine = engine
        self._record = Record(engine)
        self._due = due
        self._rings = rings
        self._ends = ends
        self._experts = experts

    def work(self, now: datetime) -> float:
        """Seconds to rest."""
        self._due.work(now)
        for wait in self._experts.rows.waits.in_status(*OPEN, channels=(CALLBACK,)):
            self._look_at(wait, now)
        return REST_S

    def _look_at(self, wait: RowMapping, now: datetime) -> None:
        leg = self._record.by_id(wait["conversation_id"])
        if leg is None:
            self._still_wanted(wait, now)
        elif leg.owner is Owner.CLOSED:
            self._ends.not_reached(wait, NotReached.HUNG_UP, now)
        elif leg.call_sid is None:
            self._try_again(wait, now)
        elif int(now.timestamp()) % ASK_EVERY_S == 0:
            self._ask(wait, leg, now)

    def _still_wanted(self, wait: RowMapping, now: datetime) -> None:
        """Nobody is rung for a call that may not be made any more."""
        if wait["status"] == "waiting" and not self._due.is_due(wait, now):
            self._ends.no_need(wait, now)

    def _try_again(self, wait: RowMapping, now: datetime) -> None:
        """The carrier did not take the call, and the expert is in the room."""
        call = self._experts.rows.calls.live_of(wait["id"])
        if call is None or call["status"] != "talking":
            self._still_wanted(wait, now)
        elif now - call["joined_at"] > PATIENCE:
            self._ends.carrier_away(wait, now + LATER, now)
        else:
            try:
                self._rings.fetch(wait)
            except (OutboundRefused, CarrierUnavailable):
                return

    def _ask(self, wait: RowMapping, leg: Conversation, now: datetime) -> None:
        """Of a call nobody has reported on for too long."""
        answered = self._record.turn(leg.id, 0) is not None
        since = leg.last_at if answered else wait["spoken_at"]
        if now - since <= (SILENT if answered else RINGS):
            return
        over = self._is_over(leg)
        if not over and not answered and now - since > RINGS_ON:
            over = self._hung_up(leg)
        if over:
            self._ends.not_reached(wait, NotReached.HUNG_UP if answered else self._news(leg), now)

    def _is_over(self, leg: Conversation) -> bool:
        try:
            return self._experts.lines.is_over(leg.call_sid or "")
        except CarrierUnavailable:
            return False

    def _hung_up(self, leg: Conversation) -> bool:
        try:
            self._experts.lines.hang_up(leg.call_sid or "")
        except CarrierUnavailable:
            return False
        return True

    def _news(self, leg: Conversation) -> NotReached:
        with self._engine.connect() as db:
            status = db.execute(select(STATUSES.c.status).where(STATUSES.c.call_sid == leg.call_sid)).scalar()
        return NEWS.get(str(status), NotReached.NO_ANSWER)
