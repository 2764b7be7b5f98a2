"""Something is missing, or something else came: replacement or money, read back, then done."""

from actions import claim_line, claim_outcome, claim_remedy, claim_report, order_status
from actions.claim_change import changed
from actions.claim_facts import CONFIRM, MOST_MISSES, agreed, asks_in_vain, begin, give_up, told
from actions.claim_report import Case
from actions.talk import Talk
from bot.errors import ProductNotFound
from bot.shop.claims.line_named import line_named, without_words
from bot.shop.claims.models import ClaimKind, Remedy
from bot.shop.claims.rules import may_have_arrived
from bot.shop.models import Order, OrderStatus
from bot.understanding.topic_words import topic_in

FAULT = "claim_fault"
FAULT_ASKED = "claim_fault_text"
INSTEAD = "claim_instead_text"


def serve(talk: Talk, order: Order) -> None:
    """One turn about something missing or wrong."""
    if not may_have_arrived(order):
        order_status.tell(talk, order)
        return
    begin(talk, order)
    if talk.turn.requested == INSTEAD and talk.turn.said(INSTEAD):
        talk.reply.remember(**{INSTEAD: talk.turn.said(INSTEAD)})
    if changed(talk, order):
        return
    case = _case(talk, order)
    if case is None:
        return
    if agreed(talk, order):
        _settle(talk, order, case)
    else:
        _read_back(talk, order, case)


def _case(talk: Talk, order: Order) -> Case | None:
    """What is claimed, once everything is said; None while a question is open."""
    line = claim_line.meant(talk, order)
    if line is None or _follows(talk, order, line):
        return None
    kind = _kind(talk, order, line)
    if kind is None:
        return None
    if line == claim_line.WHOLE:
        _whole(talk, order, kind)
        return None
    if kind is ClaimKind.MISSING and _only_a_part(talk, order, line):
        return None
    quantity = claim_line.pieces(talk, order.lines[line])
    if quantity is None or (kind is ClaimKind.WRONG and not _instead(talk)):
        return None
    remedy = claim_remedy.chosen(talk)
    if remedy is None:
        return None
    case = Case(kind, remedy, line, quantity)
    return case if _possible(talk, order, case) else None


def _follows(talk: Talk, order: Order, line: int) -> bool:
    """Missing because it has not been sent yet."""
    partial = order.status is OrderStatus.PARTIALLY_SHIPPED and line != claim_line.WHOLE
    if not partial or order.lines[line].shipped:
        return False
    talk.reply.say("utter_claim_follows", item=claim_line.item(talk, order, line))
    talk.settle()
    return True


def _kind(talk: Talk, order: Order, line: int) -> ClaimKind | None:
    known = talk.reply.recall(FAULT)
    if known is None:
        asked = talk.turn.requested == FAULT_ASKED
        known = topic_in("claim_fault", talk.turn.text if asked else told(talk), talk.turn.language)
        talk.reply.remember(**{FAULT: known})
    if known is not None:
        return ClaimKind(known)
    if asks_in_vain(talk, FAULT_ASKED) < MOST_MISSES:
        talk.ask(FAULT_ASKED, "utter_claim_fault")
    else:
        give_up(talk)
    return None


def _instead(talk: Talk) -> bool:
    """Whether the caller has said what came; otherwise it is asked now."""
    if talk.reply.recall(INSTEAD):
        return True
    if topic_in("claim_instead", talk.reply.recall("reported_text") or "", talk.turn.language):
        talk.reply.remember(**{INSTEAD: talk.reply.recall("reported_text")})
        return True
    talk.reply.ask(INSTEAD)
    return False


def _whole(talk: Talk, order: Order, kind: ClaimKind) -> None:
    """Nothing of what was ordered was there: too much for a rule."""
    case = Case(kind, Remedy.OPEN, None)
    claim = claim_report.report(talk, order, case)
    if claim:
        talk.reply.say("utter_claim_whole")
        claim_report.for_person(talk, order, case, claim, "whole_delivery_wrong")


def _only_a_part(talk: Talk, order: Order, line: int) -> bool:
    """The article came without one of its parts: no reason to send it all anew; a person sends the part."""
    article = order.lines[line]
    parts = talk.shop.workshop.parts_for(article.article_number)
    names = [(f"{part.name_de} {part.name_en}", part.synonyms) for part in parts]
    place = line_named(without_words(told(talk), f"{article.name_de} {article.name_en}"), names)
    if place is None:
        return False
    case = Case(ClaimKind.MISSING, Remedy.OPEN, line)
    claim = claim_report.report(talk, order, case)
    if claim:
        talk.reply.say("utter_claim_part", part=parts[place].name(talk.turn.language))
        claim_report.for_person(talk, order, case, claim, "part_missing")
    return True


def _possible(talk: Talk, order: Order, case: Case) -> bool:
    """False when a person has been asked: nothing chosen, or nothing there to send."""
    if case.remedy is Remedy.OPEN:
        give_up(talk)
        return False
    if case.remedy is Remedy.REPLACEMENT and not _in_stock(talk, order, case):
        claim_report.sold_out(talk, order, case)
        return False
    return True


def _in_stock(talk: Talk, order: Order, case: Case) -> bool:
    try:
        return talk.shop.product(order.lines[case.line or 0].article_number).stock >= case.quantity
    except ProductNotFound:
        return False


def _read_back(talk: Talk, order: Order, case: Case) -> None:
    line = order.lines[case.line or 0]
    amount = f"{line.price * case.quantity:.2f}"
    values = {"item": line.name(talk.turn.language), "quantity": case.quantity, "amount": amount}
    one = "_one" if case.quantity == 1 else ""
    talk.confirm(CONFIRM, f"utter_confirm_claim_{case.remedy}{one}", **values)


def _settle(talk: Talk, order: Order, case: Case) -> None:
    claim = claim_report.report(talk, order, case)
    if claim is None:
        return
    if claim.done:
        claim_outcome.tell(talk, order, case, claim)
    else:
        talk.reply.say("utter_claim_release")
        claim_report.for_person(talk, order, case, claim, "claim_release")
