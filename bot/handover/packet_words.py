"""The packet's codes in words, in the language of whoever reads them (desk, brief)."""

from collections.abc import Mapping
from typing import Any

from bot.handover.do_dont import ASK_AGAIN
from bot.phrases.catalogue import Phrases

Packet = Mapping[str, Any]


class PacketWords:
    """In one language; what nobody worded is shown as its code rather than left out."""

    def __init__(self, phrases: Phrases, language: str) -> None:
        self._phrases = phrases
        self._language = language

    def flag(self, code: str) -> str:
        """What the situation is called among experts; never said to a caller."""
        return self._named("packet_flags", code)

    def need(self, content: Packet) -> str | None:
        """What the caller probably needs; a guess."""
        need = content["probable_need"]
        return self._named("packet_needs", need["code"]) if need else None

    def do_dont(self, content: Packet) -> list[str]:
        """The lines to mind, the most important first; what not to ask again is one line."""
        lines = [code for code in content["do_dont"] if not code.startswith(ASK_AGAIN)]
        worded = [self._named("packet_do_dont", code) for code in lines]
        asked = [code.partition(":")[2] for code in content["do_dont"] if code.startswith(ASK_AGAIN)]
        if asked:
            what = ", ".join(self._named("packet_facts", name) for name in asked)
            worded.append(self._phrases.say("packet_ask_again", self._language, "voice", what=what))
        return worded

    def next_steps(self, content: Packet) -> list[str]:
        """The allowed options."""
        return [self._named("packet_next_steps", code) for code in content["next_steps"]]

    def deadlines(self, content: Packet) -> list[tuple[str, str]]:
        """What is due and its day (ISO)."""
        return [(self._named("packet_deadlines", one["type"]), one["date"]) for one in content["deadlines"]]

    def _named(self, table: str, code: str) -> str:
        try:
            return self._phrases.named(table, code, self._language)
        except KeyError:
            return code
