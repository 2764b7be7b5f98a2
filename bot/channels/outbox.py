"""Text messages we owe: written down first, sent by a worker, tried again when that may help."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, Engine, RowMapping, bindparam, insert, select, update

from bot.channels.worker import Worker
from bot.clock import system_time
from bot.errors import CarrierUnavailable
from bot.store.contact_safety import is_protected
from bot.store.database import table_of
from bot.store.tables import OptOutRow, OutgoingMessageRow

log = structlog.get_logger(__name__)

MESSAGES = table_of(OutgoingMessageRow)
OPT_OUTS = table_of(OptOutRow)

TRIES, AT_ONCE = 5, 50
FIRST_WAIT = timedelta(seconds=5)
IDLE_S = 5.0
# Asked every few seconds: worded once.
DUE = (
    select(MESSAGES)
    .where(MESSAGES.c.status == "waiting", MESSAGES.c.next_try_at <= bindparam("moment"))
    .order_by(MESSAGES.c.id)
    .limit(AT_ONCE)
)
# What arrives later in this list never goes back to something earlier.
RANKS = ("waiting", "queued", "sending", "sent", "delivered", "read", "undelivered", "failed", "refused")
NOT_ARRIVED = ("undelivered", "failed")
FINAL = ("delivered", "read", "undelivered", "failed", "refused")

# What must not stay readable once it is the carrier's.
SECRET = frozenset({"one_time_code", "order_confirmation"})

# A word to our own people about a case; never to or about a caller's number.
STAFF_ALERT = "staff_alert"
# An expert's answer: written only to who may be written to, or has just written themselves (thread_texts.py).
EXPERT_REPLY = "expert_reply"

Send = Callable[[str, str], str]
# Told of a message that will not arrive: conversation id and purpose.
GivenUp = Callable[[str | None, str], None]


class MessageRefused(Exception):
    """The carrier will never take this message; `code` is its error code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Outbox:
    """`send(to, body)` gives the message sid, or raises MessageRefused or CarrierUnavailable."""

    def __init__(self, engine: Engine, send: Send, given_up: GivenUp | None = None) -> None:
        self._engine = engine
        self._send = send
        self._tell = given_up
        self.worker = Worker("outbox", self._work)

    def put(self, to: str, body: str, purpose: str, conversation_id: str | None) -> bool:
        """Owe somebody a message; False when they asked for none."""
        return self.owe(to, body, purpose, conversation_id) is not None

    def owe(self, to: str, body: str, purpose: str, conversation_id: str | None) -> int | None:
        """The same; gives the message's id, to ask for its status by."""
        now = system_time()
        values = {"to": to, "body": body, "purpose": purpose, "conversation_id": conversation_id}
        with self._engine.begin() as db:
            if _has_opted_out(db, to) or _endangers(db, to, purpose, conversation_id):
                return None
            owed = insert(MESSAGES).values(status="waiting", next_try_at=now, created_at=now, **values)
            message_id: int = db.execute(owed.returning(MESSAGES.c.id)).scalar_one()
        self.worker.wake()
        return message_id

    def status_of(self, message_id: int) -> str | None:
        """Where a message stands; None for one that does not exist."""
        with self._engine.connect() as db:
            status: str | None = db.execute(
                select(MESSAGES.c.status).where(MESSAGES.c.id == message_id)
            ).scalar()
        return status

    def send_due(self) -> int:
        """Send everything due; returns how many were tried."""
        due = self._due(system_time())
        for row in due:
            self._try(row)
        return len(due)

    def status(self, message_sid: str, status: str, error_code: str | None) -> None:
        """What the carrier says of a message, in whatever order it says it."""
        earlier = RANKS[: RANKS.index(status)] if status in RANKS else ()
        changed = [name for name in earlier if name not in FINAL]
        query = update(MESSAGES).where(MESSAGES.c.message_sid == message_sid, MESSAGES.c.status.in_(changed))
        with self._engine.begin() as db:
            news = db.execute(query.values(status=status, error_code=error_code)).rowcount
            row = db.execute(select(MESSAGES).where(MESSAGES.c.message_sid == message_sid)).mappings().first()
        if row and news and status in NOT_ARRIVED:
            self._give_up(row)

    def _work(self) -> float:
        self.send_due()
        return IDLE_S

    def _due(self, now: datetime) -> list[RowMapping]:
        with self._engine.connect() as db:
            return list(db.execute(DUE, {"moment": now}).mappings())

    def _try(self, row: RowMapping) -> None:
        if not self._claim(row):
            return
        if unwanted := self._unwanted(row):
            self._mark(row, status="refused", error_code=unwanted)
            self._give_up(row)
            return
        try:
            self._mark(row, status="queued", message_sid=self._send(row["to"], row["body"]))
        except MessageRefused as refused:
            log.warning("message_refused", code=refused.code, purpose=row["purpose"])
            self._mark(row, status="refused", error_code=refused.code)
            self._give_up(row)
        except CarrierUnavailable:
            self._again_later(row)
        except Exception as error:
            # One message nobody foresaw must not hold up the others.
            log.error("message_failed", fault=type(error).__name__, purpose=row["purpose"])
            self._again_later(row)

    def _claim(self, row: RowMapping) -> bool:
        """Only one process sends a message; a claim that dies is tried again after a minute."""
        later = system_time() + timedelta(minutes=1)
        mine = update(MESSAGES).where(
            MESSAGES.c.id == row["id"], MESSAGES.c.next_try_at == row["next_try_at"]
        )
        with self._engine.begin() as db:
            return db.execute(mine.values(next_try_at=later, attempts=row["attempts"] + 1)).rowcount == 1

    def _unwanted(self, row: RowMapping) -> str | None:
        """Asked again just before sending: the wish may be younger than the message."""
        with self._engine.connect() as db:
            if _has_opted_out(db, row["to"]):
                return "opted_out"
            return "unsafe" if _endangers(db, row["to"], row["purpose"], row["conversation_id"]) else None

    def _give_up(self, row: RowMapping) -> None:
        """Let whoever owes the message know that it will not arrive."""
        if self._tell:
            self._tell(row["conversation_id"], row["purpose"])

    def _again_later(self, row: RowMapping) -> None:
        tried = row["attempts"] + 1
        if tried >= TRIES:
            self._mark(row, status="failed")
            self._give_up(row)
        else:
            self._mark(row, next_try_at=system_time() + FIRST_WAIT * 2**tried)

    def _mark(self, row: RowMapping, **values: object) -> None:
        if row["purpose"] in SECRET and "status" in values:
            values["body"] = ""
        with self._engine.begin() as db:
            db.execute(update(MESSAGES).where(MESSAGES.c.id == row["id"]).values(**values))


def _has_opted_out(db: Connection, phone: str) -> bool:
    return db.execute(select(OPT_OUTS.c.phone).where(OPT_OUTS.c.phone == phone)).first() is not None


def _endangers(db: Connection, phone: str, purpose: str, conversation_id: str | None) -> bool:
    """Whether somebody else might read it who must not; our own people are told all the same."""
    return purpose not in (STAFF_ALERT, EXPERT_REPLY) and is_protected(db, phone, conversation_id)


def opt_out(db: Connection, phone: str, word: str) -> None:
    """Send this number nothing more."""
    if not _has_opted_out(db, phone):
        db.execute(insert(OPT_OUTS).values(phone=phone, at=system_time(), word=word))


def opt_in(db: Connection, phone: str) -> str | None:
    """Messages are welcome again; gives the word that had ended them."""
    word: str | None = db.execute(select(OPT_OUTS.c.word).where(OPT_OUTS.c.phone == phone)).scalar()
    db.execute(OPT_OUTS.delete().where(OPT_OUTS.c.phone == phone))
    return word
