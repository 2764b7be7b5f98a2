"""Every date a case hangs on, computed: its orders' legal days, what was promised, what the law gives us."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.handover.order_facts import OrderFacts
from bot.handover.packet_flags import REQUEST, TELL_AUTHORITY, TELL_OFFICER
from bot.months import months_later

Deadline = dict[str, Any]
Packet = Mapping[str, Any]

OF_AN_ORDER = {
    "withdrawal": "withdrawal_until",
    "return": "return_until",
    "refund": "refund_until",
    "invoice_due": "invoice_due",
    "dunning_hold": "dunning_hold_until",
    "delivery": "eta",
}
# What the dialogue has found out under these names.
OF_THE_DIALOGUE = {
    "withdrawal": "last_day",
    "invoice_due": "due_on",
    "dunning_hold": "dunning_hold_until",
    "answer": "answer_by",
}
# Who sets us a deadline says a day.
SET_BY_CALLER = frozenset({"legal_press", "hardship"})
PRIVACY_MONTHS = 1


def deadlines(content: Packet, orders: Sequence[OrderFacts], today: date) -> list[Deadline]:
    """All dates, the nearest first, each with how it is known; those of the dialogue as it named them."""
    given = [one for one in content["summary"].get("deadlines", ()) if one.get("type") and one.get("date")]
    found = [*_of_dialogue(content["summary"]), *_of_flags(content), *_of_orders(orders)]
    found += [*_of_promises(content["promised"])]
    return _nearest_first(given, found, today)


def with_promises(content: Packet, today: date) -> list[Deadline]:
    """The packet's deadlines after something was promised."""
    return _nearest_first(content["deadlines"], [*_of_promises(content["promised"])], today)


def _nearest_first(given: Sequence[Deadline], found: Sequence[Deadline], today: date) -> list[Deadline]:
    known = {(one["type"], one["date"]) for one in given}
    every = [*given]
    for one in found:
        key = (one["type"], one["date"])
        if key not in known:
            known.add(key)
            every.append(one | {"over": date.fromisoformat(one["date"]) < today})
    return sorted(every, key=lambda one: str(one.get("at") or one["date"]))


def _of_orders(orders: Sequence[OrderFacts]) -> Iterator[Deadline]:
    for order in orders:
        for kind, name in OF_AN_ORDER.items():
            day: date | None = getattr(order, name)
            if day:
                about = {"order_number": order.order_number, "how": "looked_up"}
                yield {"type": kind, "date": day.isoformat(), **about}


def _of_dialogue(summary: Packet) -> Iterator[Deadline]:
    for kind, name in OF_THE_DIALOGUE.items():
        if day := _day(summary.get(name)):
            yield {"type": kind, "date": day, "how": "recorded"}


def _of_promises(promised: Sequence[Packet]) -> Iterator[Deadline]:
    for promise in promised:
        moment = str(promise["by_when"])
        yield {"type": f"promised_{promise['what']}", "date": moment[:10], "at": moment, "how": "promised"}


def _of_flags(content: Packet) -> Iterator[Deadline]:
    codes = {flag["code"]: flag for flag in content["flags"]}
    if aware := content["company_aware_at"]:
        yield _moment("tell_officer", datetime.fromisoformat(aware) + TELL_OFFICER)
        if codes.get("privacy_incident", {}).get("level", REQUEST) != REQUEST:
            yield _moment("tell_authority", datetime.fromisoformat(aware) + TELL_AUTHORITY)
    asked = codes.get("privacy_incident")
    if asked and asked["level"] == REQUEST:
        day = months_later(datetime.fromisoformat(asked["at"]).date(), PRIVACY_MONTHS)
        yield {"type": "privacy_request", "date": day.isoformat(), "how": "computed"}
    yield from _set_by_caller(content, codes)


def _set_by_caller(content: Packet, codes: Packet) -> Iterator[Deadline]:
    since = [flag["turn"] for code, flag in codes.items() if code in SET_BY_CALLER]
    for slot in content["slots"] if since else ():
        named = slot["name"] == "date" and slot["turn"] >= min(since)
        if named and (day := _day(slot["value"])):
            yield {"type": "set_by_caller", "date": day, "how": slot["how"]}


def _moment(kind: str, at: datetime) -> Deadline:
    return {"type": kind, "date": at.date().isoformat(), "at": at.isoformat(), "how": "computed"}


def _day(value: Any) -> str | None:
    """An ISO day, also out of a moment; None for what is neither, which must not keep a case from opening."""
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        return None
