"""When something behind us fails: say so, keep what was said, offer a person."""

from bot.conversation.state import Reply
from bot.conversation.turn import Turn

PERSON_AFTER = 2


def answer_trouble(turn: Turn) -> Reply:
    """The way out of a failed turn; the second failure in a row brings in a person unasked."""
    memory = turn.memory
    memory.failures += 1
    apology = turn.say("technical_trouble")
    if memory.failures >= PERSON_AFTER:
        memory.failures = 0
        handed = turn.services.handovers.request(turn, "technical_failure")
        return Reply((apology, *handed.sentences), handed.legal, handed.expecting, handed.ends)
    words = turn.heard.text or ""
    return turn.ask(apology, turn.say("technical_offer"), kind="person_offer", expecting="yes_no", text=words)


def answer_person_offer(turn: Turn) -> Reply | None:
    """The answer to "shall a person call you back?"; a no tries the lost words once more."""
    question = turn.memory.question or {}
    if turn.understanding is None:
        return turn.ask(
            turn.say("technical_offer"), kind="person_offer", expecting="yes_no", text=question["text"]
        )
    if turn.intent == "affirm":
        return turn.services.handovers.request(turn, "technical_failure", "callback")
    turn.memory.question, turn.memory.expecting = None, None
    if turn.intent != "deny":
        return None
    if not question["text"]:
        return turn.reply(turn.say("technical_retry"))
    turn.understanding = turn.understand(question["text"])
    return None
