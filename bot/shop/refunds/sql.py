"""Refunds in a SQL database; implements bot.shop.refunds.port.Refunds."""

from dataclasses import replace
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.shop.models import PaymentMethod, ReturnStatus, WithdrawalVerdict
from bot.shop.refunds import sql_grants, sql_ledger
from bot.shop.refunds.models import GrantedRefund, Ledger, Refund, RefundGrant, RefundState
from bot.shop.refunds.sql_ledger import RETURNS
from bot.shop.sql_orders import order_row, returns_of
from bot.shop.sql_rows import Rows, total_of
from bot.shop.sql_session import once, transaction
from bot.shop.storable import storable, storable_id
from bot.store.delivery_tables import RefundPaymentRow
from bot.store.shop_tables import CancellationRow, OrderRow, ReturnRow, WithdrawalRow


class SqlRefunds:
    """The tables behind the port; safe to share between threads."""

    def __init__(self, engine: Engine, zone: ZoneInfo) -> None:
        self._engine = engine
        self._rows = Rows(zone)

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
                or _of_decisions(session, order)
            )

    def ledger(self, order_number: str) -> Ledger:
        """What was paid for the order and what goes back of it."""
        with transaction(self._engine) as session:
            return sql_ledger.ledger(session, order_row(session, order_number))

    def grant(self, grant: RefundGrant) -> GrantedRefund:
        """Give money back on a person's word."""
        wanted = replace(grant, request_id=storable_id(grant.request_id))
        return once(self._engine, lambda session: sql_grants.grant(session, self._rows, wanted))


def _of_return(order: OrderRow, parcel: ReturnRow) -> Refund:
    return Refund(
        order_number=order.order_number,
        state=RETURNS[ReturnStatus(parcel.status)],
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


def _of_decisions(session: Session, order: OrderRow) -> Refund | None:
    """What was missing, wrong or granted by a person and is paid back, all of it together."""
    decided = [entry for entry in sql_ledger.ledger(session, order).back if entry.why in ("claim", "grant")]
    if not decided or not order.paid:
        return None
    paid = all(entry.state is RefundState.PAID for entry in decided)
    return Refund(
        order_number=order.order_number,
        state=RefundState.PAID if paid else RefundState.DUE,
        amount=sum((entry.amount for entry in decided), Decimal(0)),
        payment=PaymentMethod(order.payment),
        until=max(entry.until for entry in decided if entry.until),
    )


def _of_withdrawal(session: Session, order: OrderRow) -> Refund | None:
    mine = select(WithdrawalRow).where(WithdrawalRow.order_number == order.order_number)
    row = session.scalar(mine.order_by(WithdrawalRow.id.desc()).limit(1))
    if row is None or not order.paid:
        return None
    in_time = row.verdict == WithdrawalVerdict.IN_TIME
    back = [entry.amount for entry in sql_ledger.ledger(session, order).back if entry.why == "withdrawal"]
    return Refund(
        order_number=order.order_number,
        state=RefundState.AWAITS_GOODS if in_time else RefundState.UNDER_REVIEW,
        # What a person has given back before is not given back again.
        amount=back[0] if back else total_of(order),
        payment=PaymentMethod(order.payment),
        until=row.refund_until,
    )
