"""Cases about orders of the demo shop, people who may act in them, and their view of the orders tab."""

import re
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from flask import Blueprint
from sqlalchemy import Engine, select

from bot import wiring_desk_case, wiring_desk_orders
from bot.channels.outbox import Outbox
from bot.conversation.record import CONVERSATIONS, EVENTS
from bot.desk.case_frame import CaseFrame
from bot.desk.orders.action_rows import ACTIONS
from bot.desk.orders.desk import OrdersDesk, Step
from bot.desk.orders.limits import load_limits
from bot.desk.orders.verified_case import VerifiedCases
from bot.desk.orders.verifying import Verifying
from bot.handover.cases import Cases
from bot.handover.routing_file import load_routing
from bot.shop.codes.models import IssuedCode
from bot.shop.demo import seed_if_empty
from bot.shop.knowledge import load_knowledge
from bot.shop.listing import newest_orders
from bot.shop.models import Order, OrderStatus
from bot.shop.refunds.models import RefundGrant, RefundReason
from bot.shop.sql_shop import SqlShop
from bot.staff.person import Person
from tests.builders import NOW, never_send, services
from tests.desk.case_builders import Office, Screen, facts, person
from tests.desk.case_builders import words_of as words_of
from tests.handover.hall import MovingClock

OPEN_PAID = "WM-118340"
UNDER_WAY = "WM-104823"
DELIVERED = "WM-160275"


def sure(order: Order, level: str = "A2") -> dict[str, Any]:
    """What a conversation remembers of somebody who has proven who they are."""
    known = facts(order_number=order.order_number, verified_order=order.order_number)
    known |= facts(verified_customer=order.customer_id, auth_level=level)
    return known


def new_key() -> str:
    """As every form brings its own."""
    return uuid.uuid4().hex


@dataclass
class NotedTexts:
    """Stands in for the outbox: remembers codes."""

    codes: list[str] = field(default_factory=list)
    works: bool = True

    def text(self, issued: IssuedCode, conversation_id: str, language: str) -> bool:
        """Noted, if this number gets messages."""
        self.codes += [issued.code] if self.works else []
        return self.works


