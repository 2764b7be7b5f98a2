"""Taking a complaint down for a person: what happened, and what the caller wishes."""

from actions.action import HotlineAction
from actions.forms import COMPLAINT_FORM, is_elsewhere
from actions.talk import Talk

COMPLAINT = "complaint_text"
# "I want to make a complaint" says nothing yet; a longer first sentence usually says it all.
TELLS_ENOUGH = 12


class ComplaintForm(HotlineAction):
    """Ask once, then hand over; a number mentioned goes along unchecked."""

    action_name = "validate_complaint_form"

    def answer(self, talk: Talk) -> None:
        """One turn of a complaint."""
        if is_elsewhere(talk.turn, COMPLAINT_FORM):
            return
        talk.reply.remember(topic="complaint")
        if talk.turn.value("order_number"):
            talk.reply.remember(order_number=talk.turn.value("order_number"))
        told = _told(talk)
        if told is None:
            talk.reply.ask(COMPLAINT)
            return
        talk.reply.say("utter_complaint_recorded")
        talk.hand_over("complaint", "complaint", complaint=told)


def _told(talk: Talk) -> str | None:
    text = talk.turn.text
    return text if len(text.split()) >= TELLS_ENOUGH else talk.turn.said(COMPLAINT)
