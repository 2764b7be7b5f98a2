"""Goods that arrived broken: which, and what the caller wants; nothing is asked as a condition."""

from actions import claim_line, claim_outcome, claim_remedy, claim_report, order_status
from actions.claim_facts import begin
from actions.claim_report import Case
from actions.talk import Talk
from bot.shop.claims.models import ClaimKind
from bot.shop.claims.rules import may_have_arrived
from bot.shop.models import Order


def serve(talk: Talk, order: Order) -> None:
    """One turn about broken goods."""
    if not may_have_arrived(order):
        order_status.tell(talk, order)
        return
    begin(talk, order)
    line = claim_line.meant(talk, order)
    if line is None:
        return
    quantity = 1 if line == claim_line.WHOLE else claim_line.pieces(talk, order.lines[line])
    remedy = claim_remedy.chosen(talk) if quantity else None
    if quantity and remedy:
        _take_down(talk, order, line, Case(ClaimKind.DAMAGED, remedy, _place(line), quantity))


def _place(line: int) -> int | None:
    return None if line == claim_line.WHOLE else line


def _take_down(talk: Talk, order: Order, line: int, case: Case) -> None:
    claim = claim_report.report(talk, order, case)
    if claim is None:
        return
    if case.line is None:
        talk.reply.say(f"utter_damage_whole_{case.remedy}")
    else:
        talk.reply.say(f"utter_damage_{case.remedy}", item=claim_line.item(talk, order, line))
    if claim.done:
        claim_outcome.tell(talk, order, case, claim)
    else:
        talk.reply.say("utter_claim_photo")
        claim_report.for_person(talk, order, case, claim, "parcel_damaged")
