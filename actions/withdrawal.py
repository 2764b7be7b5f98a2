"""Taking a withdrawal (Widerruf): always, from anybody, at once, without asking why.

Asked is at most which purchase and, when that is not the number of an order, a name.
"""

import re
from datetime import datetime

from actions.identify import CONFIRM_NUMBER, failures, find
from actions.order_number import readings_of, resolve
from actions.talk import Talk
from bot.shop.models import Order, Withdrawal, WithdrawalDeclaration, WithdrawalVerdict

PURCHASE = "purchase_text"
NAME = "name_text"
NAMES_AN_ARTICLE = 0.9
ORDER_NUMBER = re.compile(r"[A-Z]{2}-\d{6}")

PERSON_LOOKS = {
    WithdrawalVerdict.LATE: "withdrawal_late",
    WithdrawalVerdict.EXCEPTION: "withdrawal_exception",
    WithdrawalVerdict.ALREADY_ENDED: "withdrawal_already_ended",
}


def instead_of_cancelling(talk: Talk, order: Order) -> None:
    """The caller's own order is already on its way; he has just said yes to withdrawing."""
    talk.reply.remember(wish="withdraw_contract")
    _record(talk, order, order.order_number, order.customer_name)


def take(talk: Talk) -> None:
    """One turn of a withdrawal."""
    # The day the caller said it counts, not the day all questions were answered.
    talk.reply.remember(withdrawal_at=talk.reply.recall("withdrawal_at") or talk.now.isoformat())
    hint = _hint(talk)
    if hint is None:
        if not talk.reply.asks:
            talk.reply.ask(PURCHASE)
        return
    talk.reply.remember(purchase_text=hint)
    order = find(talk, str(talk.reply.recall("order_number") or ""))
    # The number of an order says whose purchase it is; words alone need a name beside them.
    name = _owner(talk, order) or _name(talk)
    if order or name is not None:
        _record(talk, order, hint, name or "")
    else:
        talk.reply.ask(NAME)


def _hint(talk: Talk) -> str | None:
    """Which purchase, in the order's number or the caller's words; None while nothing is said about it."""
    entity = talk.turn.entity("order_number")
    if entity:
        said = resolve(talk, entity)
        talk.reply.remember(order_number=said.number)
        return said.number or " / ".join(said.candidates or readings_of(entity))
    if talk.turn.said(PURCHASE):
        return talk.turn.said(PURCHASE)
    known = talk.reply.recall(PURCHASE) or _confirmed_number(talk)
    return known or (talk.turn.text if not talk.reply.asks and _names_an_article(talk) else None)


def _confirmed_number(talk: Talk) -> str | None:
    """The order spoken about before; "I withdraw" alone does not say that it is meant."""
    number: str | None = talk.reply.recall("order_number")
    if number is None or talk.turn.answers(CONFIRM_NUMBER, "affirm"):
        return number
    if talk.turn.answers(CONFIRM_NUMBER, "deny"):
        talk.reply.remember(order_number=None)
    else:
        talk.confirm(CONFIRM_NUMBER, "utter_confirm_order_number", order_number=number)
    return None


def _names_an_article(talk: Talk) -> bool:
    found = talk.shop.find_products(talk.turn.text, talk.turn.language, 1)
    return bool(found) and found[0].score >= NAMES_AN_ARTICLE


def _owner(talk: Talk, order: Order | None) -> str | None:
    """The name on the order when the caller has proven that it is his."""
    if order is None:
        return None
    # Phone number and order number together are proof enough, but not after a wrong combination.
    if order.customer_id in talk.turn.customers and not failures(talk):
        talk.reply.remember(verified_order=order.order_number)
    return order.customer_name if order.order_number == talk.reply.recall("verified_order") else None


def _name(talk: Talk) -> str | None:
    """The name given, empty when the caller keeps it to himself, None when it was not asked for yet."""
    said = "" if talk.turn.answers(NAME, "deny") else talk.turn.value("name") or talk.turn.said(NAME)
    if said is not None:
        talk.reply.remember(name_text=said)
    name: str | None = talk.reply.recall(NAME)
    return name


def _record(talk: Talk, order: Order | None, hint: str, name: str) -> None:
    number = order.order_number if order else None
    at = talk.reply.recall("withdrawal_at")
    recorded = talk.shop.record_withdrawal(
        WithdrawalDeclaration(
            request_id=f"{talk.turn.conversation_id}:withdrawal:{number or hint}",
            at=datetime.fromisoformat(at) if at else talk.now,
            name=name,
            order_hint=hint,
            order_number=number,
            channel=talk.turn.channel,
            language=talk.turn.language,
            verified=_owner(talk, order) is not None,
        )
    )
    copy = talk.shop.send_withdrawal_receipt(
        recorded.reference, request_id=f"{recorded.reference}:receipt", at=talk.now
    )
    _confirm(talk, recorded, hint, mailed=copy is not None)
    if copy:
        by_email = copy.channel == "email"
        talk.reply.say("utter_withdrawal_receipt_email" if by_email else "utter_withdrawal_receipt")
    _tell_what_follows(talk, recorded)


def _confirm(talk: Talk, recorded: Withdrawal, hint: str, mailed: bool) -> None:
    values = {"reference": recorded.reference, **talk.when(recorded.declared_at)}
    if ORDER_NUMBER.fullmatch(hint):
        talk.reply.say("utter_withdrawal_recorded_for", order_number=hint, **values)
    else:
        talk.reply.say("utter_withdrawal_recorded", **values)
    talk.reply.receipt(
        kind="withdrawal",
        reference=recorded.reference,
        at=recorded.declared_at.isoformat(),
        order_number=recorded.order_number,
        # When the shop has sent it already, a person need not send it by hand.
        mailed=mailed,
    )


def _tell_what_follows(talk: Talk, recorded: Withdrawal) -> None:
    reason = PERSON_LOOKS.get(recorded.verdict)
    if reason:
        # The deadline gives away when it was delivered: only for the one whose order it is.
        talk.reply.say(f"utter_{reason}" if recorded.verified else "utter_withdrawal_person_checks")
        talk.reply.done(talk.wish)
        talk.hand_over(reason, "withdrawal", reference=recorded.reference, last_day=_iso(recorded))
    else:
        _tell_refund(talk, recorded)
        talk.settle()


def _tell_refund(talk: Talk, recorded: Withdrawal) -> None:
    talk.reply.say("utter_withdrawal_refund")
    if recorded.last_day and recorded.verified:
        talk.reply.say("utter_withdrawal_deadline", last_day=_iso(recorded))


def _iso(recorded: Withdrawal) -> str | None:
    return recorded.last_day.isoformat() if recorded.last_day else None
