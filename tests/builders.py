"""Makes what many tests need: a conversation, a turn with stand-ins, an understanding."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.channels.order_confirmations import OrderConfirmations, Texts
from bot.channels.outbox import Outbox, Send
from bot.channels.receipts import TextReceipts
from bot.channels.run_turn import TurnRunner
from bot.channels.sms.threads import Threads
from bot.channels.unsaved import Unsaved
from bot.channels.voice.call_status import CallStatuses
from bot.channels.voice.calls import Calls
from bot.channels.worker import Worker
from bot.clock import FixedClock
from bot.conversation.record import Record
from bot.conversation.state import Conversation, Heard, Reply, Sentence
from bot.conversation.take_turn import take_turn
from bot.conversation.turn import Services, Turn
from bot.errors import CallGone, CarrierUnavailable, DialogueUnavailable, ModelUnavailable
from bot.handover.calling_hours import CallingHours
from bot.handover.cases import Cases
from bot.handover.delicate import Look
from bot.handover.promises import Promises
from bot.handover.routing_file import load_routing
from bot.metrics import Metrics
from bot.phrases.catalogue import Phrases
from bot.settings import Settings
from bot.shop.knowledge import load_knowledge
from bot.shop.sql_shop import SqlShop
from bot.understanding.delicate.flags import Flag
from bot.understanding.entities import Entity
from bot.understanding.rasa_client import DialogueAnswer, Parse
from bot.understanding.understand import Understand, Understanding
from bot.wiring import OWN_QUESTIONS, Hotline
from bot.wiring_callbacks import CallbackSide, Customers, build_callbacks
from bot.wiring_experts import ExpertSide, House, build_experts
from bot.wiring_handover import Bridge, Handover, build_handover
from bot.wiring_staff import build_staff
from bot.wiring_threads import Messages, ThreadSide, build_threads

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
CALLER = "+491713920001"


@dataclass
class ScriptedRasa:
    """Stands in for Rasa: intents by text, dialogue answers in order; None fails."""

    intents: dict[str, list[tuple[str, float]]] = field(default_factory=dict)
    answers: list[DialogueAnswer | None] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    # The names of models it was asked to load; `missing` are those it cannot.
    warmed: list[str] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)

    def on(self, model: str) -> "ScriptedRasa":
        """Every model understands the same."""
        if model in self.missing:
            raise ModelUnavailable("scripted")
        return self

    def warm(self, model: str, timeout_s: float = 1.0) -> None:
        """Load a model."""
        if model in self.missing:
            raise ModelUnavailable("scripted")
        self.warmed.append(model)

    def loaded(self) -> frozenset[str]:
        """What it was asked to load."""
        return frozenset(self.warmed)

    def parse(self, texts: list[str], language: str, channel: str, timeout_s: float) -> list[Parse]:
        """The scripted intents; unknown texts are out of scope."""
        return [self._parse(text) for text in texts]

    def turn(self, message: dict[str, Any], timeout_s: float) -> DialogueAnswer:
        """The next scripted answer."""
        if message.get("model") in self.missing:
            raise ModelUnavailable("scripted")
        self.asked.append(message)
        answer = self.answers.pop(0) if self.answers else None
        if answer is None:
            raise DialogueUnavailable("scripted")
        return answer

    def ready(self) -> bool:
        """Always."""
        return True

    def _parse(self, text: str) -> Parse:
        ranking = self.intents.get(text, [("other_topic", 0.1), ("greet", 0.09)])
        return Parse(text, ranking[0][0], ranking[0][1], tuple(ranking))


@dataclass
class NotedHandovers:
    """Stands in for the handover: remembers what was requested."""

    requests: list[tuple[str, str]] = field(default_factory=list)

    def request(self, turn: Turn, reason: str, kind: str = "person", summary: Any = None) -> Reply:
        """Say the case number and nothing else."""
        self.requests.append((reason, kind))
        return turn.reply(turn.say("case_noted", case="4711"))

    def call_back(self, turn: Turn, lead: Sentence | None) -> Reply:
        """The same as any request."""
        return self.request(turn, "asked_for_callback", "callback")

    def pictures(self, turn: Turn) -> str | None:
        """There is no case they could belong to."""
        return None


class NothingDelicate:
    """Stands in for the delicate gate: hears nothing."""

    def heard(self, turn: Turn) -> None:
        """Nothing."""

    def react(self, turn: Turn) -> Reply | None:
        """To nothing."""
        return None


class NobodyWaits:
    """Stands in for the waiting room: empty."""

    def answer(self, turn: Turn) -> Reply | None:
        """Nobody is in it."""
        return None


@dataclass
class NotedReceipts:
    """Stands in for receipts."""

    sent: list[dict[str, Any]] = field(default_factory=list)

    def send(self, turn: Turn, receipt: dict[str, Any]) -> None:
        """Remember it."""
        self.sent.append(receipt)


@dataclass
class NotedCodes:
    """Stands in for one-time codes."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    works: bool = True

    def send(self, turn: Turn, request: dict[str, Any]) -> Sentence | None:
        """Remember the request; the number ends in 47."""
        self.asked.append(request)
        return turn.say("code_by_text", ending="47") if self.works else None


