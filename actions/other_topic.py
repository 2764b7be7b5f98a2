"""What is no customer's business (jobs, press, suppliers …): the right contact, else a person is offered."""

from actions import person_offer
from actions.action import HotlineAction
from actions.forms import PERSON_FORM, is_elsewhere
from actions.talk import Talk
from bot.shop.guide.models import Contact


class PersonForm(HotlineAction):
    """Names the contact, hands the press to a person, and offers one where nobody else is right."""

    action_name = "validate_person_form"

    def answer(self, talk: Talk) -> None:
        """One turn: the contact or the offer, or the answer to it."""
        if is_elsewhere(talk.turn, PERSON_FORM):
            return
        talk.reply.remember(topic="other_topic")
        if person_offer.answered(talk):
            return
        if talk.turn.intent == "out_of_scope":
            talk.offer_person("out_of_scope", "utter_out_of_scope")
            return
        contact = talk.knowledge.guide.contacts.for_(talk.turn.text)
        if contact is None:
            talk.offer_person("other_topic", "utter_other_topic")
        elif contact.person:
            talk.reply.say("utter_contact_person")
            talk.hand_over("press", asked=talk.turn.text)
        else:
            _tell(talk, contact)


def _tell(talk: Talk, contact: Contact) -> None:
    language = talk.turn.language
    values = {"about": contact.about[language], "phone": contact.phone, "email": contact.email}
    reached = [way for way in ("phone", "email") if values[way]]
    talk.reply.say(f"utter_contact_{'_and_'.join(reached)}", **values)
    talk.reply.say("utter_statement", statement=contact.note[language])
    talk.reply.record(source=talk.knowledge.guide.contacts.source, entry=contact.id)
    talk.settle()
