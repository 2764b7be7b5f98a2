"""Whether an article is in stock, what it costs, what it is like, and as of when we know."""

from actions import article
from actions.talk import Talk
from bot.shop.guide.articles import contradicts_itself
from bot.shop.models import Product
from bot.shop.product_words import same_colour


def tell(talk: Talk) -> None:
    """One turn about stock, price and facts."""
    found = article.candidates(talk, talk.turn.text)
    if not found:
        article.ask_or_give_up(talk)
    elif len(found) == 1:
        _tell(talk, article.settled_on(talk, found[0]))
    else:
        article.ask_which(talk, found[0], found[1])


def _tell(talk: Talk, product: Product) -> None:
    asked = str(talk.reply.recall("question_text") or "")
    questions, name = talk.knowledge.guide.articles, product.name(talk.turn.language)
    unknown = questions.unknown.in_(asked) and not same_colour(name, asked)
    if unknown or questions.facts.in_(asked):
        talk.reply.say("utter_product_facts", name=name, facts=product.facts(talk.turn.language))
    talk.reply.record(article_number=product.article_number, as_of=product.as_of.isoformat())
    if contradicts_itself(product, talk.today):
        talk.offer_person("product_conflict", "utter_product_conflict", name=name)
        return
    _tell_stock(talk, product)
    if unknown:
        talk.offer_person("product_fact_unknown", "utter_product_fact_unknown")
    else:
        talk.settle()


def _tell_stock(talk: Talk, product: Product) -> None:
    facts = {"name": product.name(talk.turn.language), "price": f"{product.price:.2f}"}
    values = {**facts, **talk.when(product.as_of)}
    if product.stock:
        talk.reply.say("utter_product_in_stock", **values)
    elif product.restock_on:
        talk.reply.say("utter_product_restock", restock=product.restock_on.isoformat(), **values)
    else:
        talk.reply.say("utter_product_sold_out", **values)
