"""Whether an article is recalled: yes or no from the list; a hit or a doubt goes to product safety."""

from actions import article, product_safety
from actions.talk import Talk
from bot.shop.guide.models import Recall, Recalls
from bot.shop.models import Product
from bot.understanding.batch_numbers import batch_numbers, has_digits

BATCH = "batch_text"
ASKED = "batch_asked"
HEARD = "batch"
RIGHT = "confirm_batch"


def check(talk: Talk) -> None:
    """One turn of the check."""
    recalls = talk.knowledge.guide.recalls
    answering = talk.turn.requested in (BATCH, RIGHT)
    found = () if answering else article.candidates(talk, talk.turn.text)
    if _in_danger(talk, found):
        # A device that burnt is dangerous whatever its batch: no question, and no all-clear.
        product_safety.stop_use(talk, found[0].article_number if found else talk.reply.recall(article.KNOWN))
    elif answering:
        _judge(talk, recalls)
    else:
        _look_up(talk, recalls, found)


def _in_danger(talk: Talk, found: tuple[Product, ...]) -> bool:
    """Danger told now, or before its article was asked for; beside no article of ours it may be hearsay."""
    requested = talk.turn.requested
    if requested == article.ARTICLE:
        return product_safety.tells_danger(talk, str(talk.reply.recall("question_text") or ""))
    return bool(found or requested in (BATCH, RIGHT)) and product_safety.is_danger(talk)


def _look_up(talk: Talk, recalls: Recalls, found: tuple[Product, ...]) -> None:
    recalled = next((recall for product in found if (recall := recalls.of(product.article_number))), None)
    if not found:
        _ask_or_warn(talk)
    elif recalled is None:
        _tell_none(talk, recalls, found[0])
    elif len(found) == 1:
        _of_article(talk, recalls, article.settled_on(talk, found[0]), recalled)
    else:
        article.ask_which(talk, *_differing(recalls, found))


def _ask_or_warn(talk: Talk) -> None:
    if talk.turn.requested == article.ARTICLE:
        talk.reply.say("utter_recall_unsure")
        talk.hand_over("recall_unsure", recall_about=talk.turn.text)
    else:
        talk.ask(article.ARTICLE, "utter_which_article")


def _tell_none(talk: Talk, recalls: Recalls, product: Product) -> None:
    article.settled_on(talk, product)
    values = {"name": product.name(talk.turn.language), "day": recalls.as_of.isoformat()}
    talk.reply.say("utter_recall_none", **values)
    talk.reply.record(source=recalls.source, article_number=product.article_number, recalled=False)
    talk.settle()


def _differing(recalls: Recalls, found: tuple[Product, ...]) -> tuple[Product, Product]:
    """The likeliest article, and one of which the list says something else; else simply the next."""
    first = found[0]
    known = recalls.of(first.article_number)
    return first, next((other for other in found if recalls.of(other.article_number) != known), found[1])


def _of_article(talk: Talk, recalls: Recalls, product: Product, recall: Recall) -> None:
    announced = recalls.batch.in_(talk.turn.text)
    readings = batch_numbers(talk.turn.text, talk.turn.language, talk.today) if announced else ()
    if readings:
        _decide(talk, recalls, recall, readings)
        return
    name, where = product.name(talk.turn.language), recall.where[talk.turn.language]
    talk.reply.say("utter_recall_some", name=name)
    talk.ask(BATCH, "utter_recall_batch", where=where)


def _judge(talk: Talk, recalls: Recalls) -> None:
    recall = recalls.of(str(talk.reply.recall(article.KNOWN) or ""))
    readings = batch_numbers(talk.turn.text, talk.turn.language, talk.today)
    if recall is None or _declined(talk, readings):
        talk.reply.say("utter_recall_unsure")
        talk.hand_over("recall_unsure", recall=recall.id if recall else None, batch=talk.turn.text)
    elif talk.turn.answers(RIGHT, "affirm"):
        _tell_other_batch(talk, recalls, recall)
    elif readings:
        _decide(talk, recalls, recall, readings)
    else:
        talk.reply.remember(**{ASKED: True})
        talk.ask(BATCH, "utter_recall_batch_again")


def _declined(talk: Talk, readings: tuple[str, ...]) -> bool:
    """No number to be had: the label is gone, or it was not understood twice."""
    if readings or talk.turn.requested == RIGHT:
        return False
    digits = has_digits(talk.turn.text, talk.turn.language, talk.today)
    return not digits or bool(talk.reply.recall(ASKED))


def _decide(talk: Talk, recalls: Recalls, recall: Recall, readings: tuple[str, ...]) -> None:
    """A batch that may be one of them is one; that it is none must have been heard right."""
    talk.reply.remember(**{HEARD: readings[0]})
    if not any(recall.affects(reading) for reading in readings):
        talk.confirm(RIGHT, "utter_recall_confirm_batch", batch=readings[0])
        return
    language = talk.turn.language
    talk.reply.record(source=recalls.source, entry=recall.id, batch=readings[0], recalled=True)
    talk.reply.say("utter_recall_hit", hazard=recall.hazard[language])
    talk.reply.say("utter_statement", statement=recall.remedy[language])
    talk.hand_over("recall_hit", recall=recall.id, batch=readings[0])


def _tell_other_batch(talk: Talk, recalls: Recalls, recall: Recall) -> None:
    batch = str(talk.reply.recall(HEARD))
    talk.reply.record(source=recalls.source, entry=recall.id, batch=batch, recalled=False)
    talk.reply.say("utter_recall_other_batch", batch=batch)
    talk.settle()
