"""Promo codes: do they count, and why not, in plain words; a discount afterwards is for a person."""

from actions import person_offer
from actions.action import HotlineAction
from actions.forms import VOUCHER_FORM, is_elsewhere
from actions.talk import Talk
from actions.voucher_answer import GOODS, explain
from bot.shop.guide.sayings import likeliest
from bot.shop.vouchers.models import Voucher
from bot.understanding.promo_codes import promo_codes

HEARD = "voucher_text"
CODE = "voucher"
LIKE = "voucher_like"
RIGHT = "confirm_voucher"
MISSES = "voucher_misses"
MOST_MISSES = 2


class VoucherForm(HotlineAction):
    """Asks for the code, then, where it matters, for the basket's worth."""

    action_name = "validate_voucher_form"

    def answer(self, talk: Talk) -> None:
        """One turn about a promo code."""
        if is_elsewhere(talk.turn, VOUCHER_FORM):
            return
        talk.reply.remember(topic="voucher_promo")
        if not person_offer.answered(talk):
            _serve(talk)


def _serve(talk: Talk) -> None:
    if talk.knowledge.guide.vouchers.correction.in_(talk.turn.text):
        _correct(talk)
        return
    voucher = _known(talk)
    if voucher:
        talk.reply.remember(**{CODE: voucher.code})
        explain(talk, voucher)
    elif talk.turn.requested != HEARD and _told_in_general(talk):
        talk.settle()
    else:
        _ask(talk)


def _known(talk: Talk) -> Voucher | None:
    """The code under discussion; one that only sounds like it has to be confirmed first."""
    readings = promo_codes(talk.turn.text, talk.turn.language, talk.today)
    if talk.turn.answers(RIGHT, "affirm"):
        return talk.shop.vouchers.named([str(talk.reply.recall(LIKE))])
    if talk.turn.requested == GOODS or talk.turn.resumed:
        return talk.shop.vouchers.named([str(talk.reply.recall(CODE) or "")])
    return talk.shop.vouchers.named(readings)


def _told_in_general(talk: Talk) -> bool:
    """A question about codes as such, answered from the terms."""
    terms = talk.knowledge.guide.vouchers
    found = likeliest(talk.turn.text, ((answer, answer.says) for answer in terms.answers))
    for answer in found[:1]:
        talk.reply.say("utter_statement", statement=answer.text[talk.turn.language])
        talk.reply.record(source=terms.source, entry=answer.id)
    return bool(found)


def _correct(talk: Talk) -> None:
    voucher = talk.shop.vouchers.named(promo_codes(talk.turn.text, talk.turn.language, talk.today))
    code = voucher.code if voucher else talk.reply.recall(CODE)
    talk.reply.say("utter_voucher_correction")
    forget(talk)
    talk.hand_over("voucher_correction", "claim", voucher=code, asked=talk.turn.text)


def _ask(talk: Talk) -> None:
    near = talk.shop.vouchers.like(promo_codes(talk.turn.text, talk.turn.language, talk.today))
    if near and talk.turn.requested != RIGHT:
        talk.reply.remember(**{LIKE: near.code})
        talk.confirm(RIGHT, "utter_voucher_like", code=near.code)
        return
    answered = talk.turn.requested in (HEARD, RIGHT)
    misses = int(talk.reply.recall(MISSES) or 0) + (1 if answered else 0)
    if misses >= MOST_MISSES:
        forget(talk)
        talk.offer_person("voucher_unknown", "utter_voucher_unknown")
        return
    talk.reply.ask(HEARD)
    talk.reply.remember(**{MISSES: misses, "wording": "again" if misses else "first"})


def forget(talk: Talk) -> None:
    """Nothing of the code stays."""
    talk.reply.remember(**dict.fromkeys((CODE, LIKE, MISSES, GOODS)))
