"""When something behind us fails: say so, keep what was said, offer a person."""

from bot.conversation.secrets_heard import awaits_secret
from bot.conversation.state import Reply
from bot.conversation.turn import Turn

PERSON_AFTER = 2


def answer_trouble(turn: Turn) -> Reply:
    """The way out of a failed turn; the second failure in a row brings in a person unasked."""
    memory = turn.memory
    memory.failures += 1
    # A code is not kept; it will be asked for again.
    words = "" if awaits_secret(memory) else turn.heard.text or ""
    memory.wish_words = memory.wish_words or words or None
    if memory.failures >= PERSON_AFTER:
        memory.failures = 0
        return _person_after_apology(turn)
    return offer_person(turn, words, memory.expecting)


def offer_person(turn: Turn, words: str, expecting: str | None) -> Reply:
    """An apology and the offer; the lost words are kept with what they were meant to answer."""
    sentences = (turn.say("technical_trouble"), turn.say("technical_offer"))
    kept = {"text": words, "awaited": expecting}
    return turn.ask(*sentences, kind="person_offer", expecting="yes_no", **kept)


def answer_person_offer(turn: Turn) -> Reply | None:
    """The answer to "shall a person call you back?"; a no tries the lost words once more."""
    question = turn.memory.question or {}
    if turn.understanding is None:
        return offer_person(turn, question["text"], question["awaited"])
    if turn.intent == "affirm":
        return turn.services.handovers.request(turn, "technical_failure", "callback")
    turn.memory.question, turn.memory.expecting = None, None
    if turn.intent != "deny":
        return None
    if not question["text"]:
        return turn.reply(turn.say("technical_retry"))
    turn.memory.expecting = question["awaited"]
    turn.understanding = turn.understand(question["text"])
    return None


def _person_after_apology(turn: Turn) -> Reply:
    handed = turn.services.handovers.request(turn, "technical_failure")
    return Reply(
        (turn.say("technical_trouble"), *handed.sentences), handed.legal, handed.expecting, handed.ends
    )