def conversation(**changes: Any) -> Conversation:
    """A German phone call from a mobile number."""
    values: dict[str, Any] = {
        "id": "11111111-1111-4111-8111-111111111111",
        "channel": "voice",
        "language": "de",
        "caller": CALLER,
        "called": "+4930901820",
        "started_at": NOW,
        "last_at": NOW,
    }
    return Conversation(**{**values, **changes})


def services(rasa: ScriptedRasa | None = None, **changes: Any) -> Services:
    """Services with stand-ins for everything outside."""
    stand_in = rasa or ScriptedRasa()
    nobody: Callable[[str], tuple[str, ...]] = lambda number: ()  # noqa: E731
    values: dict[str, Any] = {
        "understand": Understand(stand_in),
        "dialogue": stand_in,
        "handovers": NotedHandovers(),
        "receipts": NotedReceipts(),
        "codes": NotedCodes(),
        "customers_with_phone": nobody,
        "phrases": Phrases(company="Muster & Co."),
        "clock": FixedClock(NOW),
        "questions": dict(OWN_QUESTIONS),
        "delicate": NothingDelicate(),
        "waiting": NobodyWaits(),
    }
    return Services(**{**values, **changes})


def turn(heard: Heard | None = None, talk: Conversation | None = None, given: Services | None = None) -> Turn:
    """A turn under way with plenty of time."""
    return Turn(talk or conversation(), heard or Heard("hallo"), given or services(), time.monotonic() + 5)


def understood(intent: str | None, *entities: Entity, text: str = "", route: Any = "bot") -> Understanding:
    """An understanding as the model would give it."""
    return Understanding(text, intent, 0.9, route, "model", ((intent or "", 0.9),), entities)


def entity(name: str, value: str) -> Entity:
    """A value heard."""
    return Entity(name, value, 0, len(value), value, 1.0, (value,), "spoken")


def said(text: str, expecting: str | None = None, form: str | None = None, **custom: Any) -> DialogueAnswer:
    """A dialogue answer with one sentence and possibly one custom payload."""
    messages: list[dict[str, Any]] = [{"response": None, "text": text}]
    if custom:
        messages.append({"custom": custom})
    return DialogueAnswer(tuple(messages), {}, form, expecting, False, "model")


def today() -> date:
    """The day it is in these tests."""
    return NOW.date()


def sure(intent: str, confidence: float = 0.9) -> list[tuple[str, float]]:
    """What the model gives for a sentence it is certain of."""
    return [(intent, confidence), ("greet", round((1 - confidence) / 4, 3))]


def say(talk: Conversation, given: Services, *words: str) -> list[Reply]:
    """All replies to the words, one turn each; an empty string is silence."""
    return [take_turn(talk, Heard(text or None), given, 5)[0] for text in words]


def press(talk: Conversation, given: Services, *keys: str) -> list[Reply]:
    """All replies to the keys, one turn each."""
    return [take_turn(talk, Heard(keys=pressed), given, 5)[0] for pressed in keys]


def services_on(engine: Engine, rasa: ScriptedRasa | None = None, **changes: Any) -> Services:
    """Services whose handover and receipts are the real ones, on this database."""
    people = handover_on(engine)
    values: dict[str, Any] = {
        "handovers": people.requests,
        "receipts": TextReceipts(Outbox(engine, never_send)),
        "questions": {**OWN_QUESTIONS, **people.questions},
        "delicate": people.delicate,
        "waiting": people.waiting,
    }
    return services(rasa, **{**values, **changes})


def handover_on(engine: Engine, look: Look = lambda text, language: (), **changes: Any) -> Handover:
    """The real handover on this database, with a gate that sees what `look` gives for a text."""
    bridge = Bridge(lambda conversation_id: None, lambda: None)
    return build_handover(engine, Cases(engine, Record(engine)), changes.get("bridge", bridge), look)


def flag(code: str, level: Any = "clear", quote: str = "") -> Flag:
    """A flag as the gate would give it."""
    return Flag(code, level, quote or code, "model", 0.9)


def never_send(to: str, body: str) -> str:
    """A carrier nobody should have reached."""
    raise AssertionError("a message was sent")


