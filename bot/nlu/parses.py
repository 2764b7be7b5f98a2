"""Intents of texts, without touching any conversation."""

from typing import Any, Dict, List

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.shared.core.trackers import DialogueStateTracker

RANKED = 5
# What somebody wants is said within the first minute; a longer text would only hold up everyone else's turn.
LONGEST = 1_000
NOTHING: Dict[str, Any] = {"intent": None, "confidence": 0.0, "ranking": []}


def parses(processor: MessageProcessor, texts: List[str], language: str) -> List[Dict[str, Any]]:
    """One entry per text, in order; an empty text has no intent."""
    bare = [_bare(text) for text in texts]
    found = iter(_run_graph(processor, [text for text in bare if text], language))
    return [
        {"text": text, **(next(found) if spoken else NOTHING)}
        for text, spoken in zip(texts, bare, strict=True)
    ]


def _bare(text: str) -> str:
    # Rasa takes "/name" for an intent given by a developer; a caller must not be able to do that.
    return text[:LONGEST].lstrip("/ \t\r\n").rstrip()


def _run_graph(processor: MessageProcessor, texts: List[str], language: str) -> List[Dict[str, Any]]:
    if not texts:
        return []
    target = processor.model_metadata.nlu_target
    inputs = {
        PLACEHOLDER_MESSAGE: [UserMessage(text, metadata={"language": language}) for text in texts],
        PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("", []),
    }
    messages = processor.graph_runner.run(inputs=inputs, targets=[target])[target]
    return [_parse(message) for message in messages]


def _parse(message: Any) -> Dict[str, Any]:
    ranking = [_ranked(entry) for entry in message.get("intent_ranking", [])[:RANKED]]
    best = _ranked(message.get("intent") or {"name": None, "confidence": 0.0})
    return {**best, "ranking": ranking}


def _ranked(entry: Dict[str, Any]) -> Dict[str, Any]:
    return {"intent": entry["name"], "confidence": float(entry["confidence"])}
