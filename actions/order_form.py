"""Everything about one order, in one form: a caller who changes his mind keeps what he has already said."""

from collections.abc import Callable

from actions import defect, invoice_copy, order_cancel, order_status, person_offer, return_status, withdrawal
from actions.action import HotlineAction
from actions.forms import ORDER_FORM, is_elsewhere
from actions.identify import proven_order
from actions.talk import Talk
from bot.shop.models import Order

# Declarations: taken from anybody, proven or not.
DECLARATIONS: dict[str, Callable[[Talk], None]] = {
    "withdraw_contract": withdrawal.take,
    "defect_claim": defect.take,
}
ANSWERS: dict[str, Callable[[Talk, Order], None]] = {
    "order_status": order_status.tell,
    "order_cancel": order_cancel.serve,
    "return_status": return_status.tell,
    "invoice_copy": invoice_copy.send,
}


class OrderForm(HotlineAction):
    """Asks for what is missing and serves the wish as soon as nothing is."""

    action_name = "validate_order_form"

    def answer(self, talk: Talk) -> None:
        """One turn about an order."""
        if is_elsewhere(talk.turn, ORDER_FORM):
            return
        talk.reply.remember(topic=None)
        if talk.turn.intent in ORDER_FORM:
            talk.reply.remember(wish=talk.turn.intent)
        if person_offer.answered(talk):
            return
        if talk.wish in DECLARATIONS:
            DECLARATIONS[talk.wish](talk)
        else:
            _answer_owner(talk)


def _answer_owner(talk: Talk) -> None:
    order = proven_order(talk)
    if order:
        ANSWERS[talk.wish](talk, order)
