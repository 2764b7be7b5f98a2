"""Not understood: name the two likeliest wishes, give an example, offer keys, then bring a person."""

from typing import Any

from bot.conversation.hints import unclear_words
from bot.conversation.state import Reply
from bot.conversation.turn import Turn
from bot.understanding.entities import Entity
from bot.understanding.intent_kinds import NOT_WISHES, OUT_OF_SCOPE
from bot.understanding.spoken.choice import read_choice
from bot.understanding.understand import Understanding

PERSON_AFTER = 3
WORTH_NAMING = 0.12


def answer_unclear(turn: Turn) -> Reply:
    """The next step for words that did not say clearly what is wanted."""
    memory = turn.memory
    memory.misses += 1
    memory.unclear = unclear_words(turn)
    if memory.misses >= PERSON_AFTER:
        memory.misses = 0
        return turn.services.handovers.request(turn, "not_understood")
    if turn.understanding and turn.understanding.how == OUT_OF_SCOPE:
        return _beyond_us(turn, turn.heard.text or "")
    options = likeliest(turn)
    if len(options) == 2 and memory.misses == 1:
        return _ask_which(turn, options, memory.unclear)
    if memory.misses == 1:
        return turn.reply(turn.say("miss_1"))
    return turn.ask(turn.say("menu"), kind="menu")


def likeliest(turn: Turn) -> list[str]:
    """Up to two wishes worth asking about, likeliest first."""
    ranking = turn.understanding.ranking if turn.understanding else ()
    able = [
        intent for intent, confidence in ranking if intent not in NOT_WISHES and confidence >= WORTH_NAMING
    ]
    return able[:2]


def answer_clarified(turn: Turn) -> Reply | None:
    """The answer to "did you mean this or that?"; None goes on with the wish, or with a fresh sentence."""
    question = turn.memory.question or {}
    options: list[str] = question["options"]
    if turn.understanding is None:
        return _ask_which(turn, options, {"text": question["text"], "entities": question["entities"]})
    intent = turn.intent if turn.intent in options else _choice(turn, options)
    if intent is None and turn.intent != "deny":
        return None
    turn.memory.question = None
    if intent is None:
        return turn.reply(turn.say("clarify_neither"))
    turn.understanding = _as_meant(question, intent)
    return None


def answer_beyond_us(turn: Turn) -> Reply | None:
    """The answer to "not ours, shall a person call you back?"; anything else is a fresh wish."""
    question = turn.memory.question or {}
    if turn.understanding is None:
        return _beyond_us(turn, question["text"])
    if turn.intent == "affirm":
        turn.memory.wish_words = question["text"]
        return turn.services.handovers.request(turn, "other_topic")
    turn.memory.question, turn.memory.expecting = None, None
    return turn.reply(turn.say("gladly")) if turn.intent == "deny" else None


def _beyond_us(turn: Turn, words: str) -> Reply:
    return turn.ask(turn.say("beyond_us"), kind="beyond_us", expecting="yes_no", text=words)


def answer_menu(turn: Turn) -> Reply | None:
    """The answer to the small menu is a wish like any other; asked again in the other language."""
    return turn.ask(turn.say("menu"), kind="menu") if turn.understanding is None else None


def _ask_which(turn: Turn, options: list[str], unclear: dict[str, Any]) -> Reply:
    """Did you mean this or that? The unclear sentence is kept, to be served once it is clear."""
    first, second = (turn.services.phrases.wish(option, turn.conversation.language) for option in options)
    asked = turn.say("clarify", first=first, second=second)
    return turn.ask(asked, kind="clarify", options=options, **unclear)


def _as_meant(question: dict[str, Any], intent: str) -> Understanding:
    """The unclear sentence with its values, now that it is clear what it wants."""
    entities = tuple(Entity(**{**item, "readings": tuple(item["readings"])}) for item in question["entities"])
    return Understanding(question["text"], intent, 1.0, "bot", "answer", (), entities)


def _choice(turn: Turn, options: list[str]) -> str | None:
    if turn.intent == "affirm":
        return options[0]
    picked = read_choice(turn.heard.text or "", turn.conversation.language, len(options))
    return options[picked - 1] if picked else None
