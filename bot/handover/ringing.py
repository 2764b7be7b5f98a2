"""Rings one expert's phone for one caller; whatever fails puts both back."""

from enum import StrEnum

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.errors import CallRefused, CarrierUnavailable
from bot.handover.call_ends import CARRIER_AWAY, CallEnds, Rows
from bot.handover.dialling import Dialler
from bot.handover.expert_calls import LIVE
from bot.handover.lines import Lines
from bot.handover.outcomes import CallOutcome


class Rung(StrEnum):
    """What came of ringing somebody's own phone for a case they chose."""

    RINGS = "rings"
    BUSY = "busy"
    TAKEN = "taken"
    REFUSED = "refused"
    CARRIER_AWAY = "carrier_away"


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
        return self._rung(wait, expert) is not Rung.CARRIER_AWAY

    def own_phone(self, wait: RowMapping, expert: RowMapping) -> Rung:
        """Ring the phone of somebody who has chosen this case themselves; it is accepted already.

        Who is off, or on the phone, gets no call.
        """
        if expert["id"] in self._rows.calls.on_the_phone() or not self._chosen_by(expert):
            return Rung.BUSY
        return self._rung(wait, expert, "desk")

    def _chosen_by(self, expert: RowMapping) -> bool:
        """A pause goes on after the case; what is left of the rest is kept, should it come to nothing."""
        who, now = expert["id"], self._clock.now()
        paused = {"free_at": None, "afterwards": "paused"}
        return (
            self._rows.experts.claim(who, now)
            or self._rows.experts.change(who, "after_call", "ringing", now)
            or self._rows.experts.change(who, "paused", "ringing", now, **paused)
        )

    def _rung(self, wait: RowMapping, expert: RowMapping, accepted_on: str | None = None) -> Rung:
        call = self._rows.calls.begin(wait["id"], expert["id"], self._clock.now(), accepted_on)
        busy = self._rung_already(call)
        taken = {"status": "ringing", "attempts": wait["attempts"] + 1}
        if busy or not self._rows.waits.change(wait["id"], "waiting", **taken):
            self._ends.end(call["id"], CallOutcome.WITHDRAWN)
            return Rung.BUSY if busy else Rung.TAKEN
        return self._dialled(call, expert["phone"])

    def _dialled(self, call: RowMapping, phone: str) -> Rung:
        try:
            sid = self._dialler.expert(call, phone)
        except CallRefused:
            self._ends.end(call["id"], CallOutcome.FAILED)
            return Rung.REFUSED
        except CarrierUnavailable:
            self._ends.end(call["id"], CallOutcome.FAILED, note=CARRIER_AWAY)
            return Rung.CARRIER_AWAY
        self._rings(call["id"], sid)
        return Rung.RINGS

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
