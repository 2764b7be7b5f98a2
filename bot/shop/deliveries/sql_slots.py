"""Agreeing slots: each window takes only so many deliveries, whoever asks at the same moment."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.errors import NotChangeable, SlotTaken
from bot.shop.deliveries.models import Slot, SlotBooking
from bot.shop.deliveries.rules import SCHEDULABLE
from bot.shop.sql_orders import order_row
from bot.store.delivery_tables import SlotRow
from bot.store.shop_tables import OrderEventRow, OrderRow


def free(session: Session, slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """Those that still have a place."""
    return tuple(slot for slot in slots if _place(session, slot) is not None)


def slot_of(session: Session, order_number: str) -> Slot | None:
    """The slot agreed for this order."""
    row = session.get(SlotRow, order_number)
    return Slot(row.region, row.day, row.starts, row.ends) if row else None


def book(session: Session, wanted: SlotBooking) -> Slot:
    """Agree it; raises OrderNotFound, NotChangeable, SlotTaken, IntegrityError when another was quicker."""
    row = session.get(SlotRow, wanted.order_number)
    if row is not None and row.request_id == wanted.request_id:
        return wanted.slot
    place = _place(session, wanted.slot)
    if place is None:
        raise SlotTaken
    _date_order(session, wanted)
    values = {
        "request_id": wanted.request_id,
        "region": wanted.slot.region,
        "day": wanted.slot.day,
        "starts": wanted.slot.starts,
        "ends": wanted.slot.ends,
        "place": place,
        "at": wanted.at,
    }
    session.merge(SlotRow(order_number=wanted.order_number, **values))
    session.add(_event(wanted))
    session.flush()
    return wanted.slot


def _date_order(session: Session, wanted: SlotBooking) -> None:
    this = update(OrderRow).where(
        OrderRow.order_number == wanted.order_number, OrderRow.status.in_(SCHEDULABLE)
    )
    taken = session.execute(this.values(eta=wanted.slot.day).returning(OrderRow.order_number))
    if taken.first() is None:
        raise NotChangeable(order_row(session, wanted.order_number).status)


def _place(session: Session, slot: Slot) -> int | None:
    """The first place nobody has."""
    same = (SlotRow.region == slot.region) & (SlotRow.day == slot.day) & (SlotRow.starts == slot.starts)
    taken = set(session.scalars(select(SlotRow.place).where(same)))
    return next((place for place in range(slot.places) if place not in taken), None)


def _event(wanted: SlotBooking) -> OrderEventRow:
    slot = wanted.slot
    details = {
        "request_id": wanted.request_id,
        "day": slot.day.isoformat(),
        "window": f"{slot.starts:%H:%M}-{slot.ends:%H:%M}",
    }
    return OrderEventRow(
        order_number=wanted.order_number,
        what="delivery_slot_agreed",
        who=wanted.by,
        at=wanted.at,
        details=details,
    )
