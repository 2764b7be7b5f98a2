"""Builds the experts' side: their phones, the dispatcher, the bridge, and their webhooks."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint
from sqlalchemy import Engine, RowMapping

from bot.channels.voice.bridge_leg import CallerLeg, bridge_blueprint
from bot.channels.voice.expert_leg import ExpertLeg, expert_blueprint
from bot.channels.worker import Worker
from bot.clock import Clock
from bot.conversation.record import Record
from bot.conversation.state import Sentence
from bot.handover.bridge import Bridge
from bot.handover.call_ends import CallEnds, Rows
from bot.handover.case_notes import CaseNotes
from bot.handover.deaths import Deaths
from bot.handover.dialling import Dialler, Phone
from bot.handover.dispatcher import Dispatcher, Parts
from bot.handover.expert_calls import ExpertCalls
from bot.handover.expert_line import ExpertLine, Fetch, Speaks
from bot.handover.expert_menu import ExpertMenu
from bot.handover.experts import Experts
from bot.handover.lines import Lines
from bot.handover.orphans import Orphans
from bot.handover.overdue import Overdue
from bot.handover.ringing import Ringing
from bot.handover.rounds import Rounds
from bot.handover.routing_people import HOUSE, Figures
from bot.handover.staffing import Staffing
from bot.handover.strays import Strays
from bot.handover.voicemails import Voicemails
from bot.handover.waits import Waits
from bot.handover.watchdog import Watchdog, Watches
from bot.phrases.catalogue import Phrases


@dataclass(frozen=True)
class House:
    """What the experts' side stands on."""

    engine: Engine
    phone: Phone
    lines: Lines
    phrases: Phrases
    clock: Clock
    base_url: str
    figures: Figures = HOUSE
    on_call: tuple[str, ...] = ()
    # Brings the callers of other channels into the room; those on the line are moved there.
    fetch: dict[str, Fetch] = field(default_factory=dict)
    # Further numbers of the hotline, each with the line that rings from it.
    more_phones: dict[str, Phone] = field(default_factory=dict)
    ended: Callable[[str], None] = lambda outcome: None
    died: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class ExpertSide:
    """The parts the rest of the hotline uses."""

    bridge: Bridge
    line: ExpertLine
    menu: ExpertMenu
    ends: CallEnds
    dialler: Dialler
    dispatcher: Dispatcher
    worker: Worker
    blueprints: tuple[Blueprint, ...]


def build_experts(house: House) -> ExpertSide:
    """Everything on the house's database; starts nothing: `worker.start()` begins to ring."""
    rows = Rows(Waits(house.engine), Experts(house.engine), ExpertCalls(house.engine))
    record, notes = Record(house.engine), CaseNotes(house.engine)
    worker = Worker("dispatcher", lambda: dispatcher.work())
    ends = CallEnds(rows, house.clock, worker.wake, house.ended)
    bridge = Bridge(record, rows, house.lines, house.clock, worker.wake)
    fetch = {"voice": bridge.fetch, **house.fetch}
    line = ExpertLine(rows, ends, Speaks(house.phrases, notes), fetch, house.clock)
    menu = ExpertMenu(line, ends, notes, bridge.hurry, house.clock)
    dialler = Dialler(house.engine, house.phone, house.base_url, house.clock)
    parts = Parts(
        Ringing(rows, ends, dialler, house.lines, house.clock),
        Watchdog(rows, _watches(house, rows, ends, bridge, line)),
        Rounds(house.engine, rows, record, house.clock),
        bridge,
        Staffing(rows.experts, house.on_call),
    )
    dispatcher = Dispatcher(rows, parts, house.clock, house.figures)
    blueprints = (_expert_pages(house, line, menu, bridge), _caller_pages(house, record, bridge, rows))
    return ExpertSide(bridge, line, menu, ends, dialler, dispatcher, worker, blueprints)


def _watches(house: House, rows: Rows, ends: CallEnds, bridge: Bridge, line: ExpertLine) -> Watches:
    def words(call: RowMapping, key: str) -> Sentence:
        return line.say(call, key, "end").sentences[0]

    return Watches(
        Strays(house.engine, bridge, house.lines, line.put_down, house.clock),
        Overdue(ends, house.lines, words, house.clock),
        Orphans(rows, ends, house.clock),
        Deaths(house.engine, rows, Record(house.engine), house.clock, house.died),
    )


def _expert_pages(house: House, line: ExpertLine, menu: ExpertMenu, bridge: Bridge) -> Blueprint:
    return expert_blueprint(ExpertLeg(line, menu, bridge.is_gone, house.base_url))


def _caller_pages(house: House, record: Record, bridge: Bridge, rows: Rows) -> Blueprint:
    voicemails = Voicemails(house.engine, rows.waits)
    return bridge_blueprint(CallerLeg(record, bridge, voicemails, house.clock, house.base_url))
