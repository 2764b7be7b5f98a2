"""The callers and writers of the made-up weeks, in virtual time: each does the next thing when it is due."""

from collections.abc import Mapping
from functools import partial
from random import Random

from bot.running.demo_weeks import Visit
from carrier import Call, Network, Owner, connected, hears, talk
from carrier.number import Number
from carrier.twiml.speech import seconds_to_say
from carrier.voice.listening import Speech
from carrier.voice.transcript import Said

LOOK_S = 1.0
LONGEST_TALK_S = 400.0
GOODBYE = {
    "de": ("Nein danke, auf Wiederhören.", "Danke, das war alles.", "Nein, danke."),
    "en": ("No thank you, goodbye.", "That was all, thanks."),
}
YES = {"de": "ja bitte", "en": "yes please"}
PERSON = {"de": "Mitarbeiter bitte", "en": "agent please"}
ANYTHING_ELSE = {"de": "sonst noch", "en": "anything else"}
SUITS = {"de": "Passt es gerade", "en": "good time"}
# How a recogniser hears the phone: mostly well.
HEARD = (0.62, 0.97)


class OnThePhone:
    """One call: says one line after another whenever it is listened to, then waits for a person or leaves."""

    def __init__(self, network: Network, number: Number, visit: Visit) -> None:
        self._network = network
        self._visit = visit
        self._dice = Random(visit.seed)  # noqa: S311
        self._lines = list(visit.lines)
        self._call: Call = network.call(visit.phone, number, ())
        self._waited = self._talked = self._speaks_s = 0.0
        self._said = ""
        network.phone(visit.phone).owner = partial(_called_back, visit.story.language)

    def begin(self) -> None:
        """Look every second, until it is over."""
        self._network.later(LOOK_S, self._look)

    @property
    def over(self) -> bool:
        """Whether they have hung up, or were."""
        return self._call.over

    def _look(self) -> None:
        if self._call.over:
            return
        self._speaks_s = 0.0
        self._act()
        # Nobody listens to their own words.
        self._network.later(LOOK_S + self._speaks_s, self._look)

    def _act(self) -> None:
        listening = self._call.listening
        if self._call.in_conference:
            self._talk()
        elif listening and listening.kind == "gather" and listening.speech:
            self._answer()
        elif listening and listening.kind in ("endless", "record"):
            self._wait()

    def _answer(self) -> None:
        """Somebody listens: after a moment of thought the next line, or the end."""
        if self._dice.random() < 0.5:
            return
        if self._said and not self._was_heard():
            self._say(self._said)
        elif (asked := self._asked()) is not None or (asked := self._agreed()) is not None:
            self._say(asked)
        elif self._lines:
            self._say(self._lines.pop(0))
        elif self._visit.story.waits and not self._talked:
            self._wait()
        elif self._said in GOODBYE[self._visit.story.language]:
            self._call.begin_to.begin_to_hang_up()
        else:
            self._say(self._dice.choice(GOODBYE[self._visit.story.language]))

    def _asked(self) -> str | None:
        """What the hotline asks for by name, once each."""
        told = answer_to(self._call.heard_since_last_input, self._visit.answers)
        return told if told != self._said else None

    def _was_heard(self) -> bool:
        """What is said into a sentence that cannot be interrupted is lost."""
        said = [entry for entry in self._call.state.transcript.entries if isinstance(entry, Said)]
        return bool(said) and said[-1].taken

    def _agreed(self) -> str | None:
        """Yes, that order; yes, call me back. Who waits for a person says so when asked something else."""
        language, question = self._visit.story.language, self._call.heard_since_last_input
        if ANYTHING_ELSE[language] in question:
            return None
        if YES[language] in self._call.hints:
            told = YES[language]
        elif self._visit.story.waits and not self._lines and question.endswith("?"):
            told = PERSON[language]
        else:
            return None
        return told if told != self._said else None

    def _wait(self) -> None:
        self._waited += LOOK_S
        if self._waited > max(self._visit.story.waits, 30) * self._dice.uniform(0.8, 1.2):
            self._call.begin_to.begin_to_hang_up()

    def _talk(self) -> None:
        self._talked += LOOK_S
        if self._talked > LONGEST_TALK_S:
            self._call.begin_to.begin_to_hang_up()

    def _say(self, words: str) -> None:
        self._said, self._speaks_s = words, seconds_to_say(words)
        self._call.begin_to.begin_to_say(Speech(words, round(self._dice.uniform(*HEARD), 2)))


class ByText:
    """One thread: the next line a while after each answer; an expert is thanked."""

    def __init__(self, network: Network, number: Number, visit: Visit) -> None:
        self._phone = network.phone(visit.phone)
        self._network = network
        self._number = number
        self._visit = visit
        self._dice = Random(visit.seed)  # noqa: S311
        self._lines = list(visit.lines)
        self._told, self._over = "", False

    def begin(self) -> None:
        """Write the next line, until all is said."""
        last = self._phone.inbox[-1].body if self._told and self._phone.inbox else ""
        asked = answer_to(last, self._visit.answers)
        if asked == self._told or (asked is None and not self._lines):
            self._over = True
            return
        self._told = asked or self._lines.pop(0)
        self._phone.text(self._told, self._number)
        self._network.later(self._dice.uniform(25, 140), self.begin)

    @property
    def over(self) -> bool:
        """Whether all is said."""
        return self._over


def answer_to(question: str, answers: Mapping[str, str]) -> str | None:
    """What is asked for last."""
    places = {question.rfind(word): value for word, value in answers.items() if word in question}
    return places[max(places)] if places else None


def _called_back(language: str, call: Call) -> Owner:
    """They pick up, have time, talk until the expert is done, and hang up when the program is back."""
    talks = [hears(SUITS[language], press="1"), connected(1, say="Hallo."), talk(60)]
    return Owner(after=6, script=talks, meanwhile=[hears(ANYTHING_ELSE[language], after=2, hang_up=True)])
