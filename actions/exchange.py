"""Another size or colour for an article the caller has: what is there, a read-back, then set aside."""

from decimal import Decimal

from actions import claim_line, claim_report
from actions.claim_change import changed
from actions.claim_facts import (
    ARTICLE,
    CHANGE,
    CONFIRM,
    LINE,
    MOST_MISSES,
    agreed,
    asks_in_vain,
    begin,
    give_up,
    told,
)
from actions.claim_report import Case
from actions.talk import Talk
from bot.errors import ProductNotFound
from bot.shop.claims.models import Claim, ClaimKind, Remedy
from bot.shop.claims.rules import exchangeable, may_have_arrived
from bot.shop.claims.variant_named import step_named, variant_named
from bot.shop.models import Order, OrderLine, Product, ProductFlag

NEW = "claim_new_article"
CONFIRM_ONLY = "confirm_only_variant"


def serve(talk: Talk, order: Order) -> None:
    """One turn about an exchange."""
    if not may_have_arrived(order):
        talk.offer_person("exchange_not_arrived", "utter_exchange_not_arrived")
        return
    begin(talk, order)
    if not _other_variant(talk, order) and changed(talk, order):
        return
    line = claim_line.meant(talk, order)
    if line == claim_line.WHOLE:
        give_up(talk)
    elif line is not None:
        _with_line(talk, order, line)


def _other_variant(talk: Talk, order: Order) -> bool:
    """ "No, in L": another variant than the one read back."""
    line = talk.reply.recall(LINE)
    if talk.turn.requested not in (CONFIRM, CHANGE) or line in (None, claim_line.WHOLE):
        return False
    bought = order.lines[int(line)]
    number = _named(talk, bought, _others(talk, bought))
    if number is None or number == talk.reply.recall(NEW):
        return False
    talk.reply.remember(**{NEW: number})
    return True


def _with_line(talk: Talk, order: Order, line: int) -> None:
    bought = order.lines[line]
    if not exchangeable(order, bought, talk.knowledge.returns.period_days, talk.today):
        _person_decides(talk, order, line)
        return
    wanted = _wanted(talk, bought)
    if wanted is None:
        return
    quantity = claim_line.pieces(talk, bought)
    if quantity is not None and _fits(talk, order, bought, wanted, quantity):
        _agree(talk, order, Case(ClaimKind.EXCHANGE, Remedy.EXCHANGE, line, quantity, wanted.article_number))


def _person_decides(talk: Talk, order: Order, line: int) -> None:
    """Too long ago, or made for the customer alone: no machine says no."""
    case = Case(ClaimKind.EXCHANGE, Remedy.OPEN, line)
    claim = claim_report.report(talk, order, case)
    if claim:
        talk.reply.say("utter_exchange_person_decides")
        claim_report.for_person(talk, order, case, claim, "exchange_exception")


def _wanted(talk: Talk, bought: OrderLine) -> Product | None:
    """The article wanted instead; None when it is being asked or there is none."""
    known = talk.reply.recall(NEW)
    others = _others(talk, bought)
    if not others:
        talk.offer_person(
            "exchange_no_variant", "utter_exchange_no_variant", item=bought.name(talk.turn.language)
        )
        return None
    number = _named(talk, bought, others) or known
    if talk.turn.answers(CONFIRM_ONLY, "affirm") and len(others) == 1:
        (number,) = others
    if number in others:
        talk.reply.remember(**{NEW: number})
        return _product(talk, number)
    _ask(talk, bought, others)
    return None


def _others(talk: Talk, bought: OrderLine) -> dict[str, str]:
    """Article numbers of the same thing in other variants, with what sets them apart."""
    family = talk.shop.ordering.family_of(bought.article_number)
    variants = family.variants if family else ()
    return {
        variant.article_number: variant.label(talk.turn.language)
        for variant in variants
        if variant.article_number != bought.article_number
    }


