"""What was paid for an order and what goes back of it, from every table that moves money."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.models import ReturnStatus, WithdrawalVerdict
from bot.shop.refunds.models import Ledger, MoneyBack, RefundState
from bot.shop.sql_orders import returns_of
from bot.shop.sql_rows import reference, total_of
from bot.store.billing_tables import InvoiceRow, PaymentRow
from bot.store.claim_tables import ClaimRow
from bot.store.delivery_tables import RefundPaymentRow
from bot.store.granted_tables import RefundGrantRow
from bot.store.ordering_tables import AdjustmentRow
from bot.store.shop_tables import CancellationRow, OrderRow, WithdrawalRow

RETURNS = {
    ReturnStatus.ANNOUNCED: RefundState.AWAITS_GOODS,
    ReturnStatus.IN_TRANSIT: RefundState.AWAITS_GOODS,
    ReturnStatus.ARRIVED: RefundState.DUE,
    ReturnStatus.REFUNDED: RefundState.PAID,
    ReturnStatus.REFUSED: RefundState.UNDER_REVIEW,
}
Row = TypeVar(
    "Row",
    AdjustmentRow,
    CancellationRow,
    ClaimRow,
    InvoiceRow,
    PaymentRow,
    RefundGrantRow,
    RefundPaymentRow,
    WithdrawalRow,
)
GRANTS, CLAIMS, CANCELLATIONS, WITHDRAWALS = "ER", "RK", "ST", "WR"


def ledger(session: Session, order: OrderRow) -> Ledger:
    """As it stands in this transaction; whoever decides on it holds the order's row."""
    adjusted = _all(session, AdjustmentRow, order)
    back = (
        *_returns(session, order),
        *_cancelled(session, order),
        *_claimed(session, order),
        *_granted(session, order),
        *(MoneyBack("adjustment", -row.amount, RefundState.DUE) for row in adjusted if row.amount < 0),
    )
    known = Ledger(order.order_number, _paid(session, order, adjusted), back)
    return replace(known, back=(*back, *_withdrawn(session, order, known.left)))


def _paid(session: Session, order: OrderRow, adjusted: list[AdjustmentRow]) -> Decimal:
    """By the payments known, else by the word that the order was paid, unless its bill is still open."""
    payments = [row.amount for row in _all(session, PaymentRow, order) if row.ok]
    if payments:
        return sum(payments, Decimal(0))
    owed = any(bill.paid_on is None for bill in _all(session, InvoiceRow, order))
    if not order.paid or owed:
        return Decimal(0)
    # What a change of a paid order added has not been paid with it.
    return total_of(order) - sum((row.amount for row in adjusted), Decimal(0))


def _returns(session: Session, order: OrderRow) -> Iterator[MoneyBack]:
    for parcel in returns_of(session, order.order_number):
        if parcel.status != ReturnStatus.REFUSED:
            state = RETURNS[ReturnStatus(parcel.status)]
            yield MoneyBack("return", parcel.refund, state, parcel.refund_until, parcel.return_number)


def _cancelled(session: Session, order: OrderRow) -> Iterator[MoneyBack]:
    paid = _all(session, RefundPaymentRow, order)
    for row in _all(session, CancellationRow, order):
        if row.refund:
            state = RefundState.PAID if paid else RefundState.DUE
            yield MoneyBack(
                "cancellation", row.refund, state, row.refund_until, reference(CANCELLATIONS, row.id)
            )


def _withdrawn(session: Session, order: OrderRow, left: Decimal) -> Iterator[MoneyBack]:
    """A withdrawal in time gives back all that is left; once its parcel is announced, that stands for it."""
    in_time = [row for row in _all(session, WithdrawalRow, order) if row.verdict == WithdrawalVerdict.IN_TIME]
    amount = min(total_of(order), left)
    if in_time and amount and not returns_of(session, order.order_number):
        row, state = max(in_time, key=lambda row: row.id), RefundState.AWAITS_GOODS
        yield MoneyBack("withdrawal", amount, state, row.refund_until, reference(WITHDRAWALS, row.id))


def _claimed(session: Session, order: OrderRow) -> Iterator[MoneyBack]:
    for row in _all(session, ClaimRow, order):
        if row.refund_until is not None:
            yield MoneyBack("claim", row.amount, RefundState.DUE, row.refund_until, reference(CLAIMS, row.id))


def _granted(session: Session, order: OrderRow) -> Iterator[MoneyBack]:
    for row in _all(session, RefundGrantRow, order):
        state = RefundState.PAID if row.paid_at else RefundState.DUE
        yield MoneyBack("grant", row.amount, state, row.refund_until, reference(GRANTS, row.id))


def _all(session: Session, table: type[Row], order: OrderRow) -> list[Row]:
    """The order's rows."""
    return list(session.scalars(select(table).where(table.order_number == order.order_number)))
