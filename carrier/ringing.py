"""Rings a phone for the application and does what its owner does."""

from carrier.owner import Owner
from carrier.phone import Phone
from carrier.switchboard import Switchboard
from carrier.voice.call import Call
from carrier.voice.detection import begin_detected
from carrier.voice.progress import set_status

_ENDINGS = {"busy": "busy", "decline": "busy", "no-answer": "no-answer", "failed": "failed"}


def ring(call: Call, phone: Phone, board: Switchboard, timeout: float) -> None:
    """Rings unless the call was cancelled meanwhile; a phone that asks its owner rings until the timeout."""
    if call.over:
        return
    owner = phone.owner_for(call)
    engaged = owner is not None and phone.is_engaged
    phone.calls.append(call)
    set_status(call.state, board, "initiated")
    if phone.behaviour == "failed" or (owner is not None and owner.does == "failed"):
        call.finish("failed")
    elif engaged:
        call.finish("busy")
    elif owner is not None:
        set_status(call.state, board, "ringing")
        _react_in_time(call, phone, owner, timeout)
    else:
        set_status(call.state, board, "ringing")
        _react(call, phone, timeout)


def answer(call: Call, phone: Phone) -> None:
    """The owner picks up: the application's document is played."""
    begin_detected(call, phone.answered_by)


def decline(call: Call) -> None:
    """The owner declines; the network reports busy."""
    call.finish("busy")


def _react(call: Call, phone: Phone, timeout: float) -> None:
    if phone.behaviour == "answer":
        answer(call, phone)
    elif phone.behaviour in _ENDINGS:
        call.finish(_ENDINGS[phone.behaviour])
    else:
        call.board.agenda.add(lambda: _give_up(call), delay=timeout)


def _react_in_time(call: Call, phone: Phone, owner: Owner, timeout: float) -> None:
    agenda = call.board.agenda
    if owner.does == "busy":
        call.finish("busy")
        return
    if owner.does == "answer":
        agenda.add(lambda: _pick_up(call, phone, owner), owner.after)
    elif owner.does == "decline":
        agenda.add(lambda: decline(call) if call.status == "ringing" else None, owner.after)
    agenda.add(lambda: _give_up(call), timeout)


def _pick_up(call: Call, phone: Phone, owner: Owner) -> None:
    if call.status == "ringing":
        call.follow(owner.script, owner.meanwhile)
        answer(call, phone)


def _give_up(call: Call) -> None:
    if call.status == "ringing":
        call.finish("no-answer")
