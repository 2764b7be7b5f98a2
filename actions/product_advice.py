"""Advice: one question about the need, two or three facts of what fits, and a person for more."""

from actions import person_offer
from actions.action import HotlineAction
from actions.forms import ADVICE_FORM, is_elsewhere
from actions.talk import Talk
from bot.shop.guide.models import Category, Fit

NEED = "advice_need_text"
CATEGORY = "advice_category"
ASKED = "advice_asked"
# More than two nobody compares by ear.
MOST = 2


class AdviceForm(HotlineAction):
    """Facts only; nothing about bodies, nothing more than was asked."""

    action_name = "validate_advice_form"

    def answer(self, talk: Talk) -> None:
        """One turn of advice."""
        if is_elsewhere(talk.turn, ADVICE_FORM):
            return
        talk.reply.remember(topic="product_advice")
        if talk.turn.intent == "product_advice" and talk.turn.requested != NEED:
            _forget(talk)
        if not person_offer.answered(talk):
            _advise(talk)


def _advise(talk: Talk) -> None:
    advice = talk.knowledge.guide.advice
    need = f"{talk.reply.recall(NEED) or ''} {talk.turn.text}".strip()
    known = advice.category(str(talk.reply.recall(CATEGORY) or ""))
    category = advice.category_in(talk.turn.text) or known or advice.category_in(need)
    talk.reply.remember(**{NEED: need or None, CATEGORY: category.id if category else None})
    if category is None:
        _ask_or_give_up(talk)
        return
    if talk.turn.resumed:
        _ask(talk, category.ask[talk.turn.language])
        return
    fits = category.fitting(need)
    if not fits and len(category.fits) > 1 and not talk.reply.recall(ASKED):
        _ask(talk, category.ask[talk.turn.language])
        return
    _tell(talk, category, tuple(fits or category.fits)[:MOST], advice.health.in_(need))


def _ask_or_give_up(talk: Talk) -> None:
    if talk.reply.recall(ASKED) and not talk.turn.resumed:
        talk.offer_person("product_advice", "utter_advice_unknown")
    else:
        talk.reply.remember(**{ASKED: True})
        talk.ask(NEED, "utter_advice_what")


def _ask(talk: Talk, question: str) -> None:
    talk.reply.remember(**{ASKED: True})
    talk.ask(NEED, "utter_statement", statement=question)


def _tell(talk: Talk, category: Category, fits: tuple[Fit, ...], of_health: bool) -> None:
    for fit in fits:
        _tell_one(talk, fit)
    talk.reply.record(source=talk.knowledge.guide.advice.source, entry=category.id)
    if of_health:
        talk.reply.say("utter_advice_no_promise")
    talk.offer_person("product_advice", "utter_advice_more")


def _tell_one(talk: Talk, fit: Fit) -> None:
    product, language = talk.shop.product(fit.article_number), talk.turn.language
    values = {"name": product.name(language), "facts": fit.facts[language], "price": f"{product.price:.2f}"}
    talk.reply.say("utter_advice_fit" if product.stock else "utter_advice_fit_sold_out", **values)


def _forget(talk: Talk) -> None:
    talk.reply.remember(**dict.fromkeys((NEED, CATEGORY, ASKED)))
