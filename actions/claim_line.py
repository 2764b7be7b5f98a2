"""Which article of the order it is about, and how many pieces."""

from actions.claim_facts import ARTICLE, LINE, MOST_MISSES, asks_in_vain, give_up, told
from actions.talk import Talk
from bot.errors import ProductNotFound
from bot.shop.claims.line_named import line_named
from bot.shop.models import Order, OrderLine
from bot.understanding.entities import read_choice
from bot.understanding.topic_words import topic_in

QUANTITY = "claim_quantity"
WHOLE = -1
# More names than this nobody keeps in mind.
MOST_NAMED = 4


def meant(talk: Talk, order: Order) -> int | None:
    """The line's place in the order, WHOLE for all; None when a question is open or a person was asked."""
    line = talk.reply.recall(LINE)
    if line is None:
        line = named(talk, order, told(talk)) if len(order.lines) > 1 else 0
        talk.reply.remember(**{LINE: line})
    if line is None:
        _ask(talk, order)
    return None if line is None else int(line)


def named(talk: Talk, order: Order, words: str) -> int | None:
    """The line these words name; in the answer to the question also "the second one", "all of it"."""
    number = talk.turn.value("article_number")
    numbers = [line.article_number for line in order.lines]
    if number in numbers:
        return numbers.index(number)
    if talk.turn.requested == ARTICLE:
        choice = read_choice(talk.turn.text, talk.turn.language, len(order.lines))
        if choice:
            return choice - 1
        words = talk.turn.text
    line = line_named(words, [(_names(line), _synonyms(talk, line)) for line in order.lines])
    if line is None and topic_in("claim_scope", words, talk.turn.language):
        return WHOLE
    return line


def pieces(talk: Talk, line: OrderLine) -> int | None:
    """How many of them; asked only when there were several. None when a question is open."""
    if line.quantity == 1:
        return 1
    said = talk.turn.value("quantity") or talk.reply.recall(QUANTITY)
    if said is not None and 1 <= int(said) <= line.quantity:
        talk.reply.remember(**{QUANTITY: int(said)})
        return int(said)
    if asks_in_vain(talk, QUANTITY) < MOST_MISSES:
        talk.ask(QUANTITY, "utter_claim_how_many", ordered=line.quantity)
    else:
        give_up(talk, article=line.name_de)
    return None


def item(talk: Talk, order: Order, line: int) -> str:
    """The article's name as said to the caller."""
    return order.lines[line].name(talk.turn.language)


def _ask(talk: Talk, order: Order) -> None:
    misses = asks_in_vain(talk, ARTICLE)
    if misses >= MOST_MISSES:
        give_up(talk)
    elif misses or len(order.lines) > MOST_NAMED:
        talk.ask(ARTICLE, "utter_claim_which_name")
    else:
        *first, last = (line.name(talk.turn.language) for line in order.lines)
        talk.ask(ARTICLE, "utter_claim_which", items=", ".join(first), last=last)


def _names(line: OrderLine) -> str:
    return f"{line.name_de} {line.name_en}"


def _synonyms(talk: Talk, line: OrderLine) -> tuple[str, ...]:
    try:
        return talk.shop.product(line.article_number).synonyms
    except ProductNotFound:
        return ()
