"""Level A2: a one-time code, sent to a contact that was stored before, said back in this conversation.

The server makes and sends it (the payload `send_code`), so that no code ever passes through the dialogue's
memory on its way out; what the caller gives back is judged here.
"""

from actions.talk import Talk
from bot.shop.codes.models import CodeCheck, Ways
from bot.shop.codes.rules import DIGITS
from bot.understanding.code_words import CodeWish, about_code

CODE = "code"


def proven_by_code(talk: Talk, customer_id: str) -> bool:
    """Whether the caller is surely this customer; if not yet, a question is open or a person was asked."""
    if talk.shop.codes.proven(talk.turn.conversation_id, customer_id):
        talk.reply.remember(auth_level="A2", code_for=None)
        return True
    if talk.reply.recall("code_spent") == customer_id:
        _give_up(talk, "utter_code_spent", "authentication_failed")
    elif talk.reply.recall("code_for") != customer_id:
        talk.reply.say("utter_code_needed")
        _send(talk, customer_id)
    elif talk.turn.requested == CODE:
        return _answered(talk, customer_id)
    else:
        talk.reply.ask(CODE)
    return False


def _answered(talk: Talk, customer_id: str) -> bool:
    """What the caller says to the open question for the code."""
    given = talk.turn.entity(CODE)
    if given:
        return _judged(talk, customer_id, [str(reading) for reading in given.get("readings") or ()])
    wished = about_code(talk.turn.text, talk.turn.language)
    if wished:
        _send_otherwise(talk, customer_id, wished)
    elif talk.turn.intent == "deny":
        talk.offer_person("no_code", "utter_code_without")
    else:
        talk.reply.ask(CODE)
    return False


def _judged(talk: Talk, customer_id: str, readings: list[str]) -> bool:
    whole = [reading for reading in readings if len(reading) == DIGITS]
    if not whole:
        # Half a code is no guess at one.
        talk.reply.say("utter_code_has_six_digits")
        talk.reply.ask(CODE)
        return False
    codes, conversation = talk.shop.codes, talk.turn.conversation_id
    check = codes.check(conversation, customer_id, whole, at=talk.now)
    if check is CodeCheck.RIGHT:
        talk.reply.say("utter_code_right")
        talk.reply.remember(auth_level="A2", code_for=None)
        talk.reply.close()
        return True
    _told_wrong(talk, customer_id, check)
    return False


def _told_wrong(talk: Talk, customer_id: str, check: CodeCheck) -> None:
    if check is CodeCheck.SPENT:
        talk.reply.remember(code_spent=customer_id)
        _give_up(talk, "utter_code_spent", "authentication_failed")
    elif check is CodeCheck.EXPIRED:
        talk.reply.say("utter_code_expired")
        _send(talk, customer_id, talk.reply.recall("code_channel"))
    else:
        talk.reply.say("utter_code_wrong")
        talk.reply.ask(CODE)


def _send_otherwise(talk: Talk, customer_id: str, wished: CodeWish) -> None:
    """Another way where this one does not reach the caller, a new code where he wants one."""
    used, ways = talk.reply.recall("code_channel"), talk.shop.codes.ways(customer_id, at=talk.now)
    if wished in ("email", "sms"):
        way = ways.by(wished)
    elif wished == "new":
        way = ways.by(used)
    else:
        way = ways.beside(used)
    if way is None:
        talk.offer_person("no_code", "utter_code_no_other_way")
    else:
        _send(talk, customer_id, way.channel)


def _send(talk: Talk, customer_id: str, channel: str | None = None) -> None:
    ways: Ways = talk.shop.codes.ways(customer_id, at=talk.now)
    way = ways.by(channel)
    if way is None:
        _give_up(talk, "utter_code_no_contact", "no_contact_for_code")
    elif not ways.allowed:
        _give_up(talk, "utter_code_too_many", "too_many_codes")
    else:
        talk.reply.remember(code_for=customer_id, code_channel=way.channel)
        talk.reply.send_code(customer_id=customer_id, channel=way.channel)
        talk.reply.ask(CODE)


def _give_up(talk: Talk, response: str, reason: str) -> None:
    talk.reply.say(response)
    talk.hand_over(reason)
