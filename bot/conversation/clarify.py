"""Not understood: name the two likeliest wishes, give an example, offer keys, then bring a person."""

from dataclasses import replace

from bot.conversation.state import Reply
from bot.conversation.turn import Turn
from bot.understanding.spoken.choice import read_choice
from bot.understanding.understand import NOT_WISHES

PERSON_AFTER = 3
WORTH_NAMING = 0.12


def answer_unclear(turn: Turn) -> Reply:
    """The next step for words that did not say clearly what is wanted."""
    memory = turn.memory
    memory.misses += 1
    if memory.misses >= PERSON_AFTER:
        return turn.services.handovers.request(turn, "not_understood")
    options = likeliest(turn)
    if len(options) == 2 and memory.misses == 1:
        return ask_which(turn, options)
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


def ask_which(turn: Turn, options: list[str]) -> Reply:
    """Did you mean this or that?"""
    first, second = (turn.services.phrases.wish(option, turn.conversation.language) for option in options)
    words = turn.understanding.text if turn.understanding else ""
    return turn.ask(
        turn.say("clarify", first=first, second=second), kind="clarify", options=options, text=words
    )


def answer_clarified(turn: Turn) -> Reply | None:
    """The answer to "did you mean this or that?"; None hands the sentence on as a fresh one."""
    question = turn.memory.question or {}
    options: list[str] = question["options"]
    if turn.understanding is None:
        return ask_which(turn, options)
    intent = turn.intent if turn.intent in options else _choice(turn, options)
    if intent is None and turn.intent != "deny":
        return None
    turn.memory.question = None
    if intent is None or turn.intent == "deny":
        return turn.reply(turn.say("clarify_neither"))
    turn.understanding = replace(turn.understanding, intent=intent, route="bot", how="answer")
    return None


def _choice(turn: Turn, options: list[str]) -> str | None:
    if turn.intent == "affirm":
        return options[0]
    picked = read_choice(turn.heard.text or "", turn.conversation.language, len(options))
    return options[picked - 1] if picked else None


def answer_menu(turn: Turn) -> Reply | None:
    """The answer to the small menu is a wish like any other; asked again in the other language."""
    return turn.ask(turn.say("menu"), kind="menu") if turn.understanding is None else None
