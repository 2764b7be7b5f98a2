"""Builds the call bar: what experts do with their phones by clicking, and who may listen."""

from flask import Blueprint

from bot.desk.accept_call import AcceptCall, Desk
from bot.desk.call_back_now import CallBackNow
from bot.desk.call_bar import BarParts, CallBars
from bot.desk.call_control import CallControl, Controls
from bot.desk.call_pages import CallParts, call_pages
from bot.desk.call_rows import CallRows
from bot.desk.case_frame import CaseFrames
from bot.desk.coaching import Coaching
from bot.desk.colleagues import Colleagues
from bot.desk.side_calling import Phones, SideCalling
from bot.handover.case_notes import CaseNotes
from bot.handover.holding import Holding
from bot.handover.outbound_rules import OutboundRules
from bot.wiring_desk_house import DeskHouse


def build(house: DeskHouse) -> Blueprint:
    """The call bar's pages."""
    calls, figures = CallRows(house.engine), house.routing.figures
    return call_pages(
        CallParts(
            frames=CaseFrames(house.engine, house.clock, house.audit, figures=figures),
            bars=CallBars(_bar(house, calls), house.clock),
            control=CallControl(calls, _controls(house), house.audit, house.clock),
            sides=SideCalling(calls, phones(house), house.audit, house.clock),
            coaching=coaching(house),
            back=_back_now(house),
            colleagues=Colleagues(house.engine, house.clock, figures),
        )
    )


def coaching(house: DeskHouse) -> Coaching:
    """Listening in, for the leads' board as well."""
    return Coaching(house.engine, house.settings.listen_in, phones(house), house.audit, house.clock)


def phones(house: DeskHouse) -> Phones:
    """What rings a colleague's phone."""
    beside = house.experts.beside
    return Phones(beside.rows, beside.sides, beside.ringing, house.routing.figures)


def _bar(house: DeskHouse, calls: CallRows) -> BarParts:
    side = house.experts
    listens = house.settings.listen_in == "coach"
    notes = CaseNotes(house.engine)
    return BarParts(calls, side.rows, side.beside.sides, notes, house.phones.phrases, listens)


def _controls(house: DeskHouse) -> Controls:
    side, house_phones = house.experts, house.phones
    return Controls(
        rows=side.rows,
        ends=side.ends,
        line=side.line,
        parting=side.parting,
        ringing=side.ringing,
        holding=Holding(house.engine, side.rows, house_phones.rooms, house.clock),
        rooms=house_phones.rooms,
        lines=house_phones.lines,
    )


def _back_now(house: DeskHouse) -> CallBackNow:
    side = house.experts
    desk = Desk(
        rows=side.rows,
        ends=side.ends,
        ringing=side.ringing,
        line=side.line,
        lines=house.phones.lines,
        gone=side.bridge.is_gone,
        figures=house.routing.figures,
    )
    accepts = AcceptCall(desk, house.audit, house.clock)
    rules = OutboundRules(house.engine, house.hours)
    return CallBackNow(house.engine, rules, accepts, house.audit, house.clock)
