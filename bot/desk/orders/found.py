"""Which orders belong on the page of a case, and how we know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select

from bot.desk.case_frame import CaseFrame
from bot.desk.orders.proof import Proof
from bot.shop.models import Order
from bot.shop.port import Shop
from bot.staff.audit import AUDIT

LOOKED_UP = "order_looked_up"
# From the surest to what is only a hint; "taken" and "looked_up" are the desk's own.
KNOWN_BY = ("verified", "taken", "named", "looked_up", "caller_number")
MOST = 12


@dataclass(frozen=True)
class Found:
    """An order and how we know that it is meant."""

    number: str
    known_by: str


class OrdersFound:
    """Asks packet, audit trail and shop."""

    def __init__(self, engine: Engine, shop: Shop) -> None:
        self._engine = engine
        self._shop = shop

    def of(self, frame: CaseFrame, proof: Proof, taken: Iterable[str] = ()) -> list[Found]:
        """Orders of the case first, then the customer's others, open ones before the rest."""
        named = {str(one["order_number"]): str(one["known_by"]) for one in frame.packet.get("orders") or ()}
        verified = _value(frame, "verified_order")
        named |= {str(verified): "verified"} if verified else {}
        found = {**dict.fromkeys(self.looked_up(frame), "looked_up"), **named}
        found |= dict.fromkeys(taken, "taken")
        existing = self._shop.existing(list(found))
        ours = [Found(number, known) for number, known in found.items() if number in existing]
        return [*ours, *self._others(frame, proof, existing)][:MOST]

    def looked_up(self, frame: CaseFrame) -> list[str]:
        """What this person has looked up in this case, the newest first."""
        theirs = (AUDIT.c.about == f"case:{frame.id}") & (AUDIT.c.staff_id == frame.person.id)
        entries = select(AUDIT.c.data).where(theirs, AUDIT.c.what == LOOKED_UP).order_by(AUDIT.c.id.desc())
        with self._engine.connect() as db:
            return [str(data["order"]) for data in db.execute(entries).scalars() if "order" in data]

    def _others(self, frame: CaseFrame, proof: Proof, known: Iterable[str]) -> list[Found]:
        hinted = _customers(frame)
        customers = dict.fromkeys([proof.customer_id, *hinted] if proof.customer_id else hinted)
        orders = self._shop.orders_of([one for one in customers if one]) if customers else ()
        others = [order for order in orders if order.order_number not in set(known)]
        return [Found(order.order_number, _how(order, proof)) for order in _open_first(others)]


def _how(order: Order, proof: Proof) -> str:
    return "verified" if order.customer_id == proof.customer_id else "caller_number"


def _open_first(orders: Sequence[Order]) -> list[Order]:
    return sorted(orders, key=lambda order: (not order.is_open, -order.placed_at.timestamp()))


def _customers(frame: CaseFrame) -> list[str]:
    """Those whose stored number the call came from."""
    remembered = frame.talk["memory"].get("caller_customers") or ()
    caller = frame.packet.get("caller") or {}
    return list(dict.fromkeys([*remembered, *(caller.get("recognised_customers") or ())]))


def _value(frame: CaseFrame, name: str) -> Any:
    return ((frame.talk["memory"].get("facts") or {}).get(name) or {}).get("value")
