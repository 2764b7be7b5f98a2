"""Rings one expert's phone for one caller; whatever fails puts both back."""

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.errors import CallRefused, CarrierUnavailable
from bot.handover.call_ends import CARRIER_AWAY, CallEnds, Rows
from bot.handover.dialling import Dialler
from bot.handover.expert_calls import LIVE
from bot.handover.lines import Lines
from bot.handover.outcomes import CallOutcome


class Ringing:
    """Claims the expert, writes the call down, takes the wait, and only then dials."""

    def __init__(self, rows: Rows, ends: CallEnds, dialler: Dialler, lines: Lines, clock: Clock) -> None:
        self._rows = rows
        self._ends = ends
        self._dialler = dialler
        self._lines = lines
        self._clock = clock

    def ring(self, wait: RowMapping, expert: RowMapping) -> bool:
        """False when the carrier takes no calls now, so that no other need be tried at once."""
        if expert["status"] == "free" and not self._rows.experts.claim(expert["id"], self._clock.now()):
            return True
        call = self._rows.calls.begin(wait["id"], expert["id"], self._clock.now())
        taken = {"status": "ringing", "attempts": wait["attempts"] + 1}
        if self._rung_already(call) or not self._rows.waits.change(wait["id"], "waiting", **taken):
            self._ends.end(call["id"], CallOutcome.WITHDRAWN)
            return True
        return self._dialled(call, expert["phone"])

    def _dialled(self, call: RowMapping, phone: str) -> bool:
        try:
            sid = self._dialler.expert(call, phone)
        except CallRefused:
            self._ends.end(call["id"], CallOutcome.FAILED)
            return True
        except CarrierUnavailable:
            self._ends.end(call["id"], CallOutcome.FAILED, note=CARRIER_AWAY)
            return False
        self._rings(call["id"], sid)
        return True

    def _rings(self, call_id: str, sid: str) -> None:
        """The carrier may have told us of the answer before it told us the call's number."""
        if self._rows.calls.change(call_id, "dialling", status="ringing", call_sid=sid):
            return
        call = self._rows.calls.get(call_id)
        if call and call["status"] == "over":
            self.stop(sid)

    def stop(self, sid: str | None) -> None:
        """Let the phone ring no longer; a carrier that does not listen lets it ring out."""
        try:
            if sid is not None:
                self._lines.hang_up(sid)
        except CarrierUnavailable:
            return

    def _rung_already(self, call: RowMapping) -> bool:
        """Whether another process rings the same expert, who is resting and so could not be claimed."""
        live = self._rows.calls.in_status(*LIVE)
        return any(one["staff_id"] == call["staff_id"] and one["id"] < call["id"] for one in live)
