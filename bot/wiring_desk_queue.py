"""Builds the queue's pages: one reading of the queue for everybody who looks at it."""

from flask import Blueprint

from bot.desk.accept_call import AcceptCall, Desk
from bot.desk.declined_case import DeclinedCase
from bot.desk.declining import Declining
from bot.desk.open_closings import OpenClosings
from bot.desk.presence import PresenceDesk
from bot.desk.queue_board import QueueBoard
from bot.desk.queue_html import RowsHtml
from bot.desk.queue_pages import QueueParts, queue_pages
from bot.desk.queue_snapshot import QueueSnapshots
from bot.desk.take_case import TakeCase, Ways
from bot.desk.to_close import ToClose
from bot.handover.unwanted import Unwanted
from bot.wiring_desk_house import DeskHouse


def build(house: DeskHouse) -> Blueprint:
    """Queue, accept and decline, presence."""
    figures, takeover = house.routing.figures, house.threads.takeover
    desk = _by_phone(house)
    ways = Ways(takeover, AcceptCall(desk, house.audit, house.clock), figures)
    declined = DeclinedCase(house.engine, desk, house.audit, house.clock)
    unwanted = Unwanted(house.engine, house.threads.overdue.escalate, figures)
    parts = QueueParts(
        board=_board(house),
        rows=RowsHtml(house.clock),
        take=TakeCase(house.engine, ways, house.audit, house.clock),
        declines=Declining(declined, unwanted, house.clock),
        presence=PresenceDesk(house.engine, takeover, house.audit, house.clock),
    )
    return queue_pages(parts)


def _board(house: DeskHouse) -> QueueBoard:
    closings = OpenClosings(house.engine, house.clock)
    to_close = ToClose(lambda staff_id: len(closings.of(staff_id)))
    return QueueBoard(QueueSnapshots(house.engine, house.clock, house.routing), to_close)


def _by_phone(house: DeskHouse) -> Desk:
    side = house.experts
    return Desk(
        rows=side.rows,
        ends=side.ends,
        ringing=side.ringing,
        line=side.line,
        lines=house.phones.lines,
        gone=side.bridge.is_gone,
        figures=house.routing.figures,
    )
