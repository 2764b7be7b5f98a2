"""The conversation record: every turn and event written down as it happens, whatever Rasa remembers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Update, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.clock import system_time
from bot.conversation.owner import Owner, may_become
from bot.conversation.state import Conversation, Heard, Memory
from bot.errors import ConversationError
from bot.store.database import table_of
from bot.store.tables import ConversationRow, EventRow, TurnRow

CONVERSATIONS = table_of(ConversationRow)
TURNS = table_of(TurnRow)
EVENTS = table_of(EventRow)

SAVED = ("language", "owner", "last_at", "closed_at", "closed_because")
# Columns that are the store's own business, or read in another form.
NOT_HELD = frozenset({"busy_until", "thread", "memory", "owner"})
Event = tuple[str, Mapping[str, Any]]
# Written as soon as it is known what a conversation is about: its wish and the order.
CONTACT_ABOUT = "contact_about"


@dataclass
class TurnResult:
    """How a turn was understood and answered; times in milliseconds, `answer` as the webhook gave it."""

    said: str
    answered_at: datetime | None = None
    intent: str | None = None
    confidence: float | None = None
    route: str | None = None
    understood: dict[str, Any] = field(default_factory=dict)
    failure: str | None = None
    timings: dict[str, float] = field(default_factory=dict)
    answer: str | None = None


@dataclass(frozen=True)
class OpenTurn:
    """A turn written down; `held` says whether the conversation is ours for it."""

    number: int
    held: bool


class Repeated(ConversationError):
    """This turn was already written down: the request is a repeat. `number` says which it is."""

    def __init__(self, number: int) -> None:
        super().__init__(f"turn {number} again")
        self.number = number


class NumberTaken(ConversationError):
    """Another message of the same thread already is the turn with this number."""


class StaleConversation(ConversationError):
    """Somebody else changed the conversation meanwhile."""


class Record:
    """Reads and writes conversations; every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(
        self, conversation: Conversation, events: Sequence[Event] = (), rested_before: datetime | None = None
    ) -> None:
        """Write down a new conversation; raises Repeated(0) when its call or thread is already known.

        A thread of the same number that has not been used since `rested_before` makes room.
        """
        started = ("conversation_started", {"channel": conversation.channel})
        try:
            with self._engine.begin() as db:
                if rested_before:
                    db.execute(_make_room(conversation, rested_before))
                db.execute(insert(CONVERSATIONS).values(**_row(conversation)))
                self._append(db, conversation, (started, *events))
        except IntegrityError as error:
            raise Repeated(0) from error

    def by_id(self, conversation_id: str) -> Conversation | None:
        """The conversation with this id."""
        return self._one(CONVERSATIONS.c.id == conversation_id)

    def caller_of(self, conversation_id: str) -> str | None:
        """The number a conversation came from."""
        talk = self.by_id(conversation_id)
        return talk.caller if talk else None

    def by_call(self, call_sid: str) -> Conversation | None:
        """The conversation of this phone call."""
        return self._one(CONVERSATIONS.c.call_sid == call_sid)

    def running_thread(self, caller: str, called: str, since: datetime) -> Conversation | None:
        """The SMS thread of this number that has not rested since `since`."""
        query = (
            select(CONVERSATIONS)
            .where(CONVERSATIONS.c.channel == "sms", CONVERSATIONS.c.caller == caller)
            .where(CONVERSATIONS.c.called == called, CONVERSATIONS.c.last_at >= since)
            .where(CONVERSATIONS.c.owner != Owner.CLOSED)
            .order_by(CONVERSATIONS.c.last_at.desc())
            .limit(1)
        )
        with self._engine.connect() as db:
            row = db.execute(query).mappings().first()
        return _conversation(row) if row else None

    def open_turn(
        self, talk: Conversation, heard: Heard, number: int, hold_s: float, message_sid: str | None = None
    ) -> OpenTurn:
        """Write down what was heard before anything is done about it; raises Repeated or NumberTaken.

        The conversation is held by the machine's clock, not the hotline's: a shifted or fixed
        hotline clock must not make a hold last for ever.
        """
        values = {"conversation_id": talk.id, "number": number, "at": talk.last_at, "language": talk.language}
        values |= {"heard": heard.text, "keyed": heard.keys[:64] if heard.keys else None}
        values |= {"speech_confidence": heard.confidence, "message_sid": message_sid}
        try:
            with self._engine.begin() as db:
                db.execute(insert(TURNS).values(**values))
                held = self._hold(db, talk.id, hold_s, {"turns": number, "last_at": talk.last_at})
        except IntegrityError as error:
            raise self._why_taken(talk, number, message_sid) from error
        talk.turns = number
        return OpenTurn(number, held)

    def _why_taken(self, talk: Conversation, number: int, message_sid: str | None) -> ConversationError:
        """A repeat of this very request, or another message that was quicker."""
        same = self.turn_by_message(message_sid) if message_sid else None
        if same is not None:
            return Repeated(same["number"])
        return NumberTaken(f"turn {number}") if message_sid else Repeated(number)

    def hold(self, conversation_id: str, seconds: float) -> bool:
        """Take the conversation for one turn; False while another turn holds it."""
        with self._engine.begin() as db:
            return self._hold(db, conversation_id, seconds, {})

    def release(self, conversation_id: str) -> None:
        """Let go of a conversation that was held for nothing."""
        with self._engine.begin() as db:
            db.execute(
                update(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation_id).values(busy_until=None)
            )

    def turn_by_message(self, message_sid: str) -> RowMapping | None:
        """The turn an SMS led to."""
        return self._turn(TURNS.c.message_sid == message_sid)

    def turn(self, conversation_id: str, number: int) -> RowMapping | None:
        """One turn."""
        return self._turn((TURNS.c.conversation_id == conversation_id) & (TURNS.c.number == number))

    def turns_of(self, conversation_id: str) -> list[RowMapping]:
        """All turns so far, oldest first."""
        query = select(TURNS).where(TURNS.c.conversation_id == conversation_id).order_by(TURNS.c.number)
        with self._engine.connect() as db:
            return list(db.execute(query).mappings())

    def close_turn(
        self, talk: Conversation, number: int, result: TurnResult, events: Sequence[Event]
    ) -> None:
        """Write down the answer and the conversation's new state, and let go of it."""
        with self._engine.begin() as db:
            self._save(talk, db)
            self._write_answer(db, talk, number, result, events)

    def close_turn_alone(
        self, talk: Conversation, number: int, result: TurnResult, events: Sequence[Event]
    ) -> None:
        """Write down the answer of a turn whose conversation meanwhile went its own way."""
        let_go = update(CONVERSATIONS).where(CONVERSATIONS.c.id == talk.id).values(busy_until=None)
        with self._engine.begin() as db:
            self._write_answer(db, talk, number, result, (*events, ("state_overtaken", {"turn": number})))
            db.execute(let_go)

    def end(self, talk: Conversation, because: str, at: datetime) -> None:
        """Close a conversation from outside a turn, whatever a running turn still does."""
        closed = {"owner": Owner.CLOSED, "closed_at": at, "closed_because": because}
        open_row = update(CONVERSATIONS).where(
            CONVERSATIONS.c.id == talk.id, CONVERSATIONS.c.owner != Owner.CLOSED
        )
        with self._engine.begin() as db:
            changed = db.execute(open_row.values(version=CONVERSATIONS.c.version + 1, **closed))
            if changed.rowcount:
                self._append(db, talk, [("conversation_closed", {"because": because})])

    def give(self, conversation_id: str, owner: Owner, because: str, at: datetime) -> bool:
        """Change the owner from outside a turn, whatever a running turn still does; False when it may not."""
        this = (CONVERSATIONS.c.id == conversation_id) & CONVERSATIONS.c.owner.in_(may_become(owner))
        given = update(CONVERSATIONS).where(this).values(owner=owner, version=CONVERSATIONS.c.version + 1)
        event = {"at": at, "conversation_id": conversation_id, "who": "hotline", "what": "owner_changed"}
        with self._engine.begin() as db:
            if changed := db.execute(given).rowcount == 1:
                db.execute(insert(EVENTS).values(data={"to": owner.value, "because": because}, **event))
        return changed

    def earlier_contacts(self, conversation_id: str, wish: str, order: str, since: datetime) -> int:
        """How many other conversations since then were about this wish and this order."""
        same = (EVENTS.c.data["wish"].as_string() == wish) & (EVENTS.c.data["order"].as_string() == order)
        about = select(func.count(EVENTS.c.conversation_id.distinct())).where(
            EVENTS.c.what == CONTACT_ABOUT, EVENTS.c.at >= since, same
        )
        with self._engine.connect() as db:
            found: int = db.execute(about.where(EVENTS.c.conversation_id != conversation_id)).scalar_one()
        return found

    def note(self, at: datetime, what: str, data: Mapping[str, Any]) -> None:
        """Append an event that belongs to no conversation."""
        row = {"at": at, "conversation_id": None, "who": "caller", "what": what, "data": dict(data)}
        with self._engine.begin() as db:
            db.execute(insert(EVENTS).values(**row))

    def event(
        self, talk: Conversation, who: str, what: str, data: Mapping[str, Any], db: Connection | None = None
    ) -> None:
        """Append one event, in the given transaction or in its own."""
        if db is not None:
            self._append(db, talk, [(what, data)], who)
            return
        with self._engine.begin() as own:
            self._append(own, talk, [(what, data)], who)

    @staticmethod
    def _hold(db: Connection, conversation_id: str, seconds: float, values: dict[str, Any]) -> bool:
        now = system_time()
        mine = update(CONVERSATIONS).where(CONVERSATIONS.c.id == conversation_id)
        free = mine.where(or_(CONVERSATIONS.c.busy_until.is_(None), CONVERSATIONS.c.busy_until < now))
        if db.execute(free.values(busy_until=now + timedelta(seconds=seconds), **values)).rowcount == 1:
            return True
        if values:
            db.execute(mine.values(**values))
        return False

    @staticmethod
    def _save(talk: Conversation, db: Connection) -> None:
        values = {name: getattr(talk, name) for name in SAVED}
        as_known = (CONVERSATIONS.c.id == talk.id) & (CONVERSATIONS.c.version == talk.version)
        values |= {"version": talk.version + 1, "memory": talk.memory.to_json(), "busy_until": None}
        if db.execute(update(CONVERSATIONS).where(as_known).values(**values)).rowcount != 1:
            raise StaleConversation(talk.id)
        talk.version += 1

    def _write_answer(
        self, db: Connection, talk: Conversation, number: int, result: TurnResult, events: Sequence[Event]
    ) -> None:
        this = (TURNS.c.conversation_id == talk.id) & (TURNS.c.number == number)
        values = vars(result) | {"answered_at": result.answered_at or talk.last_at}
        db.execute(update(TURNS).where(this).values(**values))
        self._append(db, talk, events)

    @staticmethod
    def _append(db: Connection, talk: Conversation, events: Sequence[Event], who: str = "hotline") -> None:
        rows = [
            {"at": talk.last_at, "conversation_id": talk.id, "who": who, "what": what, "data": dict(data)}
            for what, data in events
        ]
        if rows:
            db.execute(insert(EVENTS), rows)

    def _turn(self, condition: Any) -> RowMapping | None:
        with self._engine.connect() as db:
            return db.execute(select(TURNS).where(condition)).mappings().first()

    def _one(self, condition: Any) -> Conversation | None:
        with self._engine.connect() as db:
            row = db.execute(select(CONVERSATIONS).where(condition)).mappings().first()
        return _conversation(row) if row else None


def _row(talk: Conversation) -> dict[str, Any]:
    names = ("id", "channel", "caller", "called", "call_sid", "started_at", "turns", *SAVED)
    values = {name: getattr(talk, name) for name in names}
    return values | {"version": 0, "thread": _thread(talk), "memory": talk.memory.to_json()}


def _thread(talk: Conversation) -> str | None:
    return f"{talk.caller}>{talk.called}" if talk.channel == "sms" else None


def _make_room(talk: Conversation, rested_before: datetime) -> Update:
    over = or_(CONVERSATIONS.c.last_at < rested_before, CONVERSATIONS.c.owner == Owner.CLOSED)
    return update(CONVERSATIONS).where(CONVERSATIONS.c.thread == _thread(talk), over).values(thread=None)


def _conversation(row: RowMapping) -> Conversation:
    values = {name: value for name, value in row.items() if name not in NOT_HELD}
    return Conversation(**values, owner=Owner(row["owner"]), memory=Memory.from_json(row["memory"]))
