"""What an expert who reads along wants the bot to say, or to understand; what must come first comes first."""

from dataclasses import asdict, replace
from typing import Any

import structlog

from bot.conversation.dialogue_turn import answer_by_dialogue
from bot.conversation.hint_rows import Hint, Kind
from bot.conversation.owner import hotline_may_speak
from bot.conversation.state import Reply
from bot.conversation.turn import Turn
from bot.understanding.entities import Entity
from bot.understanding.intent_kinds import CONTROLS
from bot.understanding.understand import Understanding

log = structlog.get_logger(__name__)

# Our questions to somebody who may be overheard.
OVERHEARD = "safe_"
# What was unclear is kept in our own question about it.
KEEPS_WORDS = ("clarify", "beyond_us")


def passed_on(turn: Turn, reply: Reply) -> Reply:
    """A colleague's words before the answer, which ends in the question that is open."""
    hint = _taken(turn, "say") if _may_say(turn, reply) else None
    if hint is None:
        return reply
    return replace(reply, sentences=(turn.say("hint_say", words=_closed(hint.words)), *reply.sentences))


def as_hinted(turn: Turn) -> Reply | None:
    """What was unclear is taken for the wish a colleague sees in it; None without a hint."""
    hint = _taken(turn, "wish")
    if hint is None:
        return None
    turn.understanding = _meant(turn, hint.intent)
    turn.memory.question = None
    return answer_by_dialogue(turn)


def unclear_words(turn: Turn) -> dict[str, Any]:
    """The sentence nobody has understood yet, with its values."""
    meant = turn.understanding
    entities = [asdict(item) for item in meant.entities] if meant else []
    return {"text": meant.text if meant else "", "entities": entities}


def _may_say(turn: Turn, reply: Reply) -> bool:
    memory = turn.memory
    if not hotline_may_speak(turn.conversation.owner) or reply.join or reply.voicemail:
        return False
    if turn.flags or turn.failure or memory.paused or turn.intent in CONTROLS:
        # What is delicate, a fault or a wish about the conversation itself goes first; there is a next turn.
        return False
    if str((memory.question or {}).get("kind", "")).startswith(OVERHEARD):
        return False
    # Nothing comes between what binds somebody and their yes to it.
    return not (memory.must_hear and reply.expecting == "yes_no")


def _taken(turn: Turn, kind: Kind) -> Hint | None:
    """A hint is a help; without the store for it the turn goes on."""
    talk = turn.conversation
    try:
        hint = turn.services.hints.take(talk.id, kind, talk.turns, turn.services.clock.now())
    except Exception as error:
        log.error("hint_not_taken", fault=type(error).__name__)
        return None
    if hint:
        turn.note("bot_hint_used", {"hint": hint.id, "kind": hint.kind, "turn": talk.turns})
    return hint


def _meant(turn: Turn, intent: str) -> Understanding:
    """The words just heard; values of what was unclear before count as long as no others were given."""
    now, before = unclear_words(turn), _unclear_before(turn)
    named = {item["name"] for item in now["entities"]}
    values = [*now["entities"], *(item for item in before["entities"] if item["name"] not in named)]
    entities = tuple(Entity(**{**item, "readings": tuple(item["readings"])}) for item in values)
    return Understanding(now["text"] or before["text"], intent, 1.0, "bot", "hint", (), entities)


def _unclear_before(turn: Turn) -> dict[str, Any]:
    question = turn.memory.question or {}
    if question.get("kind") in KEEPS_WORDS:
        return {"text": question.get("text", ""), "entities": question.get("entities", [])}
    return (turn.memory.misses and turn.memory.unclear) or {"text": "", "entities": []}


def _closed(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."
