"""The bodies of /parse and /turn, checked before anything runs."""

from dataclasses import dataclass
from typing import Any, Dict, List, Optional

from bot.nlu.fields import Fields

CHANNELS = ("voice", "sms")
LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class ParseBody:
    """Texts whose intents are wanted, in one language; `model` None is the one Rasa was started with."""

    texts: List[str]
    language: str
    model: Optional[str]

    @classmethod
    def read(cls, body: bytes) -> "ParseBody":
        """Raises BodyRefused."""
        fields = Fields(body)
        fields.word("channel", CHANNELS)
        texts, language = fields.texts("texts"), fields.word("language", LANGUAGES)
        return cls(texts, language, fields.optional_text("model"))


@dataclass(frozen=True)
class TurnBody:
    """One understood utterance; `entities` are in Rasa's form, `slots` are set before it is heard."""

    conversation_id: str
    channel: str
    text: str
    intent: Optional[str]
    confidence: float
    entities: List[Dict[str, Any]]
    slots: Dict[str, Any]
    model: Optional[str]

    @classmethod
    def read(cls, body: bytes) -> "TurnBody":
        """Raises BodyRefused."""
        fields = Fields(body)
        channel, language = fields.word("channel", CHANNELS), fields.word("language", LANGUAGES)
        return cls(
            conversation_id=fields.identifier("conversation_id"),
            channel=channel,
            text=fields.text("text"),
            intent=fields.optional_text("intent"),
            confidence=fields.share("confidence"),
            entities=[_for_rasa(entity) for entity in fields.entities("entities")],
            slots={**fields.facts("facts"), "language": language, "channel": channel},
            model=fields.optional_text("model"),
        )


@dataclass(frozen=True)
class WarmBody:
    """The model that is to be ready before anybody needs it."""

    model: str

    @classmethod
    def read(cls, body: bytes) -> "WarmBody":
        """Raises BodyRefused."""
        return cls(Fields(body).identifier("model"))


def _for_rasa(entity: Dict[str, Any]) -> Dict[str, Any]:
    renamed = {key: value for key, value in entity.items() if key not in ("name", "entity")}
    return {"entity": entity["name"], **renamed}
