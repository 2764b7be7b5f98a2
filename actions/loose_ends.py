"""What a caller says when nothing was asked: a number out of the blue, or a wish to begin again."""

from actions.action import HotlineAction
from actions.order_number import resolve
from actions.talk import OF_ONE_WISH, Talk


class LooseFacts(HotlineAction):
    """Keeps an order number given without a wish, and asks what it is for."""

    action_name = "action_loose_facts"

    def answer(self, talk: Talk) -> None:
        """The order form will check the number once there is a wish."""
        postcode, number = talk.turn.value("postcode"), talk.turn.entity("order_number")
        if postcode:
            talk.reply.remember(postcode=postcode)
        if number:
            said = resolve(talk, number)
            talk.reply.remember(order_number=said.number, order_candidates=list(said.candidates) or None)
        talk.reply.say("utter_what_about_order" if number else "utter_what_can_i_do")


class StartOver(HotlineAction):
    """Forgets what was said, never how often a wrong combination was tried."""

    action_name = "action_start_over"

    def answer(self, talk: Talk) -> None:
        """Everything of the wish and the order goes."""
        of_the_order = (
            "order_number",
            "postcode",
            "topic",
            "person_offer",
            "requested_slot",
            "ordering",
            "order_draft",
        )
        talk.reply.remember(**dict.fromkeys((*OF_ONE_WISH, *of_the_order)))
        talk.reply.say("utter_start_over")


class AskForPerson(HotlineAction):
    """A wish for a person that reached the dialogue after all."""

    action_name = "action_ask_for_person"

    def answer(self, talk: Talk) -> None:
        """Hand over at once, without a question."""
        talk.hand_over(talk.turn.intent, "callback" if talk.turn.intent == "callback_request" else "person")
