"""Ways to pay and what they cost; no promise of credit, and why somebody was refused a person says."""

from actions.action import HotlineAction
from actions.talk import Talk
from bot.shop.guide.sayings import likeliest
from bot.shop.policies import PaymentOption

# More than two answers in one breath nobody remembers.
MOST = 2


class PaymentMethods(HotlineAction):
    """The way asked for, else all of them."""

    action_name = "action_payment_methods"

    def answer(self, talk: Talk) -> None:
        """Answer from the retailer's terms, and only from them."""
        asked = talk.knowledge.guide.payment
        if asked.refused.in_(talk.turn.text):
            talk.reply.say("utter_payment_refused")
            talk.hand_over("payment_refused", asked=talk.turn.text)
            return
        others = likeliest(talk.turn.text, ((other, other.says) for other in asked.others))[:MOST]
        named = likeliest(talk.turn.text, asked.methods)[: MOST - len(others)]
        for other in others:
            talk.reply.say("utter_statement", statement=other.text[talk.turn.language])
        options = {option.id: option for option in talk.knowledge.payment.options}
        for method in named:
            _tell(talk, options[method])
        if not named:
            _tell_all(talk, tuple(options.values()))
        ids = [other.id for other in others] + named
        talk.reply.record(source=talk.knowledge.payment.source, entries=ids or list(options))
        talk.reply.done(talk.turn.intent)


def _tell(talk: Talk, option: PaymentOption) -> None:
    name, note = option.name[talk.turn.language], option.note.get(talk.turn.language)
    response = "utter_payment_way_costs" if option.cost else "utter_payment_way_free"
    talk.reply.say(response, name=name, cost=f"{option.cost:.2f}")
    if note:
        talk.reply.say("utter_payment_note", note=f"{note[0].upper()}{note[1:]}")


def _tell_all(talk: Talk, options: tuple[PaymentOption, ...]) -> None:
    *first, last = (option.name[talk.turn.language] for option in options)
    talk.reply.say("utter_payment_ways", names=", ".join(first), last=last)
    costly = [option for option in options if option.cost]
    for option in costly:
        talk.reply.say(
            "utter_payment_way_costs", name=option.name[talk.turn.language], cost=f"{option.cost:.2f}"
        )
    if not costly:
        talk.reply.say("utter_payment_all_free")
