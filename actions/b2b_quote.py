"""A quote for a company: what and how many, for whom; always a person, who calls back."""

from actions.action import HotlineAction
from actions.forms import B2B_FORM, is_elsewhere
from actions.talk import Talk

NEED = "b2b_need_text"
FIRM = "b2b_firm_text"
# "We are a company and have a question" says nothing yet; with a number in it, or longer, it mostly does.
TELLS_ENOUGH = 9


class B2bForm(HotlineAction):
    """Asks what is needed and for which company, then hands over."""

    action_name = "validate_b2b_form"

    def answer(self, talk: Talk) -> None:
        """One turn of an enquiry."""
        if is_elsewhere(talk.turn, B2B_FORM):
            return
        talk.reply.remember(topic="b2b_quote")
        _listen(talk)
        for slot in (NEED, FIRM):
            if not talk.reply.recall(slot):
                talk.reply.ask(slot)
                return
        _hand_over(talk)


def _listen(talk: Talk) -> None:
    text = talk.turn.text
    if talk.turn.intent == "b2b_quote" and _says_enough(talk) and not talk.reply.recall(NEED):
        talk.reply.remember(**{NEED: text})
    for slot in (NEED, FIRM):
        if talk.turn.said(slot):
            talk.reply.remember(**{slot: talk.turn.said(slot)})


def _says_enough(talk: Talk) -> bool:
    return bool(talk.turn.value("quantity")) or len(talk.turn.text.split()) >= TELLS_ENOUGH


def _hand_over(talk: Talk) -> None:
    need, firm = talk.reply.recall(NEED), talk.reply.recall(FIRM)
    talk.reply.say("utter_b2b_noted")
    talk.reply.remember(**dict.fromkeys((NEED, FIRM)))
    talk.hand_over("b2b_quote", need=need, firm=firm)
