"""Care and use of an article: what its manual says, and nothing beyond."""

from actions import article, product_safety
from actions.article import ARTICLE
from actions.talk import Talk
from bot.shop.guide.models import Care, Statement
from bot.shop.models import Product

# More than two answers in one breath nobody remembers.
MOST = 2

Said = tuple[Statement, ...]


def tell(talk: Talk) -> None:
    """One turn about care and use."""
    care = talk.knowledge.guide.care
    asked = str(talk.reply.recall("question_text") or "")
    if product_safety.is_danger(talk) and _names_device(talk):
        product_safety.stop_use(talk)
    elif care.safety.in_(asked):
        talk.offer_person("care_safety", "utter_care_safety")
    else:
        _tell_or_ask(talk, care, asked)


def _names_device(talk: Talk) -> bool:
    """A duvet that stinks wants airing; a toaster that does is dangerous."""
    return talk.knowledge.guide.troubleshooting.device_in(talk.turn.text) is not None


def _tell_or_ask(talk: Talk, care: Care, asked: str) -> None:
    naming = talk.turn.text if talk.turn.requested == ARTICLE else care.without_questions(talk.turn.text)
    found = article.candidates(talk, naming)
    if not found:
        article.ask_or_give_up(talk)
        return
    answers = {product.article_number: _statements(care, product, asked) for product in found}
    if len(set(answers.values())) == 1:
        _tell(talk, care, article.settled_on(talk, found[0]), answers[found[0].article_number])
    else:
        article.ask_which(talk, *_differing(found, answers))


def _statements(care: Care, product: Product, asked: str) -> Said:
    found = (care.statement(product.article_number, question) for question in care.asked_in(asked))
    return tuple(dict.fromkeys(statement for statement in found if statement))[:MOST]


def _differing(found: tuple[Product, ...], answers: dict[str, Said]) -> tuple[Product, Product]:
    """The likeliest article, and the first whose answer would be another."""
    first = found[0]
    known = answers[first.article_number]
    return first, next(other for other in found if answers[other.article_number] != known)


def _tell(talk: Talk, care: Care, product: Product, statements: Said) -> None:
    name = product.name(talk.turn.language)
    if not statements:
        talk.offer_person("care_no_source", "utter_care_unknown", name=name)
        return
    talk.reply.say("utter_care_source", name=name)
    for statement in statements:
        talk.reply.say("utter_statement", statement=statement.text[talk.turn.language])
    talk.reply.record(source=care.source, entries=[statement.id for statement in statements])
    talk.settle()
