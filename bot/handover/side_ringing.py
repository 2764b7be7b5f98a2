"""Rings a colleague's phone beside a talk; whatever fails leaves them as they were."""

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.errors import CallRefused, CarrierUnavailable
from bot.handover.call_ends import Rows
from bot.handover.dialling import Dialler
from bot.handover.lines import Lines
from bot.handover.ringing import Rung
from bot.handover.side_calls import COACH, FAILED, LIVE, SideCalls


class SideRinging:
    """Claims the colleague, writes the call down, and only then dials."""

    def __init__(self, rows: Rows, sides: SideCalls, dialler: Dialler, lines: Lines, clock: Clock) -> None:
        self._rows = rows
        self._sides = sides
        self._dialler = dialler
        self._lines = lines
        self._clock = clock

    def ring(self, call: RowMapping, who: RowMapping, kind: str, asked_by: str) -> Rung:
        """`who` is a row of staff. BUSY: they are not free; TAKEN: there is one of this kind, or no talk."""
        if who["id"] in self._rows.calls.on_the_phone() or not self._claimed(who, kind):
            return Rung.BUSY
        side = self._sides.begin(call["id"], who["id"], asked_by, kind, self._clock.now())
        if side is None:
            self._rows.experts.back(who["id"], self._clock.now())
            return Rung.TAKEN
        return self._dialled(side, who["phone"])

    def end(self, side: RowMapping, outcome: str, was: tuple[str, ...] = LIVE) -> bool:
        """It is over: whoever was called is what they were before. False when it was over already."""
        now = self._clock.now()
        if not self._sides.change(side["id"], was, status="over", outcome=outcome, ended_at=now):
            return False
        # A coach who rests, or is on a break, was never taken out of it.
        self._rows.experts.back(side["staff_id"], now)
        return True

    def stop(self, call_sid: str | None) -> None:
        """Put their phone down for them; a carrier that does not listen lets it ring out."""
        try:
            if call_sid is not None:
                self._lines.hang_up(call_sid)
        except CarrierUnavailable:
            return

    def _claimed(self, who: RowMapping, kind: str) -> bool:
        """A colleague must be free; a lead may listen whatever they do, but for talking themselves."""
        if self._rows.experts.claim(who["id"], self._clock.now()):
            return True
        return kind == COACH and who["status"] not in ("ringing", "talking", "free")

    def _dialled(self, side: RowMapping, phone: str) -> Rung:
        try:
            sid = self._dialler.beside(side, phone)
        except CallRefused:
            self.end(side, FAILED)
            return Rung.REFUSED
        except CarrierUnavailable:
            self.end(side, FAILED)
            return Rung.CARRIER_AWAY
        if not self._sides.change(side["id"], "dialling", status="ringing", call_sid=sid):
            self._answered_or_over(side["id"], sid)
        return Rung.RINGS

    def _answered_or_over(self, side_id: str, sid: str) -> None:
        """Answered before we knew the call's number, or nobody is asked any more."""
        row = self._sides.get(side_id)
        if row and row["status"] == "over":
            self.stop(sid)
