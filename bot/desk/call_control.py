"""What an expert does with their talk by clicking: as by key, and what a telephone has no key for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from bot.clock import Clock
from bot.desk.accept_call import RINGS
from bot.desk.call_rows import CallRows, Talk
from bot.errors import CallGone, CarrierUnavailable, NotPossible, TooLate
from bot.handover.call_ends import ANYTHING_ELSE, GO_ON, CallEnds, Rows
from bot.handover.conference import BRIEF, Rooms
from bot.handover.expert_line import ExpertLine
from bot.handover.holding import REASONS, Holding, expert_seat
from bot.handover.lines import Lines
from bot.handover.outcomes import CallOutcome
from bot.handover.parting import Parting
from bot.handover.passing_on import LONGEST_NOTE, Passing
from bot.handover.ringing import Ringing
from bot.staff.audit import Audit
from bot.staff.known_skills import known_skills
from bot.staff.person import Person

WAYS_BACK = (GO_ON, ANYTHING_ELSE)


@dataclass(frozen=True)
class Controls:
    """What carries the deeds out."""

    rows: Rows
    ends: CallEnds
    line: ExpertLine
    parting: Parting
    ringing: Ringing
    holding: Holding
    rooms: Rooms
    lines: Lines


class CallControl:
    """Everything is for the person whose call it is, and raises TooLate for who has none (any more).

    NotPossible says in a code why something is not done now; then nothing has changed.
    """

    def __init__(self, calls: CallRows, controls: Controls, audit: Audit, clock: Clock) -> None:
        self._calls = calls
        self._do = controls
        self._audit = audit
        self._clock = clock

    def hold(self, case_id: str, person: Person, reason: str) -> None:
        """The caller hears why, and every twenty seconds that somebody is still there."""
        if reason not in REASONS:
            raise NotPossible("reason")
        talk = self._in_room(case_id, person)
        with in_words():
            self._do.holding.hold(talk.call, reason)
        self._note(talk, person, "call_held", reason=reason)

    def resume(self, case_id: str, person: Person) -> None:
        """Back to the caller: from hold, or from the star menu of the phone."""
        talk = self._calls.mine(case_id, person.id)
        if talk.call["status"] == "menu":
            self._out_of_menu(talk)
        else:
            with in_words():
                self._do.holding.resume(talk.call)
        self._note(talk, person, "call_resumed")

    def mute(self, case_id: str, person: Person, muted: bool) -> None:
        """Nobody hears me, or everybody again."""
        talk = self._in_room(case_id, person)
        with in_words():
            self._do.holding.mute(talk.call, muted)
        self._note(talk, person, "call_muted" if muted else "call_unmuted")

    def hear_again(self, case_id: str, person: Person) -> None:
        """The brief once more, for the expert alone."""
        talk = self._calls.mine(case_id, person.id)
        if talk.call["status"] != "talking":
            raise NotPossible("not_in_room")
        with in_words():
            self._do.rooms.play(expert_seat(talk.call), BRIEF, talk.call["id"])

    def finish(self, case_id: str, person: Person) -> None:
        """Settled; the bot asks the caller whether there is anything else."""
        self._part(case_id, person, "call_finished", self._do.parting.finish)

    def hand_back(self, case_id: str, person: Person, wanted: str) -> None:
        """The bot goes on with the caller."""
        if wanted not in WAYS_BACK:
            raise NotPossible("reason")
        self._part(case_id, person, "call_handed_back", lambda call: self._do.parting.hand_back(call, wanted))

    def pass_on(self, case_id: str, person: Person, passing: Passing) -> None:
        """To somebody else, with what they must know; the caller is told and waits before all others."""
        self._check(passing, person)
        self._part(case_id, person, "call_passed_on", lambda call: self._do.parting.pass_on(call, passing))

    def leave_to_colleague(self, case_id: str, person: Person) -> None:
        """The colleague in the room goes on alone with the caller."""
        talk = self._calls.mine(case_id, person.id)
        if self._do.rows.calls.in_company(talk.call["id"]) is None:
            raise NotPossible("no_colleague")
        with in_words():
            if talk.call["status"] == "talking":
                # Not done where the carrier would end the talk for everybody.
                self._do.rooms.ends_with(expert_seat(talk.call), False)
        if not self._do.ends.left_to_colleague(talk.call["id"]):
            raise TooLate("call_over")
        self._after(talk, person, "call_left_to_colleague")

    def put_down(self, case_id: str, person: Person) -> None:
        """As if the telephone were put down."""
        talk = self._calls.mine(case_id, person.id)
        if not self._do.ends.end(talk.call["id"], CallOutcome.DECLINED, RINGS):
            self._do.line.put_down(talk.call["id"])
        self._after(talk, person, "call_put_down")

    def _out_of_menu(self, talk: Talk) -> None:
        self._do.line.join(talk.call["id"])
        with suppress(CarrierUnavailable):
            # The phone asks for a key a moment longer, and then goes into the room by itself.
            self._do.lines.to_step(talk.call["call_sid"], talk.call["id"])

    def _part(self, case_id: str, person: Person, what: str, deed: Callable[..., bool]) -> None:
        talk = self._met(case_id, person)
        if not deed(talk.call):
            raise TooLate("call_over")
        self._after(talk, person, what)

    def _after(self, talk: Talk, person: Person, what: str) -> None:
        """The expert's own phone is put down for them; one that cannot be hears that it is over."""
        self._do.ringing.stop(talk.call["call_sid"])
        self._note(talk, person, what)

    def _met(self, case_id: str, person: Person) -> Talk:
        """A talk that can be ended for the caller: they have met, though one may be on hold."""
        talk = self._calls.mine(case_id, person.id)
        if talk.call["status"] not in ("talking", "menu") or talk.wait["status"] != "talking":
            raise NotPossible("not_talking")
        return talk

    def _in_room(self, case_id: str, person: Person) -> Talk:
        talk = self._calls.mine(case_id, person.id)
        if not talk.with_caller:
            raise NotPossible("not_talking")
        return talk

    def _check(self, passing: Passing, person: Person) -> None:
        if not passing.note.strip():
            raise NotPossible("note_missing")
        if len(passing.note) > LONGEST_NOTE:
            raise NotPossible("note_too_long")
        unknown = passing.to is not None and self._do.rows.experts.get(passing.to) is None
        if unknown or passing.to == person.id:
            raise NotPossible("colleague")
        if passing.skill is not None and passing.skill not in known_skills():
            raise NotPossible("no_such_choice")

    def _note(self, talk: Talk, person: Person, what: str, **data: str) -> None:
        about, now = f"case:{talk.wait['handover_id']}", self._clock.now()
        self._audit.note(person.id, what, about, now, expert_call=talk.call["id"], **data)


@contextmanager
def in_words() -> Iterator[None]:
    """What the carrier could not do, as somebody at the desk is told it."""
    try:
        yield
    except CallGone as error:
        raise TooLate("call_over") from error
    except CarrierUnavailable as error:
        raise NotPossible("carrier") from error
