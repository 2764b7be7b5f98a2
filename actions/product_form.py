"""Everything about one article, in one form: what has been said about which one stays known."""

from collections.abc import Callable

from actions import care, person_offer, product_info, recall, troubleshoot
from actions.action import HotlineAction
from actions.article import ARTICLE
from actions.forms import PRODUCT_FORM, is_elsewhere
from actions.talk import Talk

ANSWERS: dict[str, Callable[[Talk], None]] = {
    "product_info_stock": product_info.tell,
    "care_usage": care.tell,
    "troubleshoot": troubleshoot.help_on,
    "recall_check": recall.check,
}
# What was asked about the article, until it is answered.
QUESTION = "question_text"
OF_ONE_QUESTION = (
    QUESTION,
    "trouble_device",
    "trouble_symptom",
    "trouble_step",
    "batch_text",
    "batch_asked",
    "batch",
)
# "The wool blanket" is an answer, whatever wish it may sound like.
SHORT = 4


class ProductForm(HotlineAction):
    """Stock and facts, care and use, troubles, recalls."""

    action_name = "validate_product_form"

    def answer(self, talk: Talk) -> None:
        """One turn about an article."""
        if is_elsewhere(talk.turn, PRODUCT_FORM) and not _answers_after_all(talk):
            return
        if talk.turn.intent in PRODUCT_FORM and not _answers(talk):
            forgotten = dict.fromkeys(OF_ONE_QUESTION) if _is_new(talk) else {}
            talk.reply.remember(**{**forgotten, "topic": talk.turn.intent})
        if person_offer.answered(talk):
            return
        _keep_question(talk)
        ANSWERS.get(talk.wish, product_info.tell)(talk)


def _keep_question(talk: Talk) -> None:
    """What is said along with the article belongs to the question."""
    question = talk.reply.recall(QUESTION)
    if not question or talk.turn.requested == ARTICLE:
        talk.reply.remember(**{QUESTION: f"{question or ''} {talk.turn.text}".strip() or None})


def _answers(talk: Talk) -> bool:
    """A few words to "which article?" are its name, not a change of subject."""
    asked = talk.turn.requested == ARTICLE and bool(talk.turn.slots.get("topic"))
    return asked and len(talk.turn.text.split()) <= SHORT


def _answers_after_all(talk: Talk) -> bool:
    """Answers that sound like another wish: "the blue mug" like an order, "no, still dead" like a claim."""
    if _answers(talk):
        return bool(talk.shop.find_products(talk.turn.text, talk.turn.language, 1))
    return talk.turn.requested == troubleshoot.HELPED and troubleshoot.is_answer(talk)


def _is_new(talk: Talk) -> bool:
    """Another question than the one that is open; telling more of the same trouble is none."""
    same = talk.turn.slots.get("topic") == talk.turn.intent
    return not (same and talk.turn.requested in ("confirm_helped", "confirm_batch", ARTICLE, "batch_text"))
