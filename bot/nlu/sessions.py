"""Rasa sessions that stay short, so that a turn costs the same after ten and after a thousand.

A conversation id is one phone call or one SMS thread, so a session never expires by the clock; it is only cut
when it has grown long. The state (slots, active form) and the last turns are carried over, because rules look
back a few events.
"""

from typing import List, Optional

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

LONG = 60
LONG_IN_FORM = 150
TURNS_KEPT = 2


def new_session(conversation_id: str, domain: Domain) -> DialogueStateTracker:
    """A conversation in which nothing was said yet."""
    start = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted(), ActionExecuted(ACTION_LISTEN_NAME)]
    return DialogueStateTracker.from_events(conversation_id, start, domain.slots, domain=domain)


def shortened(tracker: DialogueStateTracker, domain: Domain) -> DialogueStateTracker:
    """The same conversation in a new session if it has grown long, else the tracker itself."""
    limit = LONG_IN_FORM if tracker.active_loop_name else LONG
    cut = _start_of_last_turns(list(tracker.events))
    if len(tracker.events) <= limit or not cut:
        return tracker
    return _cut(tracker, cut, domain)


def _cut(tracker: DialogueStateTracker, cut: int, domain: Domain) -> DialogueStateTracker:
    events = list(tracker.events)
    before = DialogueStateTracker.from_events(tracker.sender_id, events[:cut], domain.slots, domain=domain)
    start = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted(), *_state_of(before)]
    carried = start + events[cut:]
    return DialogueStateTracker.from_events(tracker.sender_id, carried, domain.slots, domain=domain)


def _state_of(tracker: DialogueStateTracker) -> List[Event]:
    slots: List[Event] = [
        SlotSet(slot.name, slot.value) for slot in tracker.slots.values() if slot.value != slot.initial_value
    ]
    form: Optional[str] = tracker.active_loop_name
    return [*slots, *([ActiveLoop(form)] if form else []), ActionExecuted(ACTION_LISTEN_NAME)]


def _start_of_last_turns(events: List[Event]) -> int:
    heard = [at for at, event in enumerate(events) if isinstance(event, UserUttered)]
    return heard[-TURNS_KEPT] if len(heard) >= TURNS_KEPT else 0
