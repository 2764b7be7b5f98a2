"""Everything about one order, in one form: a caller who changes his mind keeps what he has already said."""

from collections.abc import Callable

from actions import (
    bill_claims,
    claim_facts,
    click_collect,
    defect,
    delivery_address,
    delivery_slot,
    exchange,
    invoice_copy,
    item_missing,
    order_cancel,
    order_change,
    order_status,
    parcel_damaged,
    parcel_trace,
    payment_failed,
    person_offer,
    refund_status,
    return_status,
    safety,
    withdrawal,
    workshop,
)
from actions.action import HotlineAction
from actions.forms import ORDER_FORM, is_elsewhere
from actions.identify import proven_order
from actions.talk import Talk
from bot.shop.models import Order

# Taken from anybody, proven or not; or proving what they need themselves.
DECLARATIONS: dict[str, Callable[[Talk], None]] = {
    "withdraw_contract": withdrawal.take,
    "defect_claim": defect.take,
    "invoice_dispute": bill_claims.dispute,
    "dunning": bill_claims.dunning,
    "instalment_deferral": bill_claims.deferral,
    "repair_status_spare_part": workshop.serve,
}
ANSWERS: dict[str, Callable[[Talk, Order], None]] = {
    "order_status": order_status.tell,
    "order_cancel": order_cancel.serve,
    "order_change": order_change.serve,
    "return_status": return_status.tell,
    "invoice_copy": invoice_copy.send,
    "payment_failed": payment_failed.serve,
    "refund_status": refund_status.tell,
    "delivery_address_change": delivery_address.serve,
    "delivery_slot": delivery_slot.serve,
    "parcel_not_received": parcel_trace.serve,
    "parcel_damaged": parcel_damaged.serve,
    "item_missing_or_wrong": item_missing.serve,
    "exchange": exchange.serve,
    "click_collect": click_collect.tell,
}
# What the wish's own sentence says beside it; kept, because the questions whose order it is come first.
NOTES: dict[str, Callable[[Talk], None]] = {
    "order_change": order_change.note,
    "refund_status": refund_status.note,
    **dict.fromkeys(("invoice_dispute", "dunning", "instalment_deferral"), bill_claims.note),
    "delivery_address_change": delivery_address.note,
    "delivery_slot": delivery_slot.note,
    **dict.fromkeys((*claim_facts.CLAIMS, "click_collect", "repair_status_spare_part"), claim_facts.note),
}
# Whoever tells of these may have been hurt.
ABOUT_GOODS = claim_facts.CLAIMS | {"defect_claim", "repair_status_spare_part"}


class OrderForm(HotlineAction):
    """Asks for what is missing and serves the wish as soon as nothing is."""

    action_name = "validate_order_form"

    def answer(self, talk: Talk) -> None:
        """One turn about an order."""
        answering = claim_facts.is_answer(talk)
        if is_elsewhere(talk.turn, ORDER_FORM) and not answering:
            return
        talk.reply.remember(topic=None)
        if talk.turn.intent in ORDER_FORM and not answering:
            talk.reply.remember(wish=talk.turn.intent)
            NOTES.get(talk.turn.intent, _nothing)(talk)
        if person_offer.answered(talk) or (talk.wish in ABOUT_GOODS and safety.in_danger(talk)):
            return
        if talk.wish in DECLARATIONS:
            DECLARATIONS[talk.wish](talk)
        else:
            _answer_owner(talk)


def _nothing(_talk: Talk) -> None:
    """Most wishes say no more than their number."""


def _answer_owner(talk: Talk) -> None:
    order = proven_order(talk)
    if order:
        ANSWERS[talk.wish](talk, order)