@dataclass
class OrderOffice(Office):
    """An office with a shop; `eva` has the cases, `mira` leads."""

    engine: Engine
    clock: MovingClock = field(default_factory=MovingClock)

    def __post_init__(self) -> None:
        super().__post_init__()
        assert NOW.tzinfo
        self.shop = SqlShop(self.engine, NOW.tzinfo)  # type: ignore[arg-type]
        seed_if_empty(self.engine, self.clock)
        self.texts = NotedTexts()
        self.outbox = Outbox(self.engine, never_send)
        self.eva = self.hire(person())
        self.mira = self.hire(person(id="mira", name="Mira Lindner", role="lead", level=3))

    @cached_property
    def house(self) -> Any:
        """What the pages are built on."""
        return SimpleNamespace(
            engine=self.engine,
            clock=self.clock,
            audit=self.audit,
            shop=self.shop,
            record=self.record,
            cases=Cases(self.engine, self.record),
            outbox=self.outbox,
            services=services(clock=self.clock),
            routing=load_routing(load_knowledge().experts),
        )

    def pages(self) -> tuple[Blueprint, ...]:
        """The orders tab and the frame it hangs on."""
        return wiring_desk_orders.build(self.house), wiring_desk_case.build(self.house)

    @cached_property
    def desk(self) -> OrdersDesk:
        """What stands behind the tab."""
        return OrdersDesk(self.engine, self.shop, self.clock, load_limits(), 30)

    @cached_property
    def verifying(self) -> Verifying:
        """Finding out who is on the line; texts go nowhere."""
        cases = VerifiedCases(self.engine, self.record, Cases(self.engine, self.record), self.clock)
        return Verifying(self.shop, cases, self.texts, self.clock)

    def checked(self, frame: CaseFrame, order: Order, amount: str) -> Step:
        """A refund of so much, up to its confirmation."""
        form = {"kind": "refund", "order": order.order_number, "what": "amount", "amount": amount}
        form |= {"reason": "late", "note": "Anruf"}
        return self.desk.check(frame, self.verifying.proof(frame), form)

    def give_everything_back(self, order: Order) -> None:
        """Somebody else has, by another way."""
        left = self.shop.refunds.ledger(order.order_number).left
        reason, at = RefundReason.OTHER, self.clock.now()
        self.shop.refunds.grant(RefundGrant(new_key(), order.order_number, left, reason, at, "accounts"))

    def screen(self, who: Person) -> "OrderScreen":
        """What this person's browser gets."""
        return OrderScreen(self, who)

    def about(self, order: Order, level: str | None = "A2", **changes: Any) -> str:
        """A case of whoever owns this order, with Eva; at this level, None: nothing proven."""
        known = sure(order, level) if level else {}
        case_id = self.case(self.talk(**{"facts": known, **changes}))
        self.talks(case_id, self.eva)
        return case_id

    def order(self, status: OrderStatus, paid: bool = True, **wants: Any) -> Order:
        """The newest like this; `least` can still go back, `stock` of its first article are there."""
        for order in newest_orders(self.engine, self.shop._zone, None):
            fits = order.status is status and order.paid is paid and order.email
            ledger = self.shop.refunds.ledger(order.order_number) if fits else None
            if ledger and self._suits(order, ledger.left, **wants):
                return order
        raise AssertionError("the demo shop has none like this")

    def _suits(self, order: Order, left: Decimal, least: str = "0", stock: int = 0) -> bool:
        """Its first position is worth less than what an agent may give back."""
        first = order.lines[0]
        cheap = first.price * first.quantity < 100 and left >= Decimal(least)
        return cheap and self.shop.product(first.article_number).stock >= stock

    def with_open_bill(self) -> Order:
        """Delivered, on invoice, and nobody has paid."""
        for order in newest_orders(self.engine, self.shop._zone, None):
            bill = self.shop.billing.invoice(order.order_number)
            if bill and bill.is_open and not self.shop.refunds.ledger(order.order_number).paid:
                return order
        raise AssertionError("the demo shop has none like this")

    def frame(self, case_id: str, who: Person | None = None) -> CaseFrame:
        """The case as they see it."""
        return self.frames.of(case_id, who or self.eva)

    def actions(self) -> list[dict[str, Any]]:
        """Everything done or tried, oldest first."""
        with self.engine.connect() as db:
            return [dict(row) for row in db.execute(select(ACTIONS).order_by(ACTIONS.c.at)).mappings()]

    def events(self, what: str) -> list[dict[str, Any]]:
        """Events of conversations."""
        with self.engine.connect() as db:
            return [dict(row) for row in db.execute(select(EVENTS).where(EVENTS.c.what == what)).mappings()]

    def memory(self, case_id: str) -> dict[str, Any]:
        """What the conversation of a case remembers."""
        talk_id = self.frame(case_id).conversation_id
        with self.engine.connect() as db:
            mine = select(CONVERSATIONS.c.memory).where(CONVERSATIONS.c.id == talk_id)
            found: dict[str, Any] = db.execute(mine).scalar_one()
        return found


class OrderScreen(Screen):
    """Fills in the tab's forms as a browser does."""

    def __init__(self, office: OrderOffice, who: Person) -> None:
        super().__init__(office, who, *office.pages())

    def tab(self, case_id: str) -> str:
        """The tab's words."""
        return words_of(self.get(f"/desk/cases/{case_id}/orders"))

    def check(self, case_id: str, kind: str, order: Order, **fields: str) -> str:
        """The step that comes before anything is done, as the browser gets it."""
        form = {"kind": kind, "order": order.order_number, **fields}
        return self.post(f"/desk/cases/{case_id}/orders/check", True, **form).get_data(as_text=True)

    def do(self, case_id: str, kind: str, order: Order, **fields: str) -> str:
        """Checked, confirmed and done; the words of what is shown then."""
        return self.confirm(case_id, self.check(case_id, kind, order, **fields))

    def confirm(self, case_id: str, step: str, **more: str) -> str:
        """The button of a step pressed; the words of what is shown then."""
        path = re.search(r'hx-post="(/desk/[^"]+)"', step)
        assert path, words_of(step)
        return words_of(self.post(path[1], True, **{**hidden(step), **more}).get_data(as_text=True))


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of its first form."""
    return dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.partition("</form>")[0])
    )
