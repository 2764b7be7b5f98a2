"""Spare parts for an article, which anybody may ask about, and how far one's own repair is."""

from actions.claim_facts import ARTICLE, MOST_MISSES, asks_in_vain, told
from actions.identify import proven_order
from actions.talk import Talk
from bot.errors import ProductNotFound
from bot.shop.claims.line_named import line_named
from bot.shop.models import Order, Product
from bot.shop.workshop.models import Repair, SparePart
from bot.understanding.topic_words import topic_in

ASKED = "part_or_repair_text"
ABOUT = "claim_about"
MODEL = "claim_part_of"
PART = "part_text"
CONFIRM_PART = "confirm_part"
# As for other articles: further behind than this, the second best is not meant.
CLEAR_LEAD = 0.12


def serve(talk: Talk) -> None:
    """One turn about a spare part or a repair."""
    about = _about(talk)
    if about == "repair":
        order = proven_order(talk)
        if order:
            _tell_repair(talk, order)
    elif about == "part":
        _tell_part(talk)


def _about(talk: Talk) -> str | None:
    known: str | None = talk.reply.recall(ABOUT)
    if known is None:
        known = topic_in("repair", told(talk), talk.turn.language)
        if known is None and _products(talk, told(talk)):
            known = "part"
        talk.reply.remember(**{ABOUT: known})
    if known is None:
        if asks_in_vain(talk, ASKED) < MOST_MISSES:
            talk.reply.ask(ASKED)
        else:
            talk.offer_person("part_unknown", "utter_offer_person")
    return known


def _tell_repair(talk: Talk, order: Order) -> None:
    repairs = talk.shop.workshop.repairs_of(order.order_number)
    if not repairs:
        talk.offer_person("repair_not_found", "utter_repair_none", order_number=order.order_number)
        return
    repair = _meant(talk, repairs)
    expected = repair.expected_on.isoformat() if repair.expected_on else ""
    values = {"item": repair.name(talk.turn.language), "expected": expected}
    if repair.is_late(talk.today):
        talk.offer_person("repair_overdue", "utter_repair_late", **values)
        return
    talk.reply.say(f"utter_repair_{repair.state}", **values)
    if repair.expected_on:
        talk.reply.say("utter_repair_expected", **values)
    talk.reply.record(repair=repair.repair_number)
    talk.settle()


def _meant(talk: Talk, repairs: tuple[Repair, ...]) -> Repair:
    names = [(f"{repair.name_de} {repair.name_en}", ()) for repair in repairs]
    return repairs[line_named(told(talk), names) or 0]


def _tell_part(talk: Talk) -> None:
    product = _model(talk)
    if product is None:
        return
    parts = talk.shop.workshop.parts_for(product.article_number)
    if not parts:
        talk.offer_person("part_unknown", "utter_part_none", item=product.name(talk.turn.language))
        return
    part = _part(talk, parts)
    if part:
        _tell(talk, product, part)
    else:
        _ask_part(talk, product, parts)


def _model(talk: Talk) -> Product | None:
    """The article the part belongs to; None when it is being asked, or a person was offered."""
    known = talk.reply.recall(MODEL)
    if known:
        return talk.shop.product(known)
    found = _products(talk, talk.turn.text if talk.turn.requested == ARTICLE else told(talk))
    if len(found) == 1:
        talk.reply.remember(**{MODEL: found[0].article_number})
        return found[0]
    if len(found) > 1:
        first, second = (product.name(talk.turn.language) for product in found[:2])
        talk.ask(ARTICLE, "utter_which_of_two", first=first, second=second)
    elif asks_in_vain(talk, ARTICLE) or talk.turn.value("article_number"):
        talk.offer_person("part_unknown", "utter_part_unknown_model")
    else:
        talk.ask(ARTICLE, "utter_part_of_what")
    return None


def _products(talk: Talk, words: str) -> list[Product]:
    """The articles that may be meant, one when it is clear."""
    number = talk.turn.value("article_number")
    if number:
        try:
            return [talk.shop.product(number)]
        except ProductNotFound:
            return []
    found = talk.shop.find_products(words, talk.turn.language, 2) if words else ()
    if len(found) == 2 and found[0].score - found[1].score > CLEAR_LEAD:
        found = found[:1]
    return [match.product for match in found]


def _part(talk: Talk, parts: tuple[SparePart, ...]) -> SparePart | None:
    if len(parts) == 1 and talk.turn.answers(CONFIRM_PART, "affirm"):
        return parts[0]
    words = talk.turn.text if talk.turn.requested == PART else told(talk)
    place = line_named(words, [(f"{part.name_de} {part.name_en}", part.synonyms) for part in parts])
    return None if place is None else parts[place]


def _ask_part(talk: Talk, product: Product, parts: tuple[SparePart, ...]) -> None:
    *first, last = (part.name(talk.turn.language) for part in parts)
    item = product.name(talk.turn.language)
    if asks_in_vain(talk, PART) or talk.turn.answers(CONFIRM_PART, "deny"):
        talk.offer_person("part_unknown", "utter_part_not_that", item=item)
    elif first:
        talk.ask(PART, "utter_part_which", item=item, parts=", ".join(first), last=last)
    else:
        talk.confirm(CONFIRM_PART, "utter_part_only", item=item, last=last)


def _tell(talk: Talk, product: Product, part: SparePart) -> None:
    least, most = part.days
    name, item = part.name(talk.turn.language), product.name(talk.turn.language)
    talk.reply.say("utter_part", name=name, item=item, number=part.part_number, price=f"{part.price:.2f}")
    talk.reply.say("utter_part_time", least=least, most=most)
    talk.reply.record(part=part.part_number, source="shop_spare_parts")
    talk.settle()
