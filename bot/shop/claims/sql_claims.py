"""Taking claims down: each request once, no piece claimed twice, pieces to be sent taken from the stock."""

from datetime import date
from decimal import Decimal

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.errors import AlreadyClaimed, NotRefundable, OutOfStock
from bot.shop.claims.models import ClaimKind, ClaimReport, ClaimState, Remedy
from bot.shop.claims.rules import ClaimPolicy
from bot.shop.models import Order
from bot.shop.refunds.sql_ledger import ledger
from bot.shop.sql_locks import locked
from bot.shop.sql_rows import Rows
from bot.shop.storable import storable
from bot.shop.withdrawal import refund_until
from bot.store.claim_tables import ClaimRow
from bot.store.shop_tables import OrderEventRow, OrderLineRow, OrderRow, ProductRow

# Kinds whose pieces are made good once; a defect may come again after a repair.
ONCE_A_PIECE = frozenset({ClaimKind.DAMAGED, ClaimKind.MISSING, ClaimKind.WRONG, ClaimKind.EXCHANGE})
LABELLED = frozenset({ClaimKind.WRONG, ClaimKind.EXCHANGE})
SENT = frozenset({Remedy.REPLACEMENT, Remedy.EXCHANGE})


def recorded(session: Session, request_id: str) -> ClaimRow | None:
    """What an earlier call of the same request wrote."""
    return session.scalar(select(ClaimRow).where(ClaimRow.request_id == request_id))


def claims_of(session: Session, order_number: str) -> list[ClaimRow]:
    """The order's claims, newest first."""
    mine = select(ClaimRow).where(ClaimRow.order_number == order_number)
    return list(session.scalars(mine.order_by(ClaimRow.id.desc())))


def record(session: Session, rows: Rows, report: ClaimReport, policy: ClaimPolicy) -> ClaimRow:
    """Write the claim with its event, and do at once what the policy allows.

    Raises OrderNotFound, AlreadyClaimed, OutOfStock; IntegrityError when the same request is being written.
    """
    order = locked(session, report.order_number) if report.order_number else None
    # Written by another call of this request while this one waited for the order.
    if order and (earlier := recorded(session, report.request_id)):
        return earlier
    line = order.lines[report.line] if order and report.line is not None else None
    if order and report.kind in ONCE_A_PIECE:
        _refuse_twice(session, report, order, line)
    worth = _worth(report, order, line)
    known = rows.order(order) if order else None
    row = _row(report, line, worth, _state(report, known, worth, policy, rows))
    if row.state == ClaimState.DONE and order and not has_money_for(session, order, row):
        if report.released:
            raise NotRefundable(f"{ledger(session, order).left:.2f}")
        # Everything that was paid is on its way back already: a person finds out why.
        row.state, row.label = ClaimState.REQUESTED, False
    if row.state == ClaimState.DONE:
        carry_out(session, row, report.at.astimezone(rows.zone).date())
    session.add(row)
    session.flush()
    session.add(_event(row, report.by))
    return row


def has_money_for(session: Session, order: OrderRow, row: ClaimRow) -> bool:
    """Whether what the claim gives has not been given back before; nothing goes back of an unpaid order."""
    if not order.paid:
        return True
    left = ledger(session, order).left
    return left >= row.amount if row.remedy == Remedy.REFUND else left > 0


def _refuse_twice(session: Session, report: ClaimReport, order: OrderRow, line: OrderLineRow | None) -> None:
    mine = (ClaimRow.order_number == order.order_number) & ClaimRow.kind.in_(ONCE_A_PIECE)
    whole = session.scalar(select(ClaimRow.id).where(mine, ClaimRow.position.is_(None)).limit(1))
    if whole is not None:
        raise AlreadyClaimed("the whole delivery was claimed before")
    if line is None:
        if session.scalar(select(ClaimRow.id).where(mine).limit(1)) is not None:
            raise AlreadyClaimed("a part of the delivery was claimed before")
        return
    pieces = select(func.sum(ClaimRow.quantity)).where(mine, ClaimRow.position == line.position)
    if (session.scalar(pieces) or 0) + report.quantity > line.quantity:
        raise AlreadyClaimed("these pieces were claimed before")


def _worth(report: ClaimReport, order: OrderRow | None, line: OrderLineRow | None) -> Decimal:
    if line is not None:
        return line.price * report.quantity
    lines = order.lines if order else []
    return sum((each.price * each.quantity for each in lines), Decimal(0))


def _state(
    report: ClaimReport, order: Order | None, worth: Decimal, policy: ClaimPolicy, rows: Rows
) -> ClaimState:
    # Words alone prove nothing: what is not proven to be the caller's own waits for a person.
    if not report.verified or report.line is None or report.remedy is Remedy.OPEN:
        return ClaimState.REQUESTED
    if report.released:
        return ClaimState.DONE
    return policy.state(report.kind, order, worth, report.at.astimezone(rows.zone).date())


def _row(report: ClaimReport, line: OrderLineRow | None, worth: Decimal, state: ClaimState) -> ClaimRow:
    return ClaimRow(
        request_id=report.request_id,
        order_number=report.order_number,
        kind=report.kind,
        position=line.position if line else None,
        article_number=line.article_number if line else None,
        quantity=report.quantity,
        words=storable(report.words),
        remedy=report.remedy,
        new_article=report.new_article,
        state=state,
        amount=worth,
        refund_until=None,
        label=state is ClaimState.DONE and report.kind in LABELLED,
        verified=report.verified,
        channel=report.channel,
        language=report.language,
        at=report.at,
    )


def carry_out(session: Session, row: ClaimRow, today: date) -> None:
    """Do what the claim gives; raises OutOfStock."""
    if row.remedy == Remedy.REFUND:
        row.refund_until = refund_until(today)
    elif row.remedy in SENT:
        _take_from_stock(session, row.new_article or row.article_number, row.quantity)


def _take_from_stock(session: Session, article_number: str | None, pieces: int) -> None:
    # The condition is part of the write: two callers cannot get the last piece.
    taken = session.execute(
        update(ProductRow)
        .where(ProductRow.article_number == article_number, ProductRow.stock >= pieces)
        .values(stock=ProductRow.stock - pieces)
        .returning(ProductRow.article_number)
    )
    if taken.first() is None:
        raise OutOfStock("not enough pieces of the article")


def _event(row: ClaimRow, by: str) -> OrderEventRow:
    details = {"request_id": row.request_id, "kind": row.kind, "remedy": row.remedy, "state": row.state}
    details |= {"amount": f"{row.amount:.2f}", "verified": str(row.verified).lower()}
    if row.article_number:
        details |= {"article_number": row.article_number, "quantity": str(row.quantity)}
    return OrderEventRow(
        order_number=row.order_number,
        what="claim_reported" if row.state == ClaimState.REQUESTED else "claim_settled",
        who=f"caller:{row.channel}" if row.state == ClaimState.REQUESTED else by,
        at=row.at,
        details=details,
    )
