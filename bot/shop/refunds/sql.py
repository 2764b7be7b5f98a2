"""Refunds in a SQL database; implements bot.shop.refunds.port.Refunds."""

from decimal import Decimal

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.shop.models import PaymentMethod, ReturnStatus, WithdrawalVerdict
from bot.shop.refunds.models import Refund, RefundState
from bot.shop.sql_orders import returns_of
from bot.shop.sql_rows import total_of
from bot.shop.sql_session import transaction
from bot.shop.storable import storable
from bot.store.claim_tables import ClaimRow
from bot.store.delivery_tables import RefundPaymentRow
from bot.store.shop_tables import CancellationRow, OrderRow, ReturnRow, WithdrawalRow

STATES = {
    ReturnStatus.ANNOUNCED: RefundState.AWAITS_GOODS,
    ReturnStatus.IN_TRANSIT: RefundState.AWAITS_GOODS,
    ReturnStatus.ARRIVED: RefundState.DUE,
    ReturnStatus.REFUNDED: RefundState.PAID,
    ReturnStatus.REFUSED: RefundState.UNDER_REVIEW,
}


class SqlRefunds:
    """The tables behind the port; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def latest(self, order_number: str) -> Refund | None:
        """The order's latest refund."""
        with transaction(self._engine) as session:
            order = session.get(OrderRow, storable(order_number))
            if order is None:
                return None
            returned = returns_of(session, order.order_number)
            if returned:
                return _of_return(order, returned[0])
            return (
                _of_cancellation(session, order)
                or _of_withdrawal(session, order)
                or _of_claims(session, order)
            )


def _of_return(order: OrderRow, parcel: ReturnRow) -> Refund:
    return Refund(
        order_number=order.order_number,
        state=STATES[ReturnStatus(parcel.status)],
        amount=parcel.refund,
        payment=PaymentMethod(order.payment),
        until=parcel.refund_until,
        paid_at=parcel.refunded_at,
    )


def _of_cancellation(session: Session, order: OrderRow) -> Refund | None:
    mine = select(CancellationRow).where(CancellationRow.order_number == order.order_number)
    row = session.scalar(mine)
    if row is None or row.refund_until is None:
        return None
    paid = session.scalar(
        select(RefundPaymentRow)
        .where(RefundPaymentRow.order_number == order.order_number)
        .order_by(RefundPaymentRow.id.desc())
        .limit(1)
    )
    return Refund(
        order_number=order.order_number,
        state=RefundState.PAID if paid else RefundState.DUE,
        amount=paid.amount if paid else row.refund,
        payment=PaymentMethod(row.payment),
        until=row.refund_until,
        paid_at=paid.paid_at if paid else None,
    )


def _of_claims(session: Session, order: OrderRow) -> Refund | None:
    """What was missing or wrong and is paid back, all of it together."""
    due = (ClaimRow.order_number == order.order_number) & ClaimRow.refund_until.is_not(None)
    found = session.scalars(select(ClaimRow).where(due)).all()
    if not found or not order.paid:
        return None
    return Refund(
        order_number=order.order_number,
        state=RefundState.DUE,
        amount=sum((row.amount for row in found), Decimal(0)),
        payment=PaymentMethod(order.payment),
        until=max(row.refund_until for row in found if row.refund_until),
    )


def _of_withdrawal(session: Session, order: OrderRow) -> Refund | None:
    mine = select(WithdrawalRow).where(WithdrawalRow.order_number == order.order_number)
    row = session.scalar(mine.order_by(WithdrawalRow.id.desc()).limit(1))
    if row is None or not order.paid:
        return None
    in_time = row.verdict == WithdrawalVerdict.IN_TIME
    return Refund(
        order_number=order.order_number,
        state=RefundState.AWAITS_GOODS if in_time else RefundState.UNDER_REVIEW,
        amount=total_of(order),
        payment=PaymentMethod(order.payment),
        until=row.refund_until,
    )
