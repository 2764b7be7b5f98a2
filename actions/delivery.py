"""What delivery costs and how long it takes, by country."""

from actions.action import HotlineAction
from actions.places import country_in, country_name
from actions.talk import Talk
from bot.shop.policies import DeliveryTerms

HOME = "DE"


class DeliveryCosts(HotlineAction):
    """Price, time and limits for the country named, else for Germany."""

    action_name = "action_delivery_costs"

    def answer(self, talk: Talk) -> None:
        """Answer from the retailer's terms, and only from them."""
        code = country_in(talk.turn.text, talk.knowledge.stores) or HOME
        terms = talk.knowledge.delivery.countries.get(code)
        if terms:
            _tell(talk, terms)
        else:
            talk.reply.say("utter_delivery_not_there", country=country_name(code, talk.turn.language))
        talk.reply.done(talk.turn.intent)


def _tell(talk: Talk, terms: DeliveryTerms) -> None:
    values = {"country": terms.name[talk.turn.language], "cost": f"{terms.cost:.2f}"}
    if terms.free_from is None:
        talk.reply.say("utter_delivery_cost", **values)
    else:
        talk.reply.say("utter_delivery_cost_free_from", free_from=f"{terms.free_from:.2f}", **values)
    least, most = terms.days
    if terms.bulky_cost is None:
        talk.reply.say("utter_delivery_time_no_bulky", least=least, most=most)
    else:
        talk.reply.say("utter_delivery_time", least=least, most=most, bulky=f"{terms.bulky_cost:.2f}")
    talk.reply.record(source=talk.knowledge.delivery.source, entry=terms.id)
