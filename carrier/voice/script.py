"""What a simulated person does in a call: step after step, each when its moment has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from carrier.twiml.speech import seconds_to_say
from carrier.voice.listening import Speech
from carrier.voice.transcript import Connected, Entry, Left, Utterance

if TYPE_CHECKING:
    from carrier.voice.call import Call


@dataclass(frozen=True)
class Step:
    """One deed and its moment: `after` seconds after `when` (for `hears`, after these words were heard).

    `unless_connected` passes over the step if the call is in a conference that has begun.
    """

    when: Literal["at once", "hears", "connected", "left"] = "at once"
    words: str = ""
    after: float = 1.0
    press: str = ""
    say: str = ""
    lasts: float | None = None
    hang_up: bool = False
    unless_connected: bool = False


Script = Sequence[Step]


def hears(words: str, after: float = 1.0, press: str = "", say: str = "", hang_up: bool = False) -> Step:
    """Waits for these words (in any case) from now on, then acts."""
    return Step("hears", words, after, press, say, hang_up=hang_up)


def connected(after: float = 1.0, press: str = "", say: str = "", hang_up: bool = False) -> Step:
    """Waits until there is somebody to talk to in a conference, then acts."""
    return Step("connected", "", after, press, say, hang_up=hang_up)


def left(after: float = 1.0, press: str = "", say: str = "", hang_up: bool = False) -> Step:
    """Waits until the call is out of its conference again, then acts."""
    return Step("left", "", after, press, say, hang_up=hang_up)


def then(after: float = 1.0, press: str = "", say: str = "", hang_up: bool = False) -> Step:
    """Acts when the step before is done."""
    return Step("at once", "", after, press, say, hang_up=hang_up)


def talk(seconds: float, words: str = "…", after: float = 0.0) -> Step:
    """Talks for so long; the next step begins when that is over."""
    return Step("at once", "", after, say=words, lasts=seconds)


def give_up(after: float) -> Step:
    """Hangs up after so many seconds, unless connected to a person by then."""
    return Step("at once", "", after, hang_up=True, unless_connected=True)


class Actor:
    """Plays one script in one call."""

    def __init__(self, call: "Call", script: Script) -> None:
        self._call = call
        self._steps = list(script)
        self._seen = len(call.state.transcript.entries)
        self._busy = False
        self._agenda = call.board.agenda

    def begin(self) -> None:
        """Looks at what happens from now on."""
        self._call.state.transcript.watchers.append(self._look)
        self._look()

    def _look(self) -> None:
        if self._busy or not self._steps:
            return
        step = self._steps[0]
        if step.when == "at once":
            self._plan(step.after)
            return
        entries = self._call.state.transcript.entries
        while self._seen < len(entries):
            entry = entries[self._seen]
            self._seen += 1
            if _is_the_moment(step, entry):
                self._plan(step.after + self._until_heard(step, entry))
                return

    def _plan(self, seconds: float) -> None:
        self._busy = True
        self._agenda.add(self._act, seconds)

    def _act(self) -> None:
        step = self._steps.pop(0)
        if not self._call.over and not (step.unless_connected and self._is_connected()):
            self._do(step)
        lasts = step.lasts or (seconds_to_say(step.say) if step.say else 0.0)
        self._agenda.add(self._go_on, lasts)

    def _go_on(self) -> None:
        self._busy = False
        if self._call.over:
            self._steps.clear()
        self._look()

    def _do(self, step: Step) -> None:
        self._seen = len(self._call.state.transcript.entries)
        if step.press:
            self._call.begin_to.begin_to_press(step.press)
        if step.say:
            self._call.begin_to.begin_to_say(Speech(step.say), step.lasts)
        if step.hang_up:
            self._call.begin_to.begin_to_hang_up()

    def _is_connected(self) -> bool:
        entries = self._call.state.transcript.entries
        last = next((entry for entry in reversed(entries) if isinstance(entry, Connected | Left)), None)
        return isinstance(last, Connected)

    def _until_heard(self, step: Step, entry: Entry) -> float:
        if not isinstance(entry, Utterance) or entry.kind == "person":
            return 0.0
        end = entry.text.casefold().index(step.words.casefold()) + len(step.words)
        heard_at = entry.at + timedelta(seconds=seconds_to_say(entry.text[:end]))
        return max(0.0, (heard_at - self._call.board.clock.now()).total_seconds())


def _is_the_moment(step: Step, entry: Entry) -> bool:
    if step.when == "hears":
        return isinstance(entry, Utterance) and step.words.casefold() in entry.text.casefold()
    return isinstance(entry, Connected if step.when == "connected" else Left)
