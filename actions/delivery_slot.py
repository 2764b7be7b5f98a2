"""Agreeing the day a forwarding agent brings bulky goods: offered days and hours, an explicit yes."""

from datetime import date, time

from actions.talk import Talk
from bot.errors import NotChangeable, SlotTaken
from bot.shop.deliveries.models import Slot, SlotBooking
from bot.shop.deliveries.rules import SCHEDULABLE, comes_by_agent
from bot.shop.models import Order
from bot.understanding.topic_words import topic_in

DAY, WINDOW, CONFIRM = "slot_date", "slot_window_text", "confirm_slot"
NOON = time(12)


def serve(talk: Talk, order: Order) -> None:
    """One turn about the day of a delivery."""
    if not comes_by_agent(order) or not order.is_open:
        _tell_no_agent(talk, order)
        return
    if order.status not in SCHEDULABLE:
        talk.offer_person("slot_too_late", "utter_slot_too_late", order_number=order.order_number)
        return
    free = _free(talk, order)
    if free:
        _agree(talk, order, free)
    else:
        talk.offer_person("no_delivery_slot", "utter_slot_none", order_number=order.order_number)


def _tell_no_agent(talk: Talk, order: Order) -> None:
    values = {"order_number": order.order_number}
    if not order.is_open:
        talk.reply.say("utter_slot_not_open", **values)
    elif order.eta:
        talk.reply.say("utter_slot_parcel", eta=order.eta.isoformat(), **values)
    else:
        talk.reply.say("utter_slot_parcel_unknown", **values)
    talk.settle()


def note(talk: Talk) -> None:
    """Keep the day and hours named with the wish, before it is clear which order is meant."""
    if talk.turn.value("date"):
        talk.reply.remember(slot_day=talk.turn.value("date"), slot_part=None)
    part = _part_of_day(talk)
    if part:
        talk.reply.remember(slot_part=part)


def _agree(talk: Talk, order: Order, free: tuple[Slot, ...]) -> None:
    changed = _listen(talk)
    agreed = talk.turn.answers(CONFIRM, "affirm") and talk.was_about(order) and not changed
    day = talk.reply.recall("slot_day")
    that_day = [slot for slot in free if day and slot.day.isoformat() == day]
    chosen = _window(talk, that_day)
    if agreed and chosen:
        _book(talk, order, chosen)
        return
    if agreed:
        talk.reply.say("utter_slot_just_taken")
    if not that_day:
        _offer_days(talk, free, None if agreed else day)
    elif chosen is None:
        _ask_window(talk, that_day)
    else:
        talk.confirm(CONFIRM, "utter_confirm_slot", **_spoken(chosen))


def _listen(talk: Talk) -> bool:
    """A day or hours named at any point count; True if this turn has changed what was chosen."""
    before = _chosen(talk)
    if talk.turn.answers(CONFIRM, "deny"):
        talk.reply.remember(slot_day=None, slot_part=None)
    note(talk)
    return _chosen(talk) != before


def _part_of_day(talk: Talk) -> str | None:
    said = talk.turn.value("time")
    if said:
        return "morning" if time.fromisoformat(said) < NOON else "afternoon"
    return topic_in("daytime", talk.turn.text, talk.turn.language)


def _chosen(talk: Talk) -> tuple[str | None, str | None]:
    return talk.reply.recall("slot_day"), talk.reply.recall("slot_part")


def _window(talk: Talk, that_day: list[Slot]) -> Slot | None:
    part = talk.reply.recall("slot_part")
    if len(that_day) == 1 and not part:
        return that_day[0]
    fitting = [slot for slot in that_day if part is not None and _is_morning(slot) == (part == "morning")]
    return fitting[0] if fitting else None


def _is_morning(slot: Slot) -> bool:
    return slot.starts < NOON


def _offer_days(talk: Talk, free: tuple[Slot, ...], wanted: str | None) -> None:
    """The days next to the one wished, else the earliest."""
    days = sorted({slot.day for slot in free})
    if wanted:
        asked = date.fromisoformat(wanted)
        days.sort(key=lambda day: (abs((day - asked).days), day))
        talk.reply.say("utter_slot_not_that_day", day=wanted)
        talk.reply.remember(slot_day=None)
    first, *rest = sorted(days[:2])
    if rest:
        talk.ask(DAY, "utter_slot_two_days", day_1=first.isoformat(), day_2=rest[0].isoformat())
    else:
        talk.reply.remember(slot_day=first.isoformat())
        _ask_window(talk, list(free))


def _ask_window(talk: Talk, that_day: list[Slot]) -> None:
    first, last = that_day[0], that_day[-1]
    if first == last:
        # Only the other half of the day is left: it is offered as it is.
        talk.reply.remember(slot_part=None)
        talk.confirm(CONFIRM, "utter_confirm_slot", **_spoken(first))
        return
    values = {"day": first.day.isoformat(), "from_1": _at(first.starts), "to_1": _at(first.ends)}
    talk.ask(WINDOW, "utter_slot_windows", from_2=_at(last.starts), to_2=_at(last.ends), **values)


def _book(talk: Talk, order: Order, slot: Slot) -> None:
    number = order.order_number
    request_id = f"{talk.turn.conversation_id}:slot:{number}:{slot.day}:{_at(slot.starts)}"
    try:
        talk.shop.deliveries.book(SlotBooking(request_id, number, slot, talk.now))
    except SlotTaken:
        _offer_others(talk, order)
        return
    except NotChangeable:
        talk.offer_person("slot_too_late", "utter_slot_too_late", order_number=number)
        return
    haulage = talk.knowledge.haulage
    talk.reply.say("utter_slot_agreed", order_number=number, **_spoken(slot))
    carried = haulage.carried[talk.turn.language]
    talk.reply.say("utter_slot_notice", minutes=haulage.notice_minutes)
    talk.reply.say("utter_slot_carried", carried=carried)
    talk.reply.record(slot_agreed=number, source=haulage.source)
    talk.settle()


def _offer_others(talk: Talk, order: Order) -> None:
    """Another caller got the last place."""
    talk.reply.remember(slot_day=None, slot_part=None)
    free = _free(talk, order)
    if free:
        talk.reply.say("utter_slot_just_taken")
        _offer_days(talk, free, None)
    else:
        talk.offer_person("no_delivery_slot", "utter_slot_none", order_number=order.order_number)


def _free(talk: Talk, order: Order) -> tuple[Slot, ...]:
    offers = talk.knowledge.haulage.offers(order.country, order.postcode, talk.today)
    return talk.shop.deliveries.free(offers)


def _spoken(slot: Slot) -> dict[str, str]:
    return {"day": slot.day.isoformat(), "start": _at(slot.starts), "end": _at(slot.ends)}


def _at(moment: time) -> str:
    return f"{moment:%H:%M}"
