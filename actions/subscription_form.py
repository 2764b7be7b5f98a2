"""Recurring deliveries in one form, because who wants to pause may end up ending, and the other way round."""

from actions import person_offer, subscription_cancel, subscription_change
from actions.action import HotlineAction
from actions.forms import SUBSCRIPTION_FORM, is_elsewhere
from actions.talk import Talk

CANCEL = "subscription_cancel"


class SubscriptionForm(HotlineAction):
    """Serves the change or the end of a subscription."""

    action_name = "validate_subscription_form"

    def answer(self, talk: Talk) -> None:
        """One turn about a subscription."""
        if is_elsewhere(talk.turn, SUBSCRIPTION_FORM):
            return
        if talk.turn.intent in SUBSCRIPTION_FORM and not _goes_on(talk):
            subscription_change.forget(talk)
            subscription_cancel.forget(talk)
            talk.reply.remember(topic=talk.turn.intent, subscription_text=talk.turn.text)
        else:
            talk.reply.remember(topic=talk.reply.recall("subscription_topic"))
        talk.reply.remember(subscription_topic=talk.reply.recall("topic"))
        if person_offer.answered(talk):
            return
        serve = subscription_cancel.take if talk.wish == CANCEL else subscription_change.serve
        serve(talk)


def _goes_on(talk: Talk) -> bool:
    """The same wish once more is an answer to what was asked about it ("every six weeks, please")."""
    same = talk.turn.intent == talk.reply.recall("subscription_topic")
    return same and talk.turn.requested in (*subscription_change.QUESTIONS, subscription_cancel.QUESTION)
