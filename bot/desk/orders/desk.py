"""The orders of a case for one person: what they see, and the way of every action through its checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine, RowMapping

from bot.clock import Clock
from bot.desk.approvals import Approval, Approvals
from bot.desk.case_frame import CaseFrame
from bot.desk.masking import Veil
from bot.desk.orders.action_rows import AboveLimit, Asked
from bot.desk.orders.cancelling import Cancel
from bot.desk.orders.delivering import ChangeAddress, SendConfirmation, SendInvoice
from bot.desk.orders.doing import Doing, InCase, Work
from bot.desk.orders.found import OrdersFound
from bot.desk.orders.holding import Hold, Unhold
from bot.desk.orders.limits import LimitTerms
from bot.desk.orders.making_good import Replace, Settle
from bot.desk.orders.proof import Proof, Sure
from bot.desk.orders.refunding import Goodwill, Refund
from bot.desk.orders.view import OrderView, OrderViews
from bot.desk.orders.wanted import Form, Kind, Line, Unfit, Wanted
from bot.errors import NotAllowed, NotPossible, NotThere
from bot.shop.models import Customer
from bot.shop.port import Shop

# What of a case somebody must see to do this; the orders themselves always.
NEEDS_FIELD = {
    "address": "address",
    **dict.fromkeys(("refund", "goodwill", "hold", "unhold", "settle"), "bills"),
}

# What an order that was taken here is called among the actions.
TAKEN = "order"


@dataclass(frozen=True)
class Step:
    """An action to be confirmed: what would happen, and whether a lead has to say yes first."""

    wanted: Wanted
    view: OrderView
    lines: Sequence[Line]
    above: AboveLimit | None


@dataclass(frozen=True)
class Sight:
    """How an order is shown to this person."""

    view: OrderView
    veil: Veil
    actions: Mapping[str, Line | None]


class OrdersDesk:
    """Built once; every method takes the case as the person sees it."""

    def __init__(
        self, engine: Engine, shop: Shop, clock: Clock, limits: LimitTerms, return_days: int
    ) -> None:
        self._shop = shop
        self._clock = clock
        self._limits = limits
        self._found = OrdersFound(engine, shop)
        self._views = OrderViews(shop, return_days)
        self.doing = Doing(engine, clock)
        self.approvals = Approvals(engine, clock)
        self.kinds: dict[str, Kind] = {kind.name: kind for kind in _kinds(shop, limits)}

    def orders(self, frame: CaseFrame, proof: Proof) -> list[Sight]:
        """Every order that belongs on the page, the surest first."""
        frame.must_see("orders")
        done = [row for row in self.done(frame) if row["kind"] == TAKEN and row["order_number"]]
        found = self._found.of(frame, proof, [str(row["order_number"]) for row in done])
        return [self._sight(frame, self._view(one.number, one.known_by, proof)) for one in found]

    def done(self, frame: CaseFrame) -> list[RowMapping]:
        """What was done in this case, the newest first."""
        return self.doing.rows.of_case(frame.id)

    def asked(self, frame: CaseFrame) -> list[Approval]:
        """What was asked of a lead in this case."""
        return self.approvals.of_case(frame.id)

    def customer(self, proof: Proof) -> Customer | None:
        """Who is on the line, once that is proven."""
        return self._shop.customers.customer(proof.customer_id) if proof.customer_id else None

    def exists(self, number: str) -> bool:
        """Whether there is such an order."""
        return bool(self._shop.existing([number]))

    def check(self, frame: CaseFrame, proof: Proof, form: Form) -> Step:
        """What the form asks for, checked; raises Unfit, NotAllowed, NotThere."""
        kind = self._kind(frame, form.get("kind", ""))
        view = self._chosen(frame, proof, form.get("order", ""))
        self._sure(kind, view)
        if refused := kind.refused(view):
            raise Unfit(refused.key.removeprefix("not."), **refused.values)
        wanted = kind.wanted(view, form, self._clock.now())
        lines = kind.will(view, wanted, self._clock.now())
        return Step(wanted, view, lines, self._above(frame, wanted))

    def do(self, frame: CaseFrame, step: Step, key: str) -> RowMapping:
        """Do what was confirmed; raises AboveLimit, ShopUnavailable."""
        kind = self.kinds[step.wanted.kind]
        asked = self._asked(frame, key, step.wanted)
        return self.doing.do(
            asked, step.wanted, _where(frame), lambda deed: kind.done(step.view, step.wanted, deed)
        )

    def ask_lead(self, frame: CaseFrame, step: Step, key: str) -> None:
        """Have a lead decide it."""
        self.approvals.ask(key, frame.id, frame.person, step.wanted)

    def carry_out(self, frame: CaseFrame, key: str, wanted: Wanted, work: Work) -> RowMapping:
        """Do something that is no change of an order there is: an order taken."""
        may_act(frame)
        return self.doing.do(self._asked(frame, key, wanted), wanted, _where(frame), work)

    def again(self, frame: CaseFrame, key: str) -> RowMapping:
        """Try once more what the shop did not answer to, under the same key; raises NotThere."""
        row = self.doing.rows.one(key)
        if row is None or row["handover_id"] != frame.id or row["kind"] not in self.kinds:
            raise NotThere("action")
        may_act(frame)
        asked = Asked(key, frame.id, row["staff_id"], row["done_by"], row["amount"])
        return self._carried_out(frame, asked, _wanted_of(row, None))

    def may_approve(self, frame: CaseFrame, approval: RowMapping) -> None:
        """Raises NotPossible where it is more than this lead may give as well."""
        if self._above(frame, _wanted_of(approval, approval["exceeds"])):
            raise NotPossible("above_yours")

    def approved(self, frame: CaseFrame, approval: RowMapping) -> RowMapping:
        """Carry out what a lead has approved, under the lead's name, once; raises AboveLimit."""
        wanted = _wanted_of(approval, approval["exceeds"])
        asked = replace(self._asked(frame, approval["id"], wanted), staff_id=approval["asked_by"])
        return self._carried_out(frame, asked, wanted)

    def _carried_out(self, frame: CaseFrame, asked: Asked, wanted: Wanted) -> RowMapping:
        kind, view = self.kinds[wanted.kind], self._view(str(wanted.order_number), "named", Proof())
        return self.doing.do(asked, wanted, _where(frame), lambda deed: kind.done(view, wanted, deed))

    def _sight(self, frame: CaseFrame, view: OrderView) -> Sight:
        actions = {name: kind.refused(view) for name, kind in self.kinds.items() if _may_see(frame, name)}
        return Sight(view, Veil(frame.sight, frame.shown), actions if frame.sight.reveals else {})

    def _view(self, number: str, known_by: str, proof: Proof) -> OrderView:
        order = self._shop.order(number)
        return self._views.of(number, known_by, proof.of(order))

    def _chosen(self, frame: CaseFrame, proof: Proof, number: str) -> OrderView:
        """Only an order that is on this case's page."""
        on_page = {one.view.number: one.view for one in self.orders(frame, proof)}
        if number not in on_page:
            raise NotThere("order")
        return on_page[number]

    def _kind(self, frame: CaseFrame, name: str) -> Kind:
        may_act(frame)
        if name not in self.kinds:
            raise NotThere("action")
        if not _may_see(frame, name):
            raise NotAllowed("field")
        return self.kinds[name]

    def _sure(self, kind: Kind, view: OrderView) -> None:
        needed = kind.needs(view)
        if view.sure < needed:
            raise Unfit("not_sure", level=needed.value)

    def _above(self, frame: CaseFrame, wanted: Wanted) -> AboveLimit | None:
        if wanted.counts is None:
            return None
        return self.doing.rows.above(self._asked(frame, "", wanted), wanted)

    def _asked(self, frame: CaseFrame, key: str, wanted: Wanted) -> Asked:
        person = frame.person
        most = self._limits.of(person.role, wanted.counts) if wanted.counts else wanted.amount
        return Asked(key, frame.id, person.id, person.id, most)


