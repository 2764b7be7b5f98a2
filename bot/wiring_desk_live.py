"""Builds the live page: who is with the bot, telling it something, taking over."""

from flask import Blueprint

from bot.conversation.hint_rows import HintRows
from bot.desk.accept_call import AcceptCall, Desk
from bot.desk.give_hints import GiveHints
from bot.desk.live_pages import LiveParts, live_pages
from bot.desk.live_talks import LiveTalks
from bot.desk.live_views import LiveViews
from bot.desk.said_so_far import Conversations
from bot.desk.take_over import TakeOver, TakingOver
from bot.understanding.delicate.tuning import read_tuning
from bot.wiring_desk_house import DeskHouse


def build(house: DeskHouse) -> Blueprint:
    """The pages."""
    return live_pages(
        LiveParts(
            talks=LiveTalks(house.engine, house.clock),
            conversations=Conversations(house.engine),
            hints=GiveHints(HintRows(house.engine), house.audit, house.clock),
            take_over=take_over(house),
            views=LiveViews(house.engine, house.audit),
            clock=house.clock,
        )
    )


def take_over(house: DeskHouse) -> TakeOver:
    """By the same ways as from the queue."""
    side, lines = house.experts, house.phones.lines
    desk = Desk(
        side.rows, side.ends, side.ringing, side.line, lines, side.bridge.is_gone, house.routing.figures
    )
    parts = TakingOver(
        cases=house.cases,
        takeover=house.threads.takeover,
        accepts=AcceptCall(desk, house.audit, house.clock),
        lines=lines,
        situations=read_tuning().situations,
        gone=side.bridge.gone,
    )
    return TakeOver(house.engine, parts, house.clock, house.audit)
