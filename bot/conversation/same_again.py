"""Somebody who is here about the same matter again within a week needs a person, not the same answer."""

from dataclasses import replace

from bot.conversation.record import CONTACT_ABOUT
from bot.conversation.state import Reply
from bot.conversation.turn import Turn

# From this many earlier contacts on a person comes unasked; before, the way to one is named.
PERSON_AFTER = 2


def about_the_same_again(turn: Turn, reply: Reply) -> Reply:
    """Once a conversation, as soon as wish and order are known: has this come up before?"""
    memory = turn.memory
    order = memory.facts.get("verified_order", {}).get("value")
    if not memory.wish or not order or any(signal["what"] == "about" for signal in memory.signals):
        return reply
    memory.signals.append({"what": "about", "wish": memory.wish, "order": order})
    turn.note(CONTACT_ABOUT, {"wish": memory.wish, "order": order})
    times = turn.services.earlier_contacts(turn.conversation.id, memory.wish, order)
    if not times:
        return reply
    memory.signals.append({"what": "repeated", "times": times, "turn": turn.conversation.turns})
    turn.note("needs_person", {"why": "repeated_contact", "times": times})
    served = _without_open_door(turn, reply)
    if times < PERSON_AFTER or served.expecting or served.ends or turn.conversation.owner != "bot":
        turn.afterwards.append(turn.say("delicate_eased"))
        return reply
    person = turn.services.handovers.request(turn, "repeated_contact")
    sentences = (*served.sentences, turn.say("repeated_contact"), *person.sentences)
    return replace(person, sentences=sentences, legal=(*served.legal, *person.legal))


def _without_open_door(turn: Turn, reply: Reply) -> Reply:
    """ "Anything else?" is no question a person would have to wait for."""
    if (turn.memory.question or {}).get("kind") != "more" or not reply.sentences:
        return reply
    return replace(reply, sentences=reply.sentences[:-1], expecting=None)
