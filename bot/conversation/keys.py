"""What pressed keys mean, given what was asked."""

from bot.conversation.turn import Turn
from bot.understanding.entities import Entity, read_keys
from bot.understanding.understand import Understanding

PERSON, AGAIN, OTHER_LANGUAGE = "0", "*", "9"
YES_NO_KEYS = {"1": "affirm", "2": "deny"}
MENU = {"1": "order_status", "2": "order_cancel", "3": "return_how", "4": "order_place"}
ALWAYS = {PERSON: "human_request", AGAIN: "repeat"}
NUMBERS = frozenset(
    {"order_number", "postcode", "phone_number", "article_number", "quantity", "date", "time"} | {"code"}
)


def understand_keys(turn: Turn, keys: str) -> Understanding:
    """The meaning of the keys; an intent of None means they fit nothing that was asked."""
    keys = keys.rstrip("#")
    if keys in ALWAYS:
        return _meant(keys, ALWAYS[keys])
    if entities := _numbers(turn, keys):
        return _meant(keys, "inform", entities)
    intent = _choice(turn, keys) or ("language_switch" if keys == OTHER_LANGUAGE else None)
    return _meant(keys, intent)


def _numbers(turn: Turn, keys: str) -> tuple[Entity, ...]:
    # Where items are asked for, digits can only be an article's number.
    asked = turn.memory.expecting
    expecting = "article_number" if asked in ("article", "more") else asked
    if expecting not in NUMBERS:
        return ()
    return tuple(
        read_keys(
            keys,
            expecting,
            today=turn.question().today,
            region=turn.question().region,
            prefixes=turn.services.prefixes,
        )
    )


def _choice(turn: Turn, keys: str) -> str | None:
    """One key for one of several answers: yes or no, one of two wishes, the small menu."""
    question = turn.memory.question or {}
    if question.get("kind") == "clarify" and keys in ("1", "2"):
        option: str = question["options"][int(keys) - 1]
        return option
    if question.get("kind") == "menu":
        return MENU.get(keys)
    return YES_NO_KEYS.get(keys) if turn.memory.expecting == "yes_no" else None


def _meant(keys: str, intent: str | None, entities: tuple[Entity, ...] = ()) -> Understanding:
    confidence = 1.0 if intent else 0.0
    return Understanding(keys, intent, confidence, "bot" if intent else "clarify", "keys", (), entities)
