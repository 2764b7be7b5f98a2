"""Builds the experts' side: their phones, the dispatcher, the bridge, and their webhooks."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Blueprint
from sqlalchemy import Engine, RowMapping

from bot.channels.voice.bridge_leg import CallerLeg, bridge_blueprint
from bot.channels.voice.expert_leg import ExpertLeg, expert_blueprint
from bot.channels.voice.room_pages import room_blueprint
from bot.channels.voice.side_leg import side_blueprint
from bot.channels.worker import Worker
from bot.clock import Clock
from bot.conversation.record import Record
from bot.conversation.state import Sentence
from bot.handover.bridge import Bridge
from bot.handover.call_ends import CallEnds, Rows
from bot.handover.case_notes import CaseNotes
from bot.handover.conference import NoRooms, Rooms
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
from bot.handover.parting import Parting
from bot.handover.passing_on import PassingOn
from bot.handover.ringing import Ringing
from bot.handover.room_words import RoomWords
from bot.handover.rounds import Alert, Rounds, nobody_told
from bot.handover.routing_people import HOUSE, Figures
from bot.handover.side_calls import SideCalls
from bot.handover.side_line import Beside, SideLine
from bot.handover.side_ringing import SideRinging
from bot.handover.side_watch import SideWatch
from bot.handover.staffing import Staffing
from bot.handover.strays import Strays
from bot.handover.succession import Succession
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
    rooms: Rooms = field(default_factory=NoRooms)
    ended: Callable[[str], None] = lambda outcome: None
    died: Callable[[], None] = lambda: None
    # Tells those in charge of a caller whom nobody has taken.
    alert: Alert = nobody_told


@dataclass(frozen=True)
class ExpertSide:
    """The parts the rest of the hotline uses."""

    rows: Rows
    ringing: Ringing
    bridge: Bridge
    line: ExpertLine
    menu: ExpertMenu
    parting: Parting
    ends: CallEnds
    beside: Beside
    dialler: Dialler
    dispatcher: Dispatcher
    worker: Worker
    blueprints: tuple[Blueprint, ...]


def build_experts(house: House) -> ExpertSide:
    """Everything on the house's database; starts nothing: `worker.start()` begins to ring."""
    rows = Rows(Waits(house.engine), Experts(house.engine), ExpertCalls(house.engine))
    record, notes = Record(house.engine), CaseNotes(house.engine)
    worker = Worker("dispatcher", lambda: dispatcher.work())
    heirs = Succession(house.engine, rows.experts, house.rooms, house.clock)
    ends = CallEnds(rows, heirs, house.clock, worker.wake, house.ended)
    bridge = Bridge(record, rows, house.lines, house.clock, worker.wake)
    fetch = {"voice": bridge.fetch, **house.fetch}
    line = ExpertLine(rows, ends, Speaks(house.phrases, notes), fetch, house.clock)
    parting = Parting(rows, ends, PassingOn(house.engine, rows, ends, house.clock), bridge.hurry)
    dialler = Dialler(house.engine, house.phone, house.base_url, house.clock)
    ringing = Ringing(rows, ends, dialler, house.lines, house.clock)
    legs = _Legs(line, ExpertMenu(line, parting), bridge, _beside(house, rows, dialler))
    watchdog = Watchdog(rows, _watches(house, rows, ends, legs))
    rounds = Rounds(house.engine, rows, record, house.clock, house.alert)
    staffing = Staffing(rows.experts, house.on_call)
    dispatcher = Dispatcher(
        rows, Parts(ringing, watchdog, rounds, bridge, staffing), house.clock, house.figures
    )
    return ExpertSide(
        rows=rows,
        ringing=ringing,
        bridge=bridge,
        line=line,
        menu=legs.menu,
        parting=parting,
        ends=ends,
        beside=legs.beside,
        dialler=dialler,
        dispatcher=dispatcher,
        worker=worker,
        blueprints=_pages(house, rows, legs),
    )


@dataclass(frozen=True)
class _Legs:
    """What the carrier's questions are answered by."""

    line: ExpertLine
    menu: ExpertMenu
    bridge: Bridge
    beside: Beside

    def sides(self, house: House) -> SideLine:
        """The phones beside the talks."""
        return SideLine(self.beside, Speaks(house.phrases, CaseNotes(house.engine)), house.clock)


def _beside(house: House, rows: Rows, dialler: Dialler) -> Beside:
    sides = SideCalls(house.engine)
    ringing = SideRinging(rows, sides, dialler, house.lines, house.clock)
    return Beside(rows, sides, ringing, house.rooms, Record(house.engine))


def _watches(house: House, rows: Rows, ends: CallEnds, legs: _Legs) -> Watches:
    def words(call: RowMapping, key: str) -> Sentence:
        return legs.line.say(call, key, "end").sentences[0]

    return Watches(
        Strays(house.engine, legs.bridge, house.lines, legs.line.put_down, house.clock),
        Overdue(ends, house.lines, words, house.clock),
        Orphans(rows, ends, house.clock),
        SideWatch(legs.beside, legs.sides(house), house.lines, house.clock),
        Deaths(house.engine, rows, Record(house.engine), house.clock, house.died),
    )


def _pages(house: House, rows: Rows, legs: _Legs) -> tuple[Blueprint, ...]:
    """The experts' phones, those beside, the callers on their way in and out, and what is heard in a room."""
    record, speaks = Record(house.engine), Speaks(house.phrases, CaseNotes(house.engine))
    expert = ExpertLeg(legs.line, legs.menu, legs.bridge.is_gone, house.base_url)
    voicemails = Voicemails(house.engine, rows.waits)
    caller = CallerLeg(record, legs.bridge, voicemails, house.clock, house.base_url)
    words = RoomWords(rows, record, speaks, house.clock)
    return (
        expert_blueprint(expert),
        bridge_blueprint(caller),
        side_blueprint(legs.sides(house), expert),
        room_blueprint(words, house.base_url),
    )
