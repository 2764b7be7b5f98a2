"""What the caller hears of a claim the shop has done at once."""

from actions import claim_report
from actions.claim_report import Case
from actions.talk import Talk
from bot.shop.claims.models import Claim, Remedy
from bot.shop.models import Order


def tell(talk: Talk, order: Order, case: Case, claim: Claim) -> None:
    """Replacement or money, the free way back for a wrong article, and where the confirmation goes."""
    if case.remedy is Remedy.REFUND:
        _tell_refund(talk, order, claim)
    else:
        least, most = talk.knowledge.delivery.countries[order.country].days
        talk.reply.say("utter_claim_sent", least=least, most=most)
    if claim.label:
        talk.reply.say("utter_claim_label")
    claim_report.confirm_in_writing(talk, claim)
    talk.settle()


def _tell_refund(talk: Talk, order: Order, claim: Claim) -> None:
    amount = f"{claim.amount:.2f}"
    if order.paid and claim.refund_until:
        talk.reply.say("utter_claim_refunded", amount=amount, until=claim.refund_until.isoformat())
    else:
        talk.reply.say("utter_claim_credited", amount=amount)
