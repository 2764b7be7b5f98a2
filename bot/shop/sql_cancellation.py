"""Cancelling an order: once, whoever asks at the same moment."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.errors import NotCancellable
from bot.shop.models import CANCELLABLE, OrderStatus
from bot.shop.ordering.sql_stock import give_back
from bot.shop.refunds.sql_ledger import ledger
from bot.shop.sql_orders import order_row
from bot.shop.sql_rows import total_of
from bot.shop.withdrawal import refund_until
from bot.store.shop_tables import CancellationRow, OrderEventRow, OrderRow


def cancel(session: Session, order_number: str, request_id: str, at: datetime, by: str) -> CancellationRow:
    """Cancel, its pieces back in stock, or answer an earlier call of the same request.

    Raises OrderNotFound, NotCancellable.
    """
    if not _take(session, order_number, at):
        return _earlier(session, order_number, request_id)
    order = order_row(session, order_number)
    give_back(session, order.lines)
    refund = min(total_of(order), ledger(session, order).left) if order.paid else Decimal(0)
    row = _cancellation(order, request_id, at, refund)
    details = {"request_id": request_id, "refund": f"{row.refund:.2f}"}
    event = OrderEventRow(order_number=order_number, what="cancelled", who=by, at=at, details=details)
    session.add_all([row, event])
    session.flush()
    return row


def _take(session: Session, order_number: str, at: datetime) -> bool:
    # The condition is part of the write: of two callers, the database lets one find the order still open.
    taken = session.execute(
        update(OrderRow)
        .where(OrderRow.order_number == order_number, OrderRow.status.in_(CANCELLABLE))
        .values(status=OrderStatus.CANCELLED, cancelled_at=at)
        .returning(OrderRow.order_number)
    )
    return taken.first() is not None


def _earlier(session: Session, order_number: str, request_id: str) -> CancellationRow:
    order = order_row(session, order_number)
    row = session.scalar(select(CancellationRow).where(CancellationRow.order_number == order_number))
    if row is None or row.request_id != request_id:
        raise NotCancellable(order.status)
    return row


def _cancellation(order: OrderRow, request_id: str, at: datetime, refund: Decimal) -> CancellationRow:
    return CancellationRow(
        order_number=order.order_number,
        request_id=request_id,
        at=at,
        refund=refund,
        payment=order.payment,
        refund_until=refund_until(at.date()) if refund else None,
    )
