"""A caller on a line to the hotline, with everything written down in a database."""

from typing import Any

from sqlalchemy import Engine, select

from bot.conversation.state import Conversation, Reply
from bot.conversation.turn import Services
from bot.handover.cases import HANDOVERS, PROMISES
from tests.builders import ScriptedRasa, press, recorded, say, services_on

ASK = "Mitarbeiter"
TOMORROW = "2026-11-24"


class Line:
    """A call on a database, to talk on."""

    def __init__(self, engine: Engine, rasa: ScriptedRasa | None = None, **talk: Any) -> None:
        self.engine = engine
        self.given: Services = services_on(engine, rasa)
        self.talk: Conversation = recorded(engine, **talk)

    def say(self, *words: str) -> Reply:
        """The last reply."""
        return say(self.talk, self.given, *words)[-1]

    def press(self, *keys: str) -> Reply:
        """The last reply."""
        return press(self.talk, self.given, *keys)[-1]

    @property
    def promises(self) -> list[Any]:
        """All that was promised."""
        with self.engine.connect() as db:
            return list(db.execute(select(PROMISES)).mappings())

    @property
    def packet(self) -> dict[str, Any]:
        """What the person who calls back reads."""
        with self.engine.connect() as db:
            content: dict[str, Any] = db.execute(select(HANDOVERS.c.packet)).scalar_one()
        return content

    @property
    def window(self) -> tuple[str, str]:
        """The window in the open question."""
        question = self.talk.memory.question or {}
        return question["from"][:16], question["until"][:16]
