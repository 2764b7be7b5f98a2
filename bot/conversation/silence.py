"""When nothing is heard: ask again differently, offer the keys, then bring in a person."""

from bot.conversation.state import Memory, Reply, Sentence
from bot.conversation.turn import Turn

BEFORE_PERSON = 2


def answer_silence(turn: Turn) -> Reply:
    """The next step for a caller who said nothing."""
    memory = turn.memory
    if memory.paused:
        memory.paused = False
        return Reply((turn.say("still_there"), *last_question(turn)), expecting=memory.expecting, aside=True)
    memory.silences += 1
    if memory.silences > BEFORE_PERSON + 1:
        return turn.reply(turn.say("goodbye"), ends=True)
    if memory.question and memory.question["kind"].startswith("callback"):
        return _unanswered_offer(turn)
    if memory.silences > BEFORE_PERSON:
        if _all_is_settled(memory):
            # A line that was left open must not be put through to one expert after the other.
            return turn.reply(turn.say("goodbye"), ends=True)
        return turn.services.handovers.request(turn, "silence")
    lead = turn.say(f"silence_{memory.silences}")
    return Reply((lead, *last_question(turn)), expecting=memory.expecting, aside=True)


def last_question(turn: Turn) -> list[Sentence]:
    """The question the caller still owes an answer to, as it was last asked."""
    asked = [sentence for sentence in said_last(turn.memory) if "?" in sentence.text]
    return asked[-1:] or [turn.say("how_can_i_help")]


def _all_is_settled(memory: Memory) -> bool:
    """They were only asked whether there is anything else, and nothing heard is left to see to."""
    asked_for_more = (memory.question or {}).get("kind") == "more"
    heeded = {flag["code"] for flag in memory.flags} <= {*memory.flags_settled}
    return asked_for_more and heeded and not memory.later


def said_last(memory: Memory) -> list[Sentence]:
    """What was said in the last turn."""
    return [Sentence(text, "de" if language == "de" else "en") for text, language in memory.last_said]


def _unanswered_offer(turn: Turn) -> Reply:
    """A call back needs a yes; a caller who stays silent gets none, but keeps the case."""
    question = turn.memory.question or {}
    if turn.memory.silences == 1:
        sentences = (turn.say("silence_1"), *last_question(turn))
        return Reply(sentences, expecting=turn.memory.expecting, aside=True)
    if turn.memory.silences == BEFORE_PERSON:
        # Only the offer itself is worded as a yes or no; the other questions stay what they are.
        offered = question["kind"] == "callback_offer"
        asked = [turn.say("callback_offer_again")] if offered else last_question(turn)
        return Reply(tuple(asked), expecting=turn.memory.expecting, aside=True)
    parting = (
        turn.say("callback_not_agreed", case=question["case"]) if "case" in question else turn.say("goodbye")
    )
    return turn.reply(parting, turn.say("goodbye"), ends=True)
