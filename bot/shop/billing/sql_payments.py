"""Payments that went through and those that did not."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.shop.storable import storable
from bot.store.billing_tables import PaymentRow


def refused(session: Session, order_number: str) -> int:
    """Refused payments since the last good one."""
    mine = PaymentRow.order_number == storable(order_number)
    last_good = session.scalar(select(func.max(PaymentRow.at)).where(mine, PaymentRow.ok))
    since = (PaymentRow.at > last_good,) if last_good else ()
    return session.scalar(select(func.count()).where(mine, PaymentRow.ok.is_(False), *since)) or 0


def good(session: Session, order_number: str) -> int:
    """Payments that went through."""
    mine = PaymentRow.order_number == storable(order_number)
    return session.scalar(select(func.count()).where(mine, PaymentRow.ok)) or 0
