"""Notes people leave in a case for whoever goes on with it; they outlive every refresh of the packet."""

from collections.abc import Mapping
from typing import Any

Packet = Mapping[str, Any]


def notes_of(summary: Packet) -> list[dict[str, Any]]:
    """All of them, oldest first."""
    return list(summary.get("notes", ()))


def with_note(content: Packet, note: Packet) -> dict[str, Any]:
    """The packet with one more note (at least `kind` and `words`)."""
    notes = [*notes_of(content["summary"]), dict(note)]
    return {**content, "summary": {**content["summary"], "notes": notes}, "notes": notes}
