"""One turn in progress: what was heard, what is known, and the means to answer."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import phonenumbers

from bot.clock import Clock
from bot.conversation.hint_rows import Hint, Kind
from bot.conversation.models import AskedModels, Models, OneModel
from bot.conversation.state import Conversation, Heard, Memory, Reply, Sentence
from bot.phrases.catalogue import Phrases
from bot.understanding.delicate.flags import Flag
from bot.understanding.rasa_client import DialogueAnswer
from bot.understanding.understand import Question, Understand, Understanding


class Dialogue(Protocol):
    """Whoever leads the conversation about orders and questions (Rasa)."""

    def turn(self, message: dict[str, Any], timeout_s: float) -> DialogueAnswer:
        """Raises DialogueUnavailable."""
        ...


class Handovers(Protocol):
    """Brings a person into play."""

    def request(self, turn: "Turn", reason: str, kind: str = "person", summary: Any = None) -> Reply:
        """Write the case with its packet first, then say what happens next."""
        ...

    def call_back(self, turn: "Turn", lead: Sentence | None) -> Reply:
        """Arrange a call back for who waits for a person already."""
        ...

    def pictures(self, turn: "Turn") -> str | None:
        """Put this turn's pictures to the caller's open case about goods; its number, None without one."""
        ...


class Receipts(Protocol):
    """Sends the caller what must be confirmed in writing."""

    def send(self, turn: "Turn", receipt: dict[str, Any]) -> Sentence | None:
        """The receipt of a declaration, the best way there is; a sentence if the caller should hear of it."""
        ...


class SendsCodes(Protocol):
    """Sends one-time codes to stored contacts."""

    def send(self, turn: "Turn", request: dict[str, Any]) -> Sentence | None:
        """Send the code asked for; the sentence says where it went, None that none could be sent."""
        ...


class Delicate(Protocol):
    """Hears what needs a person before anything else does, whatever state the conversation is in."""

    def heard(self, turn: "Turn") -> None:
        """Look at the words, remember every flag; never fails."""
        ...

    def react(self, turn: "Turn") -> Reply | None:
        """What to say to what was just heard; None when there is nothing to react to."""
        ...


class WaitingRoom(Protocol):
    """Answers callers who wait for a person."""

    def answer(self, turn: "Turn") -> Reply | None:
        """The next thing a waiting caller hears; None for who does not wait."""
        ...


class Hints(Protocol):
    """What experts who read along tell the bot."""

    def take(self, conversation_id: str, kind: Kind, turn: int, now: datetime) -> Hint | None:
        """The next hint for this conversation, taken by this turn; None without one."""
        ...


class NoHints:
    """Nobody reads along."""

    def take(self, conversation_id: str, kind: Kind, turn: int, now: datetime) -> Hint | None:
        """None."""
        return None


Answering = Callable[["Turn"], Reply | None]


@dataclass(frozen=True)
class Services:
    """What every turn may use; `questions` answers the hotline's own questions by their kind."""

    understand: Understand
    dialogue: Dialogue
    handovers: Handovers
    receipts: Receipts
    codes: SendsCodes
    customers_with_phone: Callable[[str], tuple[str, ...]]
    phrases: Phrases
    clock: Clock
    questions: Mapping[str, Answering]
    delicate: Delicate
    waiting: WaitingRoom
    prefixes: tuple[str, ...] = ("WM",)
    # How many earlier conversations of the last days were about the same wish and order; excluding this one.
    earlier_contacts: Callable[[str, str, str], int] = lambda conversation_id, wish, order: 0
    # Confirmations are looked for all the time; this only makes it sooner.
    wake_confirmations: Callable[[], None] = lambda: None
    hints: Hints = field(default_factory=NoHints)
    models: Models = field(default_factory=OneModel)


