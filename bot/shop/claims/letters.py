"""The confirmations of claims and of searches for parcels. Pure."""

from bot.shop.claims.models import Claim, Trace
from bot.shop.documents import compose, wordings
from bot.shop.letters import money, stored_contact
from bot.shop.mailroom import Letter
from bot.shop.models import Order

CLAIM = "claim_confirmation"
TRACE = "trace_confirmation"
# A defect is described by the caller; its remedy is not chosen on the phone.
WHOLE = "whole"


def claim_letter(claim: Claim, order: Order, article: str | None, language: str) -> Letter:
    """What was reported and what follows, to the order's stored contact."""
    words = wordings(language)[CLAIM]
    follows = words["follows"][f"{claim.remedy}_{claim.state}"]
    if claim.done and claim.remedy == "refund" and not order.paid:
        follows = words["follows"]["refund_credited"]
    values = {
        "reference": claim.reference,
        "order_number": order.order_number,
        "reported_on": f"{claim.at:%d.%m.%Y}",
        "what": words["kinds"][claim.kind],
        "article": f"{claim.quantity} × {article}" if article else words[WHOLE],
        "follows": _filled(follows, claim, language),
        "label": words["label"].format(reference=claim.reference) if claim.label else "",
    }
    return Letter(CLAIM, order.order_number, *stored_contact(order), *compose(CLAIM, language, values))


def trace_letter(trace: Trace, order: Order, language: str) -> Letter:
    """That the carrier is searching, and until when."""
    values = {
        "reference": trace.reference,
        "order_number": order.order_number,
        "opened_on": f"{trace.opened_at:%d.%m.%Y}",
        "deadline": f"{trace.deadline:%d.%m.%Y}",
        "carrier": trace.carrier or "–",
    }
    return Letter(TRACE, order.order_number, *stored_contact(order), *compose(TRACE, language, values))


def _filled(follows: str, claim: Claim, language: str) -> str:
    until = f"{claim.refund_until:%d.%m.%Y}" if claim.refund_until else ""
    return follows.format(amount=money(claim.amount, language), until=until)
