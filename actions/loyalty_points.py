"""How many points somebody has, and until when; points said to be wrong are checked by a person."""

from actions import person_offer
from actions.action import HotlineAction
from actions.forms import POINTS_FORM, is_elsewhere
from actions.identify import proven_customer
from actions.talk import Talk
from bot.shop.accounts.models import Points
from bot.understanding.topic_words import topic_in

DISPUTED = "points_disputed"


class PointsForm(HotlineAction):
    """Proves whose points they are, then tells them."""

    action_name = "validate_points_form"

    def answer(self, talk: Talk) -> None:
        """One turn about points."""
        if is_elsewhere(talk.turn, POINTS_FORM):
            return
        talk.reply.remember(topic="loyalty_points")
        if person_offer.answered(talk):
            return
        _listen(talk)
        customer = proven_customer(talk)
        if customer is None:
            return
        points = talk.shop.accounts.points(customer.customer_id)
        disputed = talk.reply.recall(DISPUTED)
        talk.reply.remember(**{DISPUTED: None})
        if points:
            _tell(talk, points)
        else:
            talk.reply.say("utter_points_none")
        if disputed:
            talk.reply.say("utter_points_checked")
            talk.hand_over("points_disputed", "claim", said=disputed)
        else:
            talk.settle()


def _listen(talk: Talk) -> None:
    if talk.turn.intent == "loyalty_points":
        disputed = topic_in("points", talk.turn.text, talk.turn.language)
        talk.reply.remember(**{DISPUTED: talk.turn.text if disputed else None})


def _tell(talk: Talk, points: Points) -> None:
    talk.reply.say("utter_points_balance", points=points.balance)
    if points.expiring and points.expires_on:
        until = points.expires_on.isoformat()
        talk.reply.say("utter_points_expiring", points=points.expiring, until=until)
    else:
        talk.reply.say("utter_points_safe")
    talk.reply.record(points_told=True)