def may_act(frame: CaseFrame) -> None:
    """Only for whoever has or had the case, and leads; raises NotAllowed."""
    if not frame.sight.reveals:
        raise NotAllowed("not_your_case")


def needed(kinds: Mapping[str, Kind], view: OrderView) -> dict[str, Sure]:
    """What each action asks for, where more is needed than is proven."""
    wants = {name: kind.needs(view) for name, kind in kinds.items()}
    return {name: level for name, level in wants.items() if view.sure < level}


def _may_see(frame: CaseFrame, name: str) -> bool:
    return name not in NEEDS_FIELD or frame.sight.sees(NEEDS_FIELD[name])


def _where(frame: CaseFrame) -> InCase:
    channel = "sms" if frame.channel == "sms" else "voice"
    return InCase(frame.id, frame.conversation_id, str(frame.talk["language"]), channel)


def _wanted_of(row: RowMapping, counts: str | None) -> Wanted:
    return Wanted(row["kind"], row["order_number"], dict(row["details"]), row["amount"], counts)


def _kinds(shop: Shop, limits: LimitTerms) -> tuple[Kind, ...]:
    return (
        Cancel(shop),
        ChangeAddress(shop),
        Replace(shop),
        Settle(shop),
        Refund(shop),
        Goodwill(shop, limits.voucher_days),
        Hold(shop),
        Unhold(shop),
        SendInvoice(shop),
        SendConfirmation(shop),
    )
