"""Whether an article is in stock, what it costs, and as of when we know."""

from actions import person_offer
from actions.action import HotlineAction
from actions.forms import PRODUCT_FORM, is_elsewhere
from actions.talk import Talk
from bot.errors import ProductNotFound
from bot.shop.models import Product, ProductMatch

ARTICLE = "article"
SURE = 0.9
# Further behind than this, the second best is not worth a question.
CLEAR_LEAD = 0.12


class ProductForm(HotlineAction):
    """Asks which article when none is named or two may be meant; an unknown one is offered to a person."""

    action_name = "validate_product_form"

    def answer(self, talk: Talk) -> None:
        """One turn about an article."""
        if is_elsewhere(talk.turn, PRODUCT_FORM):
            return
        talk.reply.remember(topic="product_info_stock")
        if person_offer.answered(talk):
            return
        found = _found(talk)
        if not found:
            _ask_or_give_up(talk)
        elif len(found) == 1 or _clear(found):
            _tell(talk, found[0].product)
        else:
            _ask_which(talk, found)


def _found(talk: Talk) -> tuple[ProductMatch, ...]:
    number = talk.turn.value("article_number")
    if number:
        try:
            return (ProductMatch(talk.shop.product(number), 1.0),)
        except ProductNotFound:
            return ()
    return talk.shop.find_products(talk.turn.text, talk.turn.language, 2) if talk.turn.text else ()


def _clear(found: tuple[ProductMatch, ...]) -> bool:
    return found[0].score - found[1].score > CLEAR_LEAD


def _ask_or_give_up(talk: Talk) -> None:
    if talk.turn.requested == ARTICLE or talk.turn.value("article_number"):
        talk.offer_person("product_unknown", "utter_product_unknown")
    else:
        talk.ask(ARTICLE, "utter_which_article")


def _ask_which(talk: Talk, found: tuple[ProductMatch, ...]) -> None:
    first, second = (match.product.name(talk.turn.language) for match in found[:2])
    talk.ask(ARTICLE, "utter_which_of_two", first=first, second=second)


def _tell(talk: Talk, product: Product) -> None:
    facts = {"name": product.name(talk.turn.language), "price": f"{product.price:.2f}"}
    values = {**facts, **talk.when(product.as_of)}
    if product.stock:
        talk.reply.say("utter_product_in_stock", **values)
    elif product.restock_on:
        talk.reply.say("utter_product_restock", restock=product.restock_on.isoformat(), **values)
    else:
        talk.reply.say("utter_product_sold_out", **values)
    talk.reply.record(article_number=product.article_number, as_of=product.as_of.isoformat())
    talk.settle()
