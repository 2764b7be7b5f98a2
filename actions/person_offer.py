"""The caller's answer to "shall a person take care of this?"."""

from actions.talk import CONFIRM_PERSON, Talk


def answered(talk: Talk) -> bool:
    """Carry out a yes or no to an open offer; False when this turn is about something else."""
    reason = talk.reply.recall("person_offer")
    if talk.turn.answers(CONFIRM_PERSON, "affirm"):
        talk.hand_over(reason, said=talk.reply.recall("topic_text"))
    elif talk.turn.answers(CONFIRM_PERSON, "deny") and not _names_another_order(talk):
        talk.reply.say("utter_no_person")
        talk.settle()
    elif reason and _unclear(talk):
        talk.confirm(CONFIRM_PERSON, "utter_offer_person")
    else:
        talk.reply.remember(person_offer=None)
        return False
    return True


def _names_another_order(talk: Talk) -> bool:
    """ "No, the other one, WM-104823": not a no to help, but the same wish for that order."""
    number, before = talk.turn.value("order_number"), talk.reply.recall("order_number")
    return bool(number and before and number != before)


def _unclear(talk: Talk) -> bool:
    nothing_new = talk.turn.intent in ("inform", "") and not talk.turn.entities
    return talk.turn.resumed or (talk.turn.requested == CONFIRM_PERSON and nothing_new)