def _named(talk: Talk, bought: OrderLine, others: dict[str, str]) -> str | None:
    if talk.turn.value("article_number") in others:
        return talk.turn.value("article_number")
    answering = talk.turn.requested in (ARTICLE, CONFIRM, CHANGE)
    words = talk.turn.text if answering else told(talk)
    return variant_named(words, talk.turn.language, others) or _a_size_off(talk, bought, words)


def _a_size_off(talk: Talk, bought: OrderLine, words: str) -> str | None:
    """ "One size larger": the next one of the family, which goes from small to large."""
    step, family = step_named(words, talk.turn.language), talk.shop.ordering.family_of(bought.article_number)
    if not step or family is None or family.kind != "size":
        return None
    numbers = [variant.article_number for variant in family.variants]
    place = numbers.index(bought.article_number) + step
    return numbers[place] if 0 <= place < len(numbers) else None


def _ask(talk: Talk, bought: OrderLine, others: dict[str, str]) -> None:
    misses = asks_in_vain(talk, ARTICLE)
    if misses >= MOST_MISSES:
        give_up(talk, article=bought.name_de)
        return
    *first, last = others.values()
    item = bought.name(talk.turn.language)
    if first:
        talk.ask(ARTICLE, "utter_exchange_which", item=item, labels=", ".join(first), last=last)
    elif talk.turn.answers(CONFIRM_ONLY, "deny"):
        talk.offer_person("exchange_no_variant", "utter_exchange_no_variant", item=item)
    else:
        talk.confirm(CONFIRM_ONLY, "utter_exchange_only", item=item, last=last)


def _product(talk: Talk, number: str | None) -> Product | None:
    try:
        return talk.shop.product(number or "")
    except ProductNotFound:
        give_up(talk, article=number)
        return None


def _fits(talk: Talk, order: Order, bought: OrderLine, wanted: Product, quantity: int) -> bool:
    """Whether it is there at the same price; otherwise a person is offered."""
    name = wanted.name(talk.turn.language)
    if wanted.stock < quantity:
        if wanted.restock_on:
            restock = wanted.restock_on.isoformat()
            talk.offer_person("exchange_stock_out", "utter_exchange_restock", name=name, restock=restock)
        else:
            talk.offer_person("exchange_stock_out", "utter_exchange_sold_out", name=name)
    elif wanted.price != bought.price:
        more = "more" if wanted.price > bought.price else "less"
        difference = f"{abs(wanted.price - bought.price) * quantity:.2f}"
        talk.offer_person(
            "exchange_price_differs", f"utter_exchange_costs_{more}", name=name, difference=difference
        )
    else:
        return True
    return False


def _agree(talk: Talk, order: Order, case: Case) -> None:
    if agreed(talk, order):
        claim = claim_report.report(talk, order, case)
        if claim:
            _settle(talk, order, case, claim)
        return
    bought = order.lines[case.line or 0]
    cost = _cost_of_return(talk, order, bought)
    response = "utter_confirm_exchange_paid" if cost else "utter_confirm_exchange"
    name = talk.shop.product(case.new_article or "").name(talk.turn.language)
    item = bought.name(talk.turn.language)
    values = {"quantity": case.quantity, "item": item, "name": name, "cost": f"{cost:.2f}"}
    talk.confirm(CONFIRM, response, **values)


def _cost_of_return(talk: Talk, order: Order, bought: OrderLine) -> Decimal:
    policy = talk.knowledge.returns
    bulky = ProductFlag.BULKY in bought.flags
    return policy.bulky_pickup_cost if bulky else policy.cost_from(order.country)


def _settle(talk: Talk, order: Order, case: Case, claim: Claim) -> None:
    if claim.done:
        talk.reply.say("utter_exchange_done")
        claim_report.confirm_in_writing(talk, claim)
        talk.settle()
    else:
        talk.reply.say("utter_claim_release")
        claim_report.for_person(talk, order, case, claim, "claim_release")
