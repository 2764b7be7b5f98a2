"""Deciding a claim that waited for a person: once, whoever decides at the same moment."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import AlreadySettled, NotRefundable, OrderNotFound
from bot.shop.claims.models import ClaimState, Settlement
from bot.shop.claims.sql_claims import LABELLED, carry_out, has_money_for
from bot.shop.refunds.sql_ledger import ledger
from bot.shop.sql_locks import locked
from bot.shop.sql_rows import Rows, row_id
from bot.store.claim_tables import ClaimRow
from bot.store.shop_tables import OrderEventRow

SETTLED = "claim_released"


def settle(session: Session, rows: Rows, wanted: Settlement) -> ClaimRow:
    """The claim as this request left it; raises OrderNotFound, AlreadySettled, OutOfStock, NotRefundable."""
    number = session.scalar(select(ClaimRow.order_number).where(ClaimRow.id == row_id(wanted.reference)))
    if number is None:
        raise OrderNotFound("no claim about an order has this reference")
    order = locked(session, number)
    row = session.get_one(ClaimRow, row_id(wanted.reference), populate_existing=True)
    if row.state != ClaimState.REQUESTED:
        return _earlier(session, row, wanted)
    row.remedy, row.new_article = wanted.remedy, None
    if not has_money_for(session, order, row):
        raise NotRefundable(f"{ledger(session, order).left:.2f}")
    row.state, row.verified = ClaimState.DONE, True
    row.label = row.kind in LABELLED
    carry_out(session, row, wanted.at.astimezone(rows.zone).date())
    session.add(_event(row, wanted))
    session.flush()
    return row


def _earlier(session: Session, row: ClaimRow, wanted: Settlement) -> ClaimRow:
    mine = select(OrderEventRow).where(
        OrderEventRow.order_number == row.order_number, OrderEventRow.what == SETTLED
    )
    if any(event.details["request_id"] == wanted.request_id for event in session.scalars(mine)):
        return row
    raise AlreadySettled("somebody has decided this claim before")


def _event(row: ClaimRow, wanted: Settlement) -> OrderEventRow:
    details = {"request_id": wanted.request_id, "remedy": wanted.remedy, "claim": wanted.reference}
    return OrderEventRow(
        order_number=row.order_number, what=SETTLED, who=wanted.by, at=wanted.at, details=details
    )
