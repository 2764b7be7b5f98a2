"""Builds the orders tab: the shop's side of what experts do, and what waits for a lead's word."""

from flask import Blueprint

from bot.channels.one_time_codes import PURPOSE
from bot.channels.outbox import Outbox
from bot.desk.approval_pages import add_approvals
from bot.desk.case_frame import CaseFrames
from bot.desk.orders.desk import OrdersDesk
from bot.desk.orders.limits import load_limits
from bot.desk.orders.taking import Orders
from bot.desk.orders.verified_case import VerifiedCases
from bot.desk.orders.verifying import Verifying
from bot.desk.orders_pages import OrderParts, orders_pages
from bot.desk.orders_taking_pages import add_taking
from bot.desk.orders_verify_pages import add_verifying
from bot.phrases.catalogue import Phrases
from bot.phrases.values import for_eye
from bot.shop.codes.models import IssuedCode
from bot.shop.knowledge import load_knowledge
from bot.wiring_desk_house import DeskHouse


def build(house: DeskHouse) -> Blueprint:
    """The tab's pages and the leads' list."""
    shop, clock, knowledge = house.shop, house.clock, load_knowledge()
    texts = CodesByText(house.outbox, house.services.phrases)
    return orders_pages(
        OrderParts(
            engine=house.engine,
            clock=clock,
            audit=house.audit,
            frames=CaseFrames(house.engine, clock, house.audit, figures=house.routing.figures),
            desk=OrdersDesk(house.engine, shop, clock, load_limits(), knowledge.returns.period_days),
            verifying=Verifying(
                shop, VerifiedCases(house.engine, house.record, house.cases, clock), texts, clock
            ),
            taking=Orders(shop, knowledge.delivery),
        ),
        add_verifying,
        add_taking,
        add_approvals,
    )


class CodesByText:
    """Texts a code to the stored number, as the bot does."""

    def __init__(self, outbox: Outbox, phrases: Phrases) -> None:
        self._outbox = outbox
        self._phrases = phrases

    def text(self, issued: IssuedCode, conversation_id: str, language: str) -> bool:
        """False when this number gets no messages from us."""
        body = self._phrases.say("one_time_code", language, "sms", code=issued.code)
        return self._outbox.put(issued.destination.contact, for_eye(body, language), PURPOSE, conversation_id)
