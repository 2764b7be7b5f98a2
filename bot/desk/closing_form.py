"""Reads the form a case is closed with, and the form of a promise."""

from collections.abc import Mapping
from datetime import datetime

from bot.desk.closings import Closing
from bot.desk.dispositions import CALLBACK, FOLLOWUP
from bot.desk.follow_ups import ANSWER, KINDS, FollowUp, FollowUps
from bot.errors import NotPossible
from bot.handover.dialling import CALLBACK as A_CALL

Form = Mapping[str, str]
YES, NO = "yes", "no"
OTHER_NUMBER = "other"


def read_closing(form: Form, follow_ups: FollowUps, now: datetime) -> Closing:
    """Raises NotPossible for what was left out or cannot be."""
    disposition = form.get("disposition", "")
    if not disposition:
        raise NotPossible("disposition")
    return Closing(
        disposition,
        read_follow_up(form, _kind(form, disposition), follow_ups, now),
        bot_should=_said(form, "bot_should"),
        reason_right=_said(form, "reason_right"),
        had_to_repeat=_said(form, "had_to_repeat"),
        available=form.get("then") == "available",
        contact_as_usual=form.get("contact") == "as_usual",
        replaces=_replaces(form),
    )


def read_follow_up(form: Form, kind: str, follow_ups: FollowUps, now: datetime) -> FollowUp | None:
    """What is promised, if anything; the time of a call, or the day of an answer."""
    if kind not in KINDS:
        return None
    typed = form.get("other_phone", "").strip()
    phone = follow_ups.number(typed) if form.get("phone") == OTHER_NUMBER else None
    if kind == ANSWER:
        return FollowUp(kind, follow_ups.answer(now, form.get("answer_day", "")), phone)
    window = follow_ups.call(now, form.get("call_day", ""), form.get("call_clock", ""))
    return FollowUp(kind, window, phone, form.get("set_by_customer") == "1")


def _kind(form: Form, disposition: str) -> str:
    if disposition == CALLBACK:
        return A_CALL
    return form.get("promise_kind", ANSWER) if disposition == FOLLOWUP else ""


def _said(form: Form, name: str) -> bool | None:
    return {YES: True, NO: False}.get(form.get(name, ""))


def _replaces(form: Form) -> tuple[int, datetime] | None:
    """The closing that is put right, as the page knew it."""
    number, _, at = form.get("replaces", "").partition("@")
    if not number:
        return None
    try:
        return int(number), datetime.fromisoformat(at)
    except ValueError as error:
        raise NotPossible("bad_request") from error
