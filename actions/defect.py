"""Taking a defect down for a person: order if known, what is wrong, since when. Nobody is refused."""

from actions.identify import find
from actions.order_number import resolve
from actions.talk import Talk

DEFECT = "defect_text"
SINCE = "defect_since_text"
ORDER_ASKED = "defect_order_asked"


def take(talk: Talk) -> None:
    """One turn of a defect report."""
    _listen(talk)
    if not talk.reply.recall("order_number") and not talk.reply.recall(ORDER_ASKED):
        talk.reply.say("utter_defect_start")
        talk.reply.remember(**{ORDER_ASKED: True, "reported_text": talk.turn.text})
        talk.reply.ask("order_number")
    elif not talk.reply.recall(DEFECT):
        talk.reply.ask(DEFECT)
    elif not talk.reply.recall(SINCE):
        talk.reply.ask(SINCE)
    else:
        _hand_over(talk)


def _listen(talk: Talk) -> None:
    for slot in (DEFECT, SINCE):
        if talk.turn.said(slot):
            talk.reply.remember(**{slot: talk.turn.said(slot)})
    entity = talk.turn.entity("order_number")
    if entity:
        said = resolve(talk, entity)
        # Not worth a question of its own: a person will look at it anyway.
        talk.reply.remember(order_number=said.number or said.candidates[0])
    if not talk.reply.recall("reported_text"):
        talk.reply.remember(reported_text=talk.turn.text)


def _hand_over(talk: Talk) -> None:
    order = find(talk, str(talk.reply.recall("order_number") or ""))
    if order and order.customer_id in talk.turn.customers:
        talk.reply.remember(verified_order=order.order_number)
    talk.reply.say("utter_defect_recorded")
    talk.hand_over(
        "defect_claim",
        "defect",
        reported=talk.reply.recall("reported_text"),
        defect=talk.reply.recall(DEFECT),
        since=talk.turn.value("date") or talk.reply.recall(SINCE),
    )
