"""Which article a caller means: by number, by name in any sentence, or the one just talked about."""

from actions.talk import Talk
from bot.errors import ProductNotFound
from bot.shop.models import Product, ProductMatch

ARTICLE = "article"
# The number of the article last talked about: "and may it go in the dishwasher?"
KNOWN = "known_article"
MOST = 6
# Further behind than this, an article is not worth a question.
CLEAR_LEAD = 0.12


def candidates(talk: Talk, text: str) -> tuple[Product, ...]:
    """The articles these words may mean, likeliest first; without any, the one just talked about."""
    number = talk.turn.value("article_number")
    if number:
        return _numbered(talk, number)
    matches = talk.shop.find_products(text, talk.turn.language, MOST) if text else ()
    if not matches and talk.turn.requested != ARTICLE and talk.reply.recall(KNOWN):
        return _numbered(talk, str(talk.reply.recall(KNOWN)))
    return tuple(match.product for match in matches if _close(matches[0], match))


def _close(best: ProductMatch, other: ProductMatch) -> bool:
    return best.score - other.score <= CLEAR_LEAD


def _numbered(talk: Talk, number: str) -> tuple[Product, ...]:
    try:
        return (talk.shop.product(number),)
    except ProductNotFound:
        return ()


def settled_on(talk: Talk, product: Product) -> Product:
    """Keep the article for what comes next."""
    talk.reply.remember(**{KNOWN: product.article_number})
    return product


def ask_or_give_up(talk: Talk) -> None:
    """Ask for the article once; what is not found then, a person looks up."""
    if talk.turn.requested == ARTICLE or talk.turn.value("article_number"):
        talk.offer_person("product_unknown", "utter_product_unknown")
    else:
        talk.reply.remember(**{KNOWN: None})
        talk.ask(ARTICLE, "utter_which_article")


def ask_which(talk: Talk, first: Product, second: Product) -> None:
    """Two may be meant."""
    language = talk.turn.language
    # Not the one before, when the question has to be asked again.
    talk.reply.remember(**{KNOWN: None})
    talk.ask(ARTICLE, "utter_which_of_two", first=first.name(language), second=second.name(language))
