"""Taking a defect down for a person: order if known, what is wrong, since when. Nobody is refused."""

from actions.identify import failures, find
from actions.order_number import resolve
from actions.talk import Talk
from bot.shop.claims.models import Claim, ClaimKind, ClaimReport, Remedy
from bot.shop.models import Order

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
    claim = _report(talk, order)
    talk.reply.say("utter_defect_recorded")
    talk.reply.say("utter_defect_next")
    talk.reply.record(claim=claim.reference, source=talk.shop.claims.policy.source)
    talk.hand_over(
        "defect_claim",
        "defect",
        reported=talk.reply.recall("reported_text"),
        defect=talk.reply.recall(DEFECT),
        since=talk.turn.value("date") or talk.reply.recall(SINCE),
        claim=claim.reference,
    )


def _report(talk: Talk, order: Order | None) -> Claim:
    # Phone number and order number together are proof enough, but not after a wrong combination.
    if order and order.customer_id in talk.turn.customers and not failures(talk):
        talk.reply.remember(verified_order=order.order_number)
    number = order.order_number if order else None
    words = " / ".join(str(talk.reply.recall(slot)) for slot in ("reported_text", DEFECT, SINCE))
    claim = talk.shop.claims.report(
        ClaimReport(
            request_id=f"{talk.turn.conversation_id}:claim:defect:{number}:{words}",
            at=talk.now,
            kind=ClaimKind.DEFECT,
            remedy=Remedy.OPEN,
            order_number=number,
            words=words,
            channel=talk.turn.channel,
            language=talk.turn.language,
            verified=number is not None and number == talk.reply.recall("verified_order"),
        )
    )
    request = f"{claim.reference}:confirmation"
    talk.shop.claims.send_confirmation(
        claim.reference, request_id=request, at=talk.now, language=talk.turn.language
    )
    return claim
