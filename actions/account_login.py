"""Somebody cannot get into the account: a link to the stored e-mail, the same answer whether it exists."""

from actions import person_offer
from actions.action import HotlineAction
from actions.forms import LOGIN_FORM, is_elsewhere
from actions.talk import Talk
from bot.understanding.topic_words import topic_in

EMAIL = "login_email"


class LoginForm(HotlineAction):
    """Asks for the e-mail address; signs of a takeover go to a person at once."""

    action_name = "validate_login_form"

    def answer(self, talk: Talk) -> None:
        """One turn about a login."""
        if is_elsewhere(talk.turn, LOGIN_FORM):
            return
        talk.reply.remember(topic="account_login")
        if person_offer.answered(talk):
            return
        if topic_in("takeover", talk.turn.text, talk.turn.language):
            talk.reply.say("utter_login_takeover")
            talk.hand_over("account_takeover", said=talk.turn.text)
        elif talk.turn.value("email"):
            _send(talk, str(talk.turn.value("email")))
        elif talk.turn.answers(EMAIL, "deny"):
            talk.offer_person("no_login_email", "utter_login_no_email")
        else:
            talk.reply.ask(EMAIL)


def _send(talk: Talk, email: str) -> None:
    talk.shop.customers.send_reset_link(
        email,
        request_id=f"{talk.turn.conversation_id}:reset:{email}",
        at=talk.now,
        language=talk.turn.language,
    )
    talk.reply.say("utter_login_link", email=email)
    talk.reply.say("utter_login_no_codes")
    talk.settle()
