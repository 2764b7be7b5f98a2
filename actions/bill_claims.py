"""Bills somebody disputes, is dunned for, or wants to pay later: recorded for a person, who decides.

Nothing is refused here and nothing promised but that somebody looks at it, and that dunning rests meanwhile.
"""

from datetime import date, timedelta
from decimal import Decimal

from actions.identify import proven_order
from actions.talk import Talk
from bot.shop.authentication import Level
from bot.shop.billing.models import BillingClaim, ClaimKind, TakenClaim
from bot.shop.models import Order
from bot.understanding.entities import Entity, read_entities
from bot.understanding.topic_words import topic_in

DISPUTE, DUNNING, DEFERRAL = "dispute_text", "dunning_text", "deferral_text"
# "Something is wrong with my bill" says nothing yet; a longer sentence usually says what.
TELLS_ENOUGH = 14


def note(talk: Talk) -> None:
    """The wish's own sentence may say all there is to say."""
    talk.reply.remember(wish_text=talk.turn.text)


def dispute(talk: Talk) -> None:
    """The amount is wrong: what is checked, and that nobody is dunned meanwhile."""
    order = proven_order(talk, Level.A2)
    if order is None:
        return
    said = talk.turn.said(DISPUTE) or _told_at_once(talk, "bill")
    if not said:
        talk.reply.ask(DISPUTE)
        return
    taken = _take(talk, order, ClaimKind.DISPUTE, said)
    twice = talk.shop.billing.charged_twice(order.order_number)
    if twice:
        talk.reply.say("utter_dispute_twice")
    talk.reply.say("utter_dispute_recorded", order_number=order.order_number, until=_iso(taken.hold_until))
    _hand_over(talk, taken, said, charged_twice=twice)


def dunning(talk: Talk) -> None:
    """A demand letter: what was never ordered or cannot be paid goes to a person at once."""
    if _is_delicate(talk):
        return
    order = proven_order(talk, Level.A2)
    if order is None:
        return
    said = talk.turn.said(DUNNING) or _told_at_once(talk, None)
    if not said:
        talk.reply.ask(DUNNING)
        return
    taken = _take(talk, order, ClaimKind.DUNNING, said)
    talk.reply.say("utter_dunning_hold", order_number=order.order_number, until=_iso(taken.hold_until))
    talk.reply.say("utter_dunning_proof", proof_to=talk.knowledge.terms.billing.proof_to)
    _hand_over(talk, taken, said)


def deferral(talk: Talk) -> None:
    """Paying later or in parts: the wish is noted, a person decides."""
    if _is_dunned(talk) and _is_delicate(talk):
        return
    order = proven_order(talk, Level.A2)
    if order is None:
        return
    bill = talk.shop.billing.invoice(order.order_number)
    if bill is None or not bill.is_open:
        state = "none" if bill is None else "paid"
        talk.offer_person("no_open_bill", f"utter_deferral_{state}", order_number=order.order_number)
        return
    said = talk.turn.said(DEFERRAL) or _told_at_once(talk, None)
    if not said:
        talk.reply.ask(DEFERRAL)
        return
    taken = _take(talk, order, ClaimKind.DEFERRAL, said)
    talk.reply.say("utter_deferral_noted")
    due = "utter_deferral_due" if bill.due_on >= talk.today else "utter_deferral_overdue"
    talk.reply.say(due, due=bill.due_on.isoformat())
    _hand_over(talk, taken, said, invoice=bill.invoice_number, due_on=_iso(bill.due_on))


def _is_delicate(talk: Talk) -> bool:
    """Never ordered there, or no money: no question more, no proof."""
    told = (talk.turn.intent == talk.wish or talk.turn.requested == DUNNING) and talk.turn.text
    matter = topic_in("dunning", told, talk.turn.language) if told else None
    if matter:
        talk.reply.say(f"utter_dunning_{matter}")
        talk.hand_over(f"dunning_{matter}", said=told)
    return bool(matter)


def _is_dunned(talk: Talk) -> bool:
    """A reminder is spoken of: who cannot pay it may say so as a wish to pay later."""
    return topic_in("reminder", talk.turn.text, talk.turn.language) is not None


def _told_at_once(talk: Talk, topic: str | None) -> str | None:
    """The first sentence where it says enough: what is wrong, a day, an amount, or much."""
    said: str = talk.reply.recall("wish_text") or ""
    language = talk.turn.language
    enough = (
        len(said.split()) >= TELLS_ENOUGH
        or _value(talk, said, "amount")
        or _value(talk, said, "date")
        or (topic and topic_in(topic, said, language))
    )
    return said if enough else None


def _take(talk: Talk, order: Order, kind: ClaimKind, said: str) -> TakenClaim:
    amount, day = _value(talk, said, "amount"), _value(talk, said, "date")
    held = kind is not ClaimKind.DEFERRAL
    claim = BillingClaim(
        request_id=f"{talk.turn.conversation_id}:{kind}:{order.order_number}",
        kind=kind,
        order_number=order.order_number,
        at=talk.now,
        said=said,
        amount=Decimal(amount.value) if amount else None,
        day=date.fromisoformat(day.value) if day else None,
        hold_until=talk.today + timedelta(days=talk.knowledge.terms.billing.hold_days) if held else None,
        channel=talk.turn.channel,
    )
    return talk.shop.billing.take(claim)


def _hand_over(talk: Talk, taken: TakenClaim, said: str, **facts: object) -> None:
    talk.reply.record(
        claim=taken.reference,
        source=talk.knowledge.terms.source,
        entry=talk.knowledge.terms.billing.id,
    )
    hold = _iso(taken.hold_until)
    talk.hand_over(talk.wish, "claim", claim=taken.reference, said=said, dunning_hold_until=hold, **facts)


def _value(talk: Talk, said: str, kind: str) -> Entity | None:
    found = read_entities(said, talk.turn.language, today=talk.today)
    return next((item for item in reversed(found) if item.name == kind), None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
