"""Who may be called, when and why; every no is typed. Asked before an expert is rung, then when dialling."""

from datetime import datetime
from enum import StrEnum

import phonenumbers
from sqlalchemy import Connection, Engine, RowMapping

from bot.handover.back_off import MOST_TRIES
from bot.handover.calling_hours import CallingHours, chosen_at_once, within
from bot.handover.cases import Window
from bot.handover.contact_rules import ContactRules
from bot.handover.outbound_facts import (
    EXPERT,
    PROMISE,
    Asked,
    dialled_lately,
    has_consent,
    hung_up_lately,
    on_hold,
    promise_of,
    suppressed,
    talks_to_us,
)

DEAR = (phonenumbers.PhoneNumberType.PREMIUM_RATE, phonenumbers.PhoneNumberType.SHARED_COST)


class Refusal(StrEnum):
    """Why somebody is not called."""

    NOBODY_ASKED = "nobody_asked"
    NO_BENEFIT = "no_benefit"
    CONSENT_INVALID = "consent_invalid"
    NOT_CALLABLE = "not_callable"
    SUPPRESSED = "suppressed"
    CONTACT_RULE = "contact_rule"
    ON_HOLD = "on_hold"
    QUIET_HOURS = "quiet_hours"
    OUTSIDE_WINDOW = "outside_window"
    ON_THE_LINE = "on_the_line"
    JUST_HUNG_UP = "just_hung_up"
    TOO_SOON = "too_soon"
    TRIES_USED = "tries_used"


def request_of(promise_id: int) -> str:
    """The id of the request that a promised call back answers."""
    return f"{PROMISE}{promise_id}"


class OutboundRules:
    """Reads the store; without `hours` no customer may be called at any time."""

    def __init__(self, engine: Engine, hours: CallingHours | None = None) -> None:
        self._contact = ContactRules(engine)
        self._hours = hours

    def why_not(self, db: Connection, asked: Asked, now: datetime) -> Refusal | None:
        """The first reason against this call; our own people agree to be rung by being on duty."""
        if asked.request_id is None and asked.consent_id is None:
            return Refusal.NOBODY_ASKED
        if asked.purpose == EXPERT:
            return None
        promise = promise_of(db, asked)
        return (
            self._unasked(db, asked, promise)
            or self._unwanted(db, asked, promise, now)
            or self._untimely(promise, now)
            or _too_often(db, asked, promise, now)
        )

    @staticmethod
    def _unasked(db: Connection, asked: Asked, promise: RowMapping | None) -> Refusal | None:
        """A request must be an open promise to this number, a consent one for this purpose."""
        if asked.consent_id is not None and asked.request_id is None:
            if not has_consent(db, asked):
                return Refusal.CONSENT_INVALID
        elif promise is None:
            return Refusal.NOBODY_ASKED
        if not (asked.benefit or "").strip():
            return Refusal.NO_BENEFIT
        return None if _callable(asked.to) else Refusal.NOT_CALLABLE

    def _unwanted(
        self, db: Connection, asked: Asked, promise: RowMapping | None, now: datetime
    ) -> Refusal | None:
        if promise is None and suppressed(db, asked.to):
            # The list is about advertising: a call that was asked for passes it.
            return Refusal.SUPPRESSED
        about = promise["conversation_id"] if promise else None
        if not self._contact.may_call(db, asked.to, about, now):
            return Refusal.CONTACT_RULE
        return Refusal.ON_HOLD if on_hold(db, asked.to, now) else None

    def _untimely(self, promise: RowMapping | None, now: datetime) -> Refusal | None:
        if self._hours is None or self._hours.quiet(now):
            return Refusal.QUIET_HOURS
        if promise and not within(window_of(promise), now):
            return Refusal.OUTSIDE_WINDOW
        return None


def window_of(promise: RowMapping) -> Window:
    """What the customer chose."""
    return Window(promise["due_from"], promise["due_by"])


def _callable(number: str) -> bool:
    """A real number that costs nobody a fortune."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number(parsed) and phonenumbers.number_type(parsed) not in DEAR


def _too_often(db: Connection, asked: Asked, promise: RowMapping | None, now: datetime) -> Refusal | None:
    if promise and promise["attempts"] >= MOST_TRIES:
        return Refusal.TRIES_USED
    if dialled_lately(db, asked.to, now):
        return Refusal.TOO_SOON
    if talks_to_us(db, asked, now):
        return Refusal.ON_THE_LINE
    at_once = promise is not None and chosen_at_once(promise["created_at"], window_of(promise))
    return None if at_once or not hung_up_lately(db, asked, now) else Refusal.JUST_HUNG_UP
