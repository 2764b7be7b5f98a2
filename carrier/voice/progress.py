"""Tells the application how a call is getting on: status callbacks."""

from email.utils import format_datetime

from carrier.switchboard import Switchboard
from carrier.voice.parameters import call_parameters
from carrier.voice.state import FINAL_STATUSES, CallState

_EVENTS = {"initiated": "initiated", "ringing": "ringing", "in-progress": "answered"}


def set_status(state: CallState, board: Switchboard, status: str) -> None:
    """Moves the call on and queues the callback if the application asked for this event."""
    now = board.clock.now()
    state.status = status
    if status == "in-progress":
        state.answered_at = now
    if status in FINAL_STATUSES:
        state.ended_at, state.listening = now, None
    for watcher in list(state.watchers):
        watcher(status)
    event = "completed" if status in FINAL_STATUSES else _EVENTS.get(status, "")
    if state.handlers.status_url and event in state.handlers.status_events:
        _queue_callback(state, board)


def _queue_callback(state: CallState, board: Switchboard) -> None:
    params = call_parameters(state, board.account_sid) | {
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(state.callbacks_sent),
        "Timestamp": format_datetime(board.clock.now()),
    }
    if state.status == "completed":
        params |= {"CallDuration": str(state.duration), "Duration": str(-(-state.duration // 60))}
    state.callbacks_sent += 1
    board.agenda.add(lambda: _send(state, board, params))


def _send(state: CallState, board: Switchboard, params: dict[str, str]) -> None:
    handlers = state.handlers
    state.exchanges.append(board.call_back(handlers.status_url, handlers.status_method, params))
