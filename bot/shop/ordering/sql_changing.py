"""Changing an order that is not packed yet: its lines, its total, and what that leaves open."""

from collections import Counter
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot.errors import NotChangeable
from bot.shop.models import CANCELLABLE
from bot.shop.ordering.models import OrderChange, TakenOrder
from bot.shop.ordering.sql_confirming import owe_confirmation
from bot.shop.ordering.sql_placing import amount, carried_out, line_row, told
from bot.shop.ordering.sql_stock import take
from bot.shop.sql_orders import order_row
from bot.shop.sql_rows import total_of
from bot.store.ordering_tables import AdjustmentRow, OrderRequestRow
from bot.store.shop_tables import OrderEventRow, OrderLineRow, OrderRow


def change(session: Session, wanted: OrderChange, request_id: str, at: datetime) -> TakenOrder:
    """The order as this request left it; raises OrderNotFound, NotChangeable, SoldOut."""
    earlier = carried_out(session, request_id)
    if earlier:
        return earlier
    order = _open(session, wanted.order_number)
    before, old = total_of(order), _counted(order.lines)
    _move_stock(session, old, wanted)
    _replace_lines(session, order, wanted)
    difference = total_of(order) - before
    _write_history(session, wanted, (before, total_of(order)), at)
    session.add(
        OrderRequestRow(
            request_id=request_id,
            order_number=order.order_number,
            kind="changed",
            difference=difference,
            at=at,
        )
    )
    if order.paid and difference:
        session.add(_adjustment(order, request_id, difference, at))
    confirmation = owe_confirmation(session, order, wanted.agreed, "change", at)
    session.flush()
    return TakenOrder(order.order_number, total_of(order), difference, confirmation.channel)


def _open(session: Session, order_number: str) -> OrderRow:
    # A write that changes nothing: the warehouse cannot pack the order while its lines are replaced.
    held = session.execute(
        update(OrderRow)
        .where(OrderRow.order_number == order_number, OrderRow.status.in_(CANCELLABLE))
        .values(status=OrderRow.status)
    )
    order = order_row(session, order_number)
    if held.rowcount != 1:  # type: ignore[attr-defined]
        raise NotChangeable(order.status)
    return order


def _counted(lines: list[OrderLineRow]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for line in lines:
        counted[line.article_number] += line.quantity
    return counted


def _move_stock(session: Session, old: Counter[str], wanted: OrderChange) -> None:
    new: Counter[str] = Counter()
    for line in wanted.lines:
        new[line.article_number] += line.quantity
    for article in sorted(old.keys() | new.keys()):
        more = new[article] - old[article]
        if more:
            take(session, article, more)


def _replace_lines(session: Session, order: OrderRow, wanted: OrderChange) -> None:
    session.execute(delete(OrderLineRow).where(OrderLineRow.order_number == order.order_number))
    session.expire(order, ["lines"])
    for position, line in enumerate(wanted.lines, 1):
        row = line_row(session, line, position)
        row.order_number = order.order_number
        session.add(row)
    order.shipping = wanted.shipping
    session.flush()
    session.expire(order, ["lines"])


def _write_history(
    session: Session, wanted: OrderChange, totals: tuple[Decimal, Decimal], at: datetime
) -> None:
    details = {"before": amount(totals[0]), "total": amount(totals[1]), **told(wanted.agreed)}
    session.add(
        OrderEventRow(
            order_number=wanted.order_number,
            what="changed",
            who=wanted.agreed.by,
            at=at,
            details=details,
        )
    )


def _adjustment(order: OrderRow, request_id: str, difference: Decimal, at: datetime) -> AdjustmentRow:
    return AdjustmentRow(
        order_number=order.order_number,
        request_id=request_id,
        amount=difference,
        payment=order.payment,
        details={"total": amount(total_of(order))},
        at=at,
    )
