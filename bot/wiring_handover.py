"""Builds what brings callers to people: the queue, the waiting room, the delicate situations."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from bot.conversation.state import Room
from bot.conversation.turn import Answering
from bot.current import present
from bot.handover.abuse_safety import SafeContact
from bot.handover.answer_by import answer_by
from bot.handover.callback import CallbackArrangement, CallbackHours
from bot.handover.cases import Cases
from bot.handover.contact_rules import ContactRules
from bot.handover.crisis_numbers import PLACE, load_numbers
from bot.handover.delicate import DelicateSituations, Look
from bot.handover.experts import Experts
from bot.handover.last_hour import last_hour
from bot.handover.outlook import QueueOutlook
from bot.handover.request import Alert, PersonRequests
from bot.handover.routing_file import house_routing
from bot.handover.waiting_room import Desk, WaitingRoom
from bot.handover.waits import Waits
from bot.shop.knowledge import callback_rules, expert_hours
from bot.understanding.delicate.tuning import read_tuning

ROOT = Path(__file__).resolve().parents[1]
CRISIS_NUMBERS = ROOT / PLACE


@dataclass(frozen=True)
class Bridge:
    """What the waiting room needs of the experts' side: the room to join, and to be told of changes."""

    room_for: Callable[[str], Room | None]
    wake: Callable[[], None]


@dataclass(frozen=True)
class Handover:
    """Everything about people, as the turns use it."""

    requests: PersonRequests
    waiting: WaitingRoom
    delicate: DelicateSituations
    questions: dict[str, Answering]


def build_handover(
    engine: Engine, cases: Cases, bridge: Bridge, look: Look, alert: Alert = lambda case, priority: None
) -> Handover:
    """On this database; `look` is the gate's eye, `alert` tells those in charge of a P0."""
    routing, staffed = house_routing(), expert_hours()
    waits, experts = Waits(engine), Experts(engine)
    outlook = QueueOutlook(waits, experts, routing.figures, partial(last_hour, engine))
    parts = (outlook.look, bridge.room_for, bridge.wake, outlook.somebody_to_ring)
    desk = Desk(outlook.somebody_here, *parts)
    by = partial(answer_by, staffed)
    waiting = WaitingRoom(waits, cases, desk, by)
    hours = CallbackHours(staffed, callback_rules())
    callbacks = CallbackArrangement(cases, hours, waiting)
    requests = PersonRequests(cases, callbacks, by, waiting, alert)
    safe = SafeContact(requests, ContactRules(engine), hours)
    delicate = DelicateSituations(look, read_tuning(), present(load_numbers), requests, safe)
    questions = {**callbacks.questions(), **delicate.questions()}
    return Handover(requests, waiting, delicate, questions)
