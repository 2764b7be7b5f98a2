"""How to send something back: how long, which label, what it costs, when the money comes."""

from actions.action import HotlineAction
from actions.delivery import HOME
from actions.places import country_in
from actions.talk import Talk


class ReturnHow(HotlineAction):
    """The retailer's return policy for the country named, else for Germany."""

    action_name = "action_return_how"

    def answer(self, talk: Talk) -> None:
        """Answer from the policy, and only from it."""
        policy, language = talk.knowledge.returns, talk.turn.language
        cost = policy.cost_from(country_in(talk.turn.text, talk.knowledge.stores) or HOME)
        response = "utter_return_how_paid" if cost else "utter_return_how_free"
        talk.reply.say(response, period=policy.period_days, cost=f"{cost:.2f}")
        talk.reply.say("utter_return_how_label", label=policy.label[language])
        talk.reply.say("utter_return_how_refund", usual=policy.usual_refund_days, latest=policy.refund_days)
        talk.reply.record(source=policy.source)
        talk.reply.done(talk.turn.intent)
