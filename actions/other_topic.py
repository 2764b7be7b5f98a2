"""Wishes this hotline cannot serve (jobs, press, suppliers …): a person is offered."""

from actions import person_offer
from actions.action import HotlineAction
from actions.forms import PERSON_FORM, is_elsewhere
from actions.talk import Talk


class PersonForm(HotlineAction):
    """Offers a person and takes the answer."""

    action_name = "validate_person_form"

    def answer(self, talk: Talk) -> None:
        """One turn: the offer, or the answer to it."""
        if is_elsewhere(talk.turn, PERSON_FORM):
            return
        talk.reply.remember(topic="other_topic")
        if not person_offer.answered(talk):
            talk.offer_person("other_topic", "utter_other_topic")
