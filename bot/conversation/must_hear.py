"""Sentences a caller must have heard to their end before a yes binds anybody.

The dialogue names them with a token. They are played outside what a caller can interrupt; the next turn tells
the dialogue the token back, unless they were lost on the way. It then says them again, in their short form.
"""

from collections.abc import Sequence
from typing import Any

from bot.conversation.state import Memory, Reply, Sentence
from bot.conversation.turn import Turn
from bot.understanding.rasa_client import DialogueAnswer


def reply_of(turn: Turn, answer: DialogueAnswer) -> Reply:
    """The dialogue's sentences, those that must be heard first, with all that was said before them."""
    spoken = [message for message in answer.messages if message.get("text")]
    sentences = tuple(turn.words(message["text"]) for message in spoken)
    request = _request(answer)
    if request is None:
        if answer.expecting != "yes_no":
            forget(turn.memory)
        return Reply(sentences, expecting=answer.expecting)
    named = set(request["responses"])
    last = max((at for at, message in enumerate(spoken, 1) if message.get("response") in named), default=0)
    _keep(turn, request["token"], sentences[:last])
    return Reply(sentences[last:], legal=sentences[:last], expecting=answer.expecting)


def heard(turn: Turn) -> str | None:
    """The token of what was played to its end in an earlier turn."""
    due = turn.memory.must_hear
    return str(due["token"]) if due and due["turn"] < turn.conversation.turns else None


def again(memory: Memory) -> tuple[Sentence, ...]:
    """The sentences once more, while the question they belong to is open."""
    due = memory.must_hear
    if not due or memory.expecting != "yes_no" or memory.question:
        return ()
    return tuple(Sentence(text, "de" if language == "de" else "en") for text, language in due["sentences"])


def forget(memory: Memory) -> None:
    """They were not played, or nothing is asked about them any more."""
    memory.must_hear = None


def _request(answer: DialogueAnswer) -> dict[str, Any] | None:
    custom = (message["custom"] for message in answer.messages if message.get("custom"))
    return next((payload["must_hear"] for payload in custom if "must_hear" in payload), None)


def _keep(turn: Turn, token: str, sentences: Sequence[Sentence]) -> None:
    turn.memory.must_hear = {
        "token": token,
        "turn": turn.conversation.turns,
        "sentences": [[sentence.text, sentence.language] for sentence in sentences],
    }
    turn.note("must_hear", {"token": token, "sentences": len(sentences)})
