"""Whether our call backs are answered; hardly any is a sign that our number is blocked or shown as spam."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select

from bot.clock import Clock
from bot.conversation.record import CONVERSATIONS, EVENTS
from bot.handover.dialling import CALLBACK
from bot.handover.outbound_facts import DIALS, STATUSES

LAST = 20
LEAST = 0.2
LOOK_AGAIN_S = 60.0
ANSWERED = "completed"
# What the carrier says at the end of a call that we did not take back ourselves.
ENDED = (ANSWERED, "busy", "no-answer", "failed")
# A machine that answers is nobody.
MAILBOX = "mailbox"
TOLD = "answer_rate_low"

# Told how many of how many calls were answered.
Alarm = Callable[[int, int], None]


def seems_blocked(answered: Sequence[bool]) -> bool:
    """By the latest calls, true for each that somebody answered; too few of them say nothing."""
    return len(answered) >= LAST and sum(answered) < LEAST * len(answered)


class AnswerRateWatch:
    """Looks all the time; those in charge are told once a day at most, and only after another call."""

    def __init__(self, engine: Engine, clock: Clock, alarm: Alarm) -> None:
        self._engine = engine
        self._clock = clock
        self._alarm = alarm

    def work(self) -> float:
        """Tell them if need be; says in how many seconds to look again."""
        now = self._clock.now()
        with self._engine.connect() as db:
            calls, told = _latest(db), _last_told(db)
        answered = [was for _, was in calls]
        if seems_blocked(answered) and (told is None or _news(told, calls[0][0], now)):
            self._alarm(sum(answered), len(answered))
            self._note(sum(answered), len(answered), now)
        return LOOK_AGAIN_S

    def _note(self, answered: int, calls: int, now: datetime) -> None:
        row = {"at": now, "conversation_id": None, "who": "hotline", "what": TOLD}
        with self._engine.begin() as db:
            db.execute(insert(EVENTS).values(data={"answered": answered, "calls": calls}, **row))


def _latest(db: Connection) -> list[tuple[datetime, bool]]:
    """When each call was made and whether a person answered, the latest first."""
    joined = DIALS.join(STATUSES, STATUSES.c.call_sid == DIALS.c.call_sid).outerjoin(
        CONVERSATIONS, CONVERSATIONS.c.call_sid == DIALS.c.call_sid
    )
    calls = select(DIALS.c.at, STATUSES.c.status, CONVERSATIONS.c.closed_because).select_from(joined)
    ended = calls.where(DIALS.c.purpose == CALLBACK, STATUSES.c.status.in_(ENDED))
    rows = db.execute(ended.order_by(DIALS.c.at.desc(), DIALS.c.id.desc()).limit(LAST))
    return [(at, status == ANSWERED and because != MAILBOX) for at, status, because in rows]


def _last_told(db: Connection) -> datetime | None:
    told = select(EVENTS.c.at).where(EVENTS.c.what == TOLD).order_by(EVENTS.c.at.desc()).limit(1)
    last: datetime | None = db.execute(told).scalar()
    return last


def _news(told: datetime, last_call: datetime, now: datetime) -> bool:
    return told.astimezone(now.tzinfo).date() < now.date() and last_call > told
