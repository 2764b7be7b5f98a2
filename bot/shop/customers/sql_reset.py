"""Links to a new password: only to the address that is stored, whoever asks."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.shop.documents import compose
from bot.shop.mailroom import Letter, send
from bot.shop.storable import storable
from bot.store.customer_tables import ResetLinkRow
from bot.store.shop_tables import CustomerRow

DOCUMENT = "password_link"
# Long enough to find the mail in the evening, short enough that an old mailbox opens nothing.
LIFETIME = timedelta(hours=2)
# More only fills somebody's mailbox.
AN_HOUR = 3


def send_link(session: Session, email: str, request_id: str, at: datetime, language: str) -> None:
    """Send it once per request, to each customer with this address."""
    mine = select(CustomerRow).where(func.lower(CustomerRow.email) == storable(email).lower())
    for place, customer in enumerate(session.scalars(mine.order_by(CustomerRow.customer_id))):
        _send(session, customer, f"{request_id}:{place}" if place else request_id, at, language)


def _send(session: Session, customer: CustomerRow, request_id: str, at: datetime, language: str) -> None:
    sent = select(ResetLinkRow.id).where(ResetLinkRow.request_id == request_id)
    recent = select(func.count()).where(
        ResetLinkRow.customer_id == customer.customer_id, ResetLinkRow.sent_at > at - timedelta(hours=1)
    )
    if session.scalar(sent) or (session.scalar(recent) or 0) >= AN_HOUR:
        return
    token = secrets.token_urlsafe(24)
    session.add(
        ResetLinkRow(
            request_id=request_id,
            customer_id=customer.customer_id,
            # The token is as long as a key: no salt and no slow digest are needed.
            digest=hashlib.sha256(token.encode()).digest(),
            sent_at=at,
            expires_at=at + LIFETIME,
        )
    )
    session.flush()
    values = {"token": token, "hours": str(int(LIFETIME.total_seconds() // 3600))}
    letter = Letter(DOCUMENT, None, "email", str(customer.email), *compose(DOCUMENT, language, values))
    send(session, letter, request_id, at)
