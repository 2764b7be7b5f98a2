"""What an expert may promise at the end of a talk: a call back or an answer, when and how it can be kept."""

from dataclasses import dataclass
from datetime import date, datetime

import phonenumbers
from sqlalchemy import Connection, Engine, RowMapping, insert, select, update

from bot.conversation.record import CONVERSATIONS, EVENTS
from bot.errors import NotPossible
from bot.handover.calling_hours import CallingHours
from bot.handover.cases import Window
from bot.handover.contact_rules import RULES
from bot.handover.dialling import CALLBACK
from bot.handover.outbound_facts import Asked
from bot.handover.outbound_rules import OutboundRules, Refusal, request_of
from bot.handover.promise_written import Promised, told, write_promise
from bot.shop.opening_hours import OpeningHours, spans_from
from bot.staff.wanted import LEAST_DIGITS
from bot.store.contact_safety import is_protected

ANSWER = "answer"
KINDS = (CALLBACK, ANSWER)
# Reasons that will still hold when the time has come; others pass until then.
LASTING = (
    Refusal.NOBODY_ASKED,
    Refusal.NOT_CALLABLE,
    Refusal.CONTACT_RULE,
    Refusal.ON_HOLD,
    Refusal.QUIET_HOURS,
    Refusal.OUTSIDE_WINDOW,
)


@dataclass(frozen=True)
class FollowUp:
    """What is promised; `phone` where it is not the one known, `set_by_customer` that they named it all."""

    kind: str
    window: Window
    phone: str | None = None
    set_by_customer: bool = False


class FollowUps:
    """Makes promises within the hours people work and the ways the customer may be reached."""

    def __init__(self, engine: Engine, staffed: OpeningHours, hours: CallingHours, region: str) -> None:
        self._rules = OutboundRules(engine, hours)
        self._staffed = staffed
        self._hours = hours
        self._region = region

    def next_call(self, now: datetime) -> Window:
        """The first window that can honestly be promised."""
        return self._hours.offers.next(now)

    def next_answer(self, now: datetime) -> datetime:
        """The end of the next day people work."""
        ends = [end for start, end in spans_from(self._staffed, now) if start.date() > now.date()]
        return max(end for end in ends if end.date() == ends[0].date())

    def call(self, now: datetime, day: str, clock: str) -> Window:
        """The window that begins then (ISO day, HH:MM); raises NotPossible where nobody could call."""
        wished = _moment(day, clock, now)
        window = self._hours.offers.near(now, day, clock)
        if window.start != wished:
            raise NotPossible("callback_hours")
        return window

    def answer(self, now: datetime, day: str) -> Window:
        """From now until work ends on that day; raises NotPossible for a day on which nobody works."""
        wished = _day(day)
        if wished < now.date():
            raise NotPossible("promise_past")
        ends = [end for _, end in spans_from(self._staffed, now) if end.date() == wished]
        if not ends:
            raise NotPossible("answer_day")
        return Window(now, max(ends))

    def number(self, typed: str) -> str:
        """In E.164; raises NotPossible."""
        try:
            number = phonenumbers.parse(typed, self._region)
        except phonenumbers.NumberParseException as error:
            raise NotPossible("phone_invalid") from error
        too_short = len(str(number.national_number)) < LEAST_DIGITS
        if too_short or not phonenumbers.is_possible_number(number):
            raise NotPossible("phone_invalid")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def make(
        self, db: Connection, case: RowMapping, follow_up: FollowUp, staff_id: str, now: datetime
    ) -> int:
        """The promise's id, in the caller's transaction; `case` is locked. Raises NotPossible."""
        phone = follow_up.phone or known_number(db, case)
        if phone is None:
            raise NotPossible("no_number")
        if is_protected(db, phone, case["conversation_id"]):
            _as_set(db, case, follow_up, phone)
        window = follow_up.window
        promised = Promised(follow_up.kind, window.start, window.end, phone, staff_id)
        number = write_promise(db, case, promised, now)
        if follow_up.kind == CALLBACK:
            self._check(db, number, phone, window)
        data = told(case, promised) | {"staff": staff_id, "promise": number}
        event = {"at": now, "conversation_id": case["conversation_id"], "who": "expert", "what": "promised"}
        db.execute(insert(EVENTS).values(data=data, **event))
        return number

    def _check(self, db: Connection, number: int, phone: str, window: Window) -> None:
        """As the dialler will ask when the time has come."""
        request = request_of(number)
        asked = Asked(CALLBACK, phone, request, benefit=request)
        refused = self._rules.why_not(db, asked, window.start)
        if refused in LASTING:
            raise NotPossible(f"callback_{refusal_code(refused)}")


def refusal_code(refused: Refusal | None) -> str:
    """As in the words for it."""
    return refused.value if refused else ""


def known_number(db: Connection, case: RowMapping) -> str | None:
    """What they agreed to be called on, else what they called from."""
    allowed = case["packet"]["permissions"]
    safe = allowed["safe_contact"]
    if safe:
        return (safe["callback"] or {}).get("phone")
    caller = select(CONVERSATIONS.c.caller).where(CONVERSATIONS.c.id == case["conversation_id"])
    return allowed["callback"] or db.execute(caller).scalar()


def _as_set(db: Connection, case: RowMapping, follow_up: FollowUp, phone: str) -> None:
    """Who is in danger is called on the number and at the time they named themselves, or not at all."""
    if follow_up.kind != CALLBACK or not follow_up.set_by_customer:
        raise NotPossible("contact_rule")
    window = follow_up.window
    callback = {"phone": phone, "from": window.start.isoformat(), "until": window.end.isoformat()}
    mine = update(RULES).where(RULES.c.conversation_id == case["conversation_id"], RULES.c.ended_at.is_(None))
    db.execute(mine.values(callback=callback))


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise NotPossible("promise_when") from error


def _moment(day: str, clock: str, now: datetime) -> datetime:
    try:
        wished = datetime.fromisoformat(f"{_day(day)}T{clock}").replace(tzinfo=now.tzinfo)
    except ValueError as error:
        raise NotPossible("promise_when") from error
    if wished < now:
        raise NotPossible("promise_past")
    return wished
