"""Searches for parcels: one an order, whoever asks."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.claims.port import TraceRequest
from bot.shop.sql_orders import order_row
from bot.store.claim_tables import TraceRow
from bot.store.shop_tables import OrderEventRow


def trace_of(session: Session, order_number: str) -> TraceRow | None:
    """The order's search."""
    return session.scalar(select(TraceRow).where(TraceRow.order_number == order_number))


def open_trace(session: Session, request: TraceRequest, deadline: date) -> TraceRow:
    """Open it, or answer the one there is; IntegrityError when another call is opening it."""
    order = order_row(session, request.order_number)
    earlier = trace_of(session, order.order_number)
    if earlier is not None:
        return earlier
    row = TraceRow(
        order_number=order.order_number,
        request_id=request.request_id,
        carrier=order.carrier,
        tracking=order.tracking,
        searched=request.searched,
        opened_at=request.at,
        deadline=deadline,
    )
    session.add(row)
    session.flush()
    session.add(_event(row, request.by))
    return row


def _event(row: TraceRow, by: str) -> OrderEventRow:
    details = {"request_id": row.request_id, "carrier": row.carrier or "", "tracking": row.tracking or ""}
    details |= {"searched": str(row.searched).lower(), "deadline": row.deadline.isoformat()}
    return OrderEventRow(
        order_number=row.order_number, what="trace_opened", who=by, at=row.opened_at, details=details
    )
