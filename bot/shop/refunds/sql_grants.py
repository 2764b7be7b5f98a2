"""Giving money back on a person's word: once per request, never more than is left of what was paid."""

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import NotRefundable
from bot.shop.documents import compose
from bot.shop.letters import money, stored_contact
from bot.shop.mailroom import Letter, copy_of, send, sent
from bot.shop.models import Order, PaymentMethod
from bot.shop.refunds.models import GrantedRefund, RefundGrant
from bot.shop.refunds.sql_ledger import GRANTS, ledger
from bot.shop.sql_locks import locked
from bot.shop.sql_rows import Rows, reference
from bot.shop.storable import storable
from bot.shop.withdrawal import refund_until
from bot.store.granted_tables import RefundGrantRow
from bot.store.shop_tables import MailRow, OrderEventRow, OrderRow

DOCUMENT = "refund_confirmation"


def grant(session: Session, rows: Rows, wanted: RefundGrant) -> GrantedRefund:
    """Grant it, or answer what the same request granted; raises OrderNotFound, NotRefundable."""
    order = locked(session, wanted.order_number)
    earlier = select(RefundGrantRow).where(RefundGrantRow.request_id == wanted.request_id)
    row = session.scalar(earlier)
    if row is None:
        left = ledger(session, order).left
        if not Decimal(0) < wanted.amount <= left:
            raise NotRefundable(f"{left:.2f}")
        row = _recorded(session, rows, order, wanted)
    return _granted(rows, row, _told(session, rows.order(order), row, wanted))


def _recorded(session: Session, rows: Rows, order: OrderRow, wanted: RefundGrant) -> RefundGrantRow:
    row = RefundGrantRow(
        request_id=wanted.request_id,
        order_number=order.order_number,
        amount=wanted.amount,
        payment=order.payment,
        reason=wanted.reason,
        note=storable(wanted.note),
        by=wanted.by,
        at=wanted.at,
        refund_until=refund_until(wanted.at.astimezone(rows.zone).date()),
    )
    details = {"request_id": wanted.request_id, "amount": f"{wanted.amount:.2f}", "reason": wanted.reason}
    event = OrderEventRow(
        order_number=order.order_number, what="refund_granted", who=wanted.by, at=wanted.at, details=details
    )
    session.add_all([row, event])
    session.flush()
    return row


def _told(session: Session, order: Order, row: RefundGrantRow, wanted: RefundGrant) -> MailRow:
    known = sent(session, DOCUMENT, wanted.request_id)
    if known is not None:
        return known
    values = {
        "reference": reference(GRANTS, row.id),
        "order_number": order.order_number,
        "amount": money(row.amount, wanted.language),
        "until": f"{row.refund_until:%d.%m.%Y}",
    }
    texts = compose(DOCUMENT, wanted.language, values)
    letter = Letter(DOCUMENT, order.order_number, *stored_contact(order), *texts)
    return send(session, letter, wanted.request_id, wanted.at)


def _granted(rows: Rows, row: RefundGrantRow, mail: MailRow) -> GrantedRefund:
    return GrantedRefund(
        reference=reference(GRANTS, row.id),
        order_number=row.order_number,
        amount=row.amount,
        payment=PaymentMethod(row.payment),
        until=row.refund_until,
        sent=copy_of(rows.zone, mail),
    )
