"""Rings a phone for the application and does what its owner does."""

from carrier.phone import Phone
from carrier.switchboard import Switchboard
from carrier.voice.call import Call
from carrier.voice.progress import set_status

_ENDINGS = {"busy": "busy", "decline": "busy", "no-answer": "no-answer", "failed": "failed"}


def ring(call: Call, phone: Phone, board: Switchboard, timeout: float) -> None:
    """Rings unless the call was cancelled meanwhile; a phone that asks its owner rings until the timeout."""
    if call.over:
        return
    phone.calls.append(call)
    set_status(call.state, board, "initiated")
    if phone.behaviour == "failed":
        call.finish("failed")
        return
    set_status(call.state, board, "ringing")
    _react(call, phone, board, timeout)


def answer(call: Call) -> None:
    """The owner picks up: the application's document is played."""
    call.begin(call.state.handlers.first)


def decline(call: Call) -> None:
    """The owner declines; the network reports busy."""
    call.finish("busy")


def _react(call: Call, phone: Phone, board: Switchboard, timeout: float) -> None:
    if phone.behaviour == "answer":
        answer(call)
    elif phone.behaviour in _ENDINGS:
        call.finish(_ENDINGS[phone.behaviour])
    else:
        board.agenda.add(lambda: _give_up(call), delay=timeout)


def _give_up(call: Call) -> None:
    if call.status == "ringing":
        call.finish("no-answer")
