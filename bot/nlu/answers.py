"""The answer to a turn, read from the tracker after it."""

from typing import Any, Dict

from rasa.shared.core.constants import DEFAULT_SLOT_NAMES, REQUESTED_SLOT
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.expecting import expecting
from bot.nlu.outputs import Said


def answer(tracker: DialogueStateTracker, said: Said) -> Dict[str, Any]:
    """Messages (none is a fact, not an error), slots with a value, active form, kind of answer wanted."""
    slots = {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value is not None and name not in DEFAULT_SLOT_NAMES
    }
    return {
        "messages": said.messages,
        "slots": slots,
        "form": tracker.active_loop_name,
        "expecting": said.expecting or _wanted(tracker),
    }


def _wanted(tracker: DialogueStateTracker) -> Any:
    slot = tracker.slots.get(tracker.get_slot(REQUESTED_SLOT)) if tracker.active_loop_name else None
    return expecting(slot.name, slot.mappings) if slot else None