def recorded(engine: Engine, **changes: Any) -> Conversation:
    """A conversation that is in the record already."""
    talk = conversation(**changes)
    Record(engine).begin(talk)
    return talk


def runner_on(engine: Engine, given: Services, budget_s: float = 2.0) -> TurnRunner:
    """Runs turns on this database."""
    return TurnRunner(Record(engine), given, Metrics(), budget_s)


class WorkedByHand(Worker):
    """Works when a test says so, not in a thread of its own."""

    def start(self) -> None:
        """Nothing; call its work."""


class SentByHand(OrderConfirmations):
    """Sends when a test says so, not by a thread of its own."""

    def start(self) -> None:
        """Nothing; call `send_due`."""


def confirmations_on(engine: Engine, given: Services, outbox: Outbox) -> SentByHand:
    """Confirmations of the orders in this database."""
    ordering, record = SqlShop(engine, NOW.tzinfo).ordering, Record(engine)  # type: ignore[arg-type]
    texts = Texts(given.phrases, given.clock)
    return SentByHand(ordering, outbox, "https://hotline.example", record.caller_of, texts)


def hotline_on(
    engine: Engine, folder: Path, given: Services | None = None, send: Send = never_send
) -> Hotline:
    """The parts the web application serves, on this database, with Rasa and the carrier stood in for."""
    parts, record, base = given or services_on(engine), Record(engine), "https://hotline.example"
    runner, outbox = runner_on(engine, parts), Outbox(engine, send)
    house, side = experts_on(engine, parts)
    return Hotline(
        calls=Calls(record, runner, parts, base),
        statuses=CallStatuses(engine),
        threads=Threads(record, runner, parts, engine, timedelta(hours=12)),
        outbox=outbox,
        confirmations=confirmations_on(engine, parts, outbox),
        promises=WorkedByHand("promises", lambda: 1.0),
        experts=side,
        callbacks=callbacks_on(engine, house, side, outbox),
        desk=desk_on(engine, parts),
        ordering=SqlShop(engine, NOW.tzinfo).ordering,  # type: ignore[arg-type]
        unsaved=Unsaved(folder, parts.clock),
        phrases=parts.phrases,
        metrics=Metrics(),
        checks={},
        staff=build_staff(engine, parts.clock, settings()),
        pages=(),
    )


class NoPhones:
    """A carrier through which nobody can be called."""

    def call(self, to: str, url: str, status_url: str, timeout: int) -> str:
        """Nobody is there to be called in these tests."""
        raise CarrierUnavailable("no phones here")

    def move(self, call_sid: str, url: str) -> None:
        """There is no such call."""
        raise CallGone("no phones here")


def experts_on(engine: Engine, given: Services) -> tuple[House, ExpertSide]:
    """The experts' side on this database; the dispatcher runs only when the application starts it."""
    phones: Any = NoPhones()
    house = House(engine, phones, phones, given.phrases, given.clock, "https://hotline.example")
    side = build_experts(house)
    return house, replace(side, worker=WorkedByHand("dispatcher", side.dispatcher.work))


def desk_on(engine: Engine, given: Services) -> ThreadSide:
    """Text threads on this database; looked after only when a test says so."""
    routing = load_routing(load_knowledge().experts)
    messages = Messages(lambda: None, lambda case, priority: None)
    made = build_threads(engine, Cases(engine, Record(engine)), given, routing, messages)
    return replace(made, worker=WorkedByHand("threads", made.watch.work))


def callbacks_on(engine: Engine, house: House, side: ExpertSide, outbox: Outbox) -> CallbackSide:
    """Call backs on this database; they run only when a test says so."""
    record, knowledge = Record(engine), load_knowledge()
    hours = CallingHours(knowledge.experts, knowledge.callbacks)
    promises, cases = Promises(engine, record), Cases(engine, record)
    customers = Customers(promises, cases, hours, lambda text, language: (), outbox.put, "+4930901820")
    made = build_callbacks(house, side, customers)
    return replace(made, worker=WorkedByHand("callbacks", lambda: made.watch.work(house.clock.now())))


def environ(**changes: str) -> dict[str, str]:
    """The least a hotline must be told, with a carrier on loopback."""
    values = {
        "TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000001",
        "TWILIO_AUTH_TOKEN": "12345",
        "TWILIO_API_BASE_URL": "http://127.0.0.1:8090",
        "HOTLINE_NUMBER": "+4930901820",
        "RASA_TOKEN": "secret",
        "SECRET_KEY": "a-key-for-tests",
        "PUBLIC_BASE_URL": "https://hotline.example",
    }
    return values | changes


def settings(**changes: str) -> Settings:
    """Valid settings, but for the changes."""
    return Settings.from_environ(environ(**changes))
