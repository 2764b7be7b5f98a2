"""A conversation as the hotline holds it during a turn."""

from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

from bot.conversation.owner import Owner, check_change

Channel = Literal["voice", "sms"]
Language = Literal["de", "en"]


@dataclass(frozen=True)
class Sentence:
    """Something said to the caller, in one language; values stand in [[kind:value]] markup."""

    text: str
    language: Language


@dataclass(frozen=True)
class Room:
    """Where caller and expert meet: the conference, and the expert's call it belongs to.

    `ends`: when the expert leaves it, it is over for all.
    """

    name: str
    expert_call: str
    ends: bool = True


@dataclass(frozen=True)
class Reply:
    """One answer: legal sentences first (never interrupted), then the rest, then what is awaited.

    `aside` marks words about the conversation itself ("slower now"): "repeat" goes back behind them.
    `hints` are words likely in the answer, beyond those its kind always has. `patience` is how many seconds
    silence may last, for who waits for a person; `join` puts the caller through, `voicemail` records them.
    """

    sentences: tuple[Sentence, ...]
    legal: tuple[Sentence, ...] = ()
    expecting: str | None = None
    ends: bool = False
    aside: bool = False
    hints: tuple[str, ...] = ()
    patience: int | None = None
    join: Room | None = None
    voicemail: bool = False

    def text(self) -> str:
        """All of it as one line of markup text, for the record."""
        return " ".join(sentence.text for sentence in (*self.legal, *self.sentences))


@dataclass(frozen=True)
class Heard:
    """What came from the caller in one turn; nothing at all means silence, or an empty message.

    `pictures` are addresses at the carrier; the hotline itself never opens them.
    """

    text: str | None = None
    keys: str | None = None
    confidence: float | None = None
    pictures: tuple[str, ...] = ()

    @property
    def silent(self) -> bool:
        """Neither a word nor a key."""
        return not self.text and not self.keys


@dataclass
class Memory:
    """What a conversation remembers between turns; stored as JSON.

    `expecting` is the kind of answer awaited, `question` the hotline's own open question (the
    dialogue keeps its own), `later` the wishes still to be served, `attempt` how often the same
    question went unanswered, `facts` what is known so far and how, `case` what a person was asked for.
    """

    expecting: str | None = None
    # Words likely in the awaited answer: the streets of the postcode just named.
    hints: list[str] = field(default_factory=list)
    question: dict[str, Any] | None = None
    last_said: list[list[str]] = field(default_factory=list)
    later: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    caller_customers: list[str] | None = None
    disclosed: list[str] = field(default_factory=list)
    wish: str | None = None
    wish_words: str | None = None
    case: dict[str, Any] | None = None
    silences: int = 0
    misses: int = 0
    # The last words that were not understood, with their values; they count as long as there are misses.
    unclear: dict[str, Any] | None = None
    attempt: int = 0
    failures: int = 0
    slow: bool = False
    paused: bool = False
    language_chosen: bool = False
    # Sentences the open question rests on, with their token and the turn they were played in (must_hear.py).
    must_hear: dict[str, Any] | None = None
    # Delicate situations heard so far, with quote, level and turn; and the codes that are dealt with.
    flags: list[dict[str, Any]] = field(default_factory=list)
    flags_settled: list[str] = field(default_factory=list)
    # Signals that a person is needed beside the flags: irritation, repeated contact, a history of complaints.
    signals: list[dict[str, Any]] = field(default_factory=list)
    # Shorter answers, for who has lost patience.
    terse: bool = False
    # Said of themselves, once for the whole conversation: nothing is bought (child.py).
    child: bool = False
    # The dialogue is taking an order, whatever is asked in between.
    ordering: bool = False
    # What was under way when it was interrupted, to go on with it afterwards.
    interrupted: dict[str, Any] | None = None

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Memory":
        """Read back; fields this version does not know are dropped, missing ones take their default."""
        known = {item.name for item in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        return asdict(self)


@dataclass
class Conversation:
    """One phone call or SMS thread. `caller` is None when the number is withheld or unusable."""

    id: str
    channel: Channel
    language: Language
    caller: str | None
    called: str
    started_at: datetime
    last_at: datetime
    owner: Owner = Owner.BOT
    call_sid: str | None = None
    turns: int = 0
    version: int = 0
    closed_at: datetime | None = None
    closed_because: str | None = None
    # The pair of models it began with and keeps to its end.
    model_version: int | None = None
    memory: Memory = field(default_factory=Memory)

    def give_to(self, owner: Owner) -> None:
        """Change the owner; raises TransitionNotAllowed."""
        check_change(self.owner, owner)
        self.owner = owner

    def close(self, because: str, at: datetime) -> None:
        """End it for good; closing twice keeps the first reason."""
        if self.owner is not Owner.CLOSED:
            self.give_to(Owner.CLOSED)
            self.closed_at, self.closed_because = at, because
