"""Links to pay, each request one, to the stored e-mail and nowhere else."""

import secrets
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.shop.billing.models import LinkRequest
from bot.shop.documents import compose
from bot.shop.letters import money
from bot.shop.mailroom import Letter, send, sent
from bot.shop.masking import masked
from bot.shop.models import OrderStatus, SentCopy
from bot.shop.sql_rows import total_of
from bot.shop.storable import storable
from bot.store.billing_tables import PaymentLinkRow
from bot.store.shop_tables import MailRow, OrderRow

DOCUMENT = "payment_link"
NOTHING_TO_PAY = frozenset({OrderStatus.CANCELLED, OrderStatus.RETURNED})


def send_link(session: Session, request: LinkRequest) -> SentCopy | None:
    """Send one, or answer what the same request sent; IntegrityError when it is doing so elsewhere."""
    earlier = sent(session, DOCUMENT, request.request_id)
    if earlier is not None:
        return _copy(earlier, request)
    order = session.get(OrderRow, storable(request.order_number))
    if order is None or order.paid or order.status in NOTHING_TO_PAY or not order.customer.email:
        return None
    link = _link(order, request)
    session.add(link)
    session.flush()
    return _copy(send(session, _letter(order, link, request), request.request_id, request.at), request)


def earlier(session: Session, order_number: str, request_id: str) -> int:
    """Links sent for this order by other requests: whoever calls again could not pay with them."""
    mine = PaymentLinkRow.order_number == storable(order_number)
    return session.scalar(select(func.count()).where(mine, PaymentLinkRow.request_id != request_id)) or 0


def _link(order: OrderRow, request: LinkRequest) -> PaymentLinkRow:
    return PaymentLinkRow(
        token=secrets.token_urlsafe(24),
        order_number=order.order_number,
        request_id=request.request_id,
        amount=total_of(order),
        sent_at=request.at,
        expires_at=request.at + timedelta(days=request.days),
    )


def _letter(order: OrderRow, link: PaymentLinkRow, request: LinkRequest) -> Letter:
    values = {
        "order_number": order.order_number,
        "amount": money(link.amount, request.language),
        "token": link.token,
        "until": f"{link.expires_at:%d.%m.%Y}",
    }
    composed = compose(DOCUMENT, request.language, values)
    return Letter(DOCUMENT, order.order_number, "email", order.customer.email or "", *composed)


def _copy(row: MailRow, request: LinkRequest) -> SentCopy:
    return SentCopy(row.document, row.channel, masked(row.recipient), request.at)
