"""A call's time in a conference: what is put in, and what takes it out again."""

from collections.abc import Generator
from typing import TYPE_CHECKING

from carrier.twiml.document import Verb
from carrier.voice.conference import Conference
from carrier.voice.listening import HangUp, Input, Key, Listening, Released, Speech
from carrier.voice.participant import Participant

if TYPE_CHECKING:
    from carrier.voice.flow import Flow

_INSIDE = Listening("conference", speech=True, keys=True, timeout=0)
_BEEPS = {"true": {"enter", "exit"}, "false": set(), "onEnter": {"enter"}, "onExit": {"exit"}}

Stay = Generator[Listening, Input, Input]


def stay(flow: "Flow", conference: Conference, participant: Participant, star_leaves: bool) -> Stay:
    """Waits inside; returns what took the call out."""
    while True:
        given = yield _INSIDE
        match given:
            case Speech(text):
                flow.board.conferences.relay(conference, participant, text)
            case Key("*") if star_leaves:
                return given
            case Released() | HangUp():
                return given


def participant_of(flow: "Flow", noun: Verb) -> Participant:
    """The call as its <Conference> element describes it."""
    return plain_participant(
        flow,
        label=noun.get("participantLabel"),
        starts=noun.flag("startConferenceOnEnter", True),
        ends=noun.flag("endConferenceOnExit"),
        muted=noun.flag("muted"),
        coaches=noun.get("coach"),
        beeps=frozenset(_BEEPS[noun.get("beep", "true")]),
    )


def one_of_two(flow: "Flow") -> Participant:
    """One of the two sides of a <Dial> to a number: when one leaves, both are done."""
    return plain_participant(flow, ends=True, beeps=frozenset())


def plain_participant(flow: "Flow", **settings: object) -> Participant:
    """A participant whose release goes through the network's own time."""

    def release() -> None:
        flow.board.agenda.add(lambda: flow.interject(Released(), lambda: participant.leg_open))

    participant = Participant(flow.state, flow.overhear, release, **settings)  # type: ignore[arg-type]
    return participant