@dataclass
class Turn:
    """The turn under way. `deadline` is monotonic seconds; what is left of it bounds every wait."""

    conversation: Conversation
    heard: Heard
    services: Services
    deadline: float
    understanding: Understanding | None = None
    # As the caller's own words were understood; `understanding` moves on to lost words and second wishes.
    heard_as: Understanding | None = None
    failure: str | None = None
    legal: list[Sentence] = field(default_factory=list)
    flags: tuple[Flag, ...] = ()
    # Said at the end of whatever is answered.
    afterwards: list[Sentence] = field(default_factory=list)
    timings: dict[str, float] = field(default_factory=dict)
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Which models answer is settled when the turn begins."""
        self.models = AskedModels(self.services.models, self.conversation.model_version)
        # What the caller was asked for when they said this; the turn moves it on.
        self.asked_for = self.conversation.memory.expecting

    @property
    def memory(self) -> Memory:
        """What the conversation remembers."""
        return self.conversation.memory

    @property
    def intent(self) -> str | None:
        """What the caller wants; None while it is only guessed at."""
        meant = self.understanding
        return meant.intent if meant and meant.route != "clarify" else None

    def time_left(self) -> float:
        """Seconds until this turn must be answered."""
        return self.deadline - time.monotonic()

    def timed(self, name: str, started: float) -> None:
        """Note how long a part took, in milliseconds; parts done twice add up."""
        spent = (time.monotonic() - started) * 1000
        self.timings[name] = round(self.timings.get(name, 0) + spent, 2)

    def note(self, what: str, data: Mapping[str, Any] | None = None) -> None:
        """An event to be written with the turn."""
        self.events.append((what, dict(data or {})))

    def say(self, key: str, **values: Any) -> Sentence:
        """A sentence of ours in the caller's language."""
        talk = self.conversation
        return Sentence(self.services.phrases.say(key, talk.language, talk.channel, **values), talk.language)

    def words(self, text: str) -> Sentence:
        """A sentence the dialogue made, in the caller's language."""
        return Sentence(text, self.conversation.language)

    def reply(self, *sentences: Sentence, expecting: str | None = None, ends: bool = False) -> Reply:
        """An answer that leaves no question of ours open."""
        self.memory.question = None
        return Reply(sentences, expecting=expecting, ends=ends)

    def ask(self, *sentences: Sentence, kind: str, expecting: str | None = None, **data: Any) -> Reply:
        """An answer that ends in a question of ours, answered by the handler for `kind`."""
        self.memory.question = {"kind": kind, **data}
        return Reply(sentences, expecting=expecting)

    def understand(self, text: str) -> Understanding:
        """What `text` means here and now; raises DialogueUnavailable."""
        started = time.monotonic()
        try:
            understand = self.services.understand
            return self.models.ask(lambda model: understand(text, self.question(model), self.time_left()))
        finally:
            self.timed("understand", started)

    def tell_dialogue(self, message: Mapping[str, Any]) -> DialogueAnswer:
        """One turn of the dialogue, within the time left; raises DialogueUnavailable."""
        started = time.monotonic()
        dialogue = self.services.dialogue
        try:
            return self.models.ask(lambda model: dialogue.turn(_with(message, model), self.time_left()))
        finally:
            self.timed("dialogue", started)

    def question(self, model: str | None = None) -> Question:
        """The circumstances the caller's words are heard in, by which of Rasa's models."""
        talk = self.conversation
        today = self.services.clock.now().date()
        expecting, region = self.memory.expecting, region_of(talk.caller)
        return Question(talk.language, talk.channel, today, expecting, region, model)


def _with(message: Mapping[str, Any], model: str | None) -> dict[str, Any]:
    return {**message, "model": model} if model else dict(message)


def region_of(number: str | None) -> str:
    """The country a number belongs to, Germany when it tells nothing."""
    if not number:
        return "DE"
    try:
        code = phonenumbers.parse(number).country_code or 49
    except phonenumbers.NumberParseException:
        return "DE"
    # By the country code alone: a number libphonenumber calls invalid still comes from somewhere.
    return phonenumbers.region_code_for_country_code(code)
