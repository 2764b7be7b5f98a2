"""Making and judging codes in the database, whoever asks at the same moment."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from bot.shop.codes.models import CodeCheck
from bot.shop.codes.port import CodeRequest
from bot.shop.codes.rules import (
    LIFETIME,
    READINGS,
    SENDS_A_DAY,
    SENDS_AN_HOUR,
    TRIES,
    digest_of,
    new_code,
    same,
)
from bot.store.codes_tables import CodeRow
from bot.store.shop_tables import CustomerRow, OrderEventRow


def allowed(session: Session, customer_id: str, at: datetime) -> bool:
    """Whether one more may be sent now."""
    limits = ((timedelta(hours=1), SENDS_AN_HOUR), (timedelta(days=1), SENDS_A_DAY))
    return all(_sent_since(session, customer_id, at - span) < most for span, most in limits)


def lock_customer(session: Session, customer_id: str) -> None:
    """Let two conversations ask one after the other, so that together they keep to the limit."""
    # SQLite knows no row locks; an update that changes nothing takes its only write lock.
    same_row = update(CustomerRow).where(CustomerRow.customer_id == customer_id)
    session.execute(same_row.values(customer_id=customer_id))


def make(session: Session, request: CodeRequest, channel: str, at: datetime) -> tuple[CodeRow, str]:
    """Store a new code's digest, void the others; gives the row and the code."""
    others = update(CodeRow).where(CodeRow.customer_id == request.customer_id, _out())
    session.execute(others.values(voided_at=at))
    code, salt = new_code(), secrets.token_bytes(16)
    row = CodeRow(
        conversation_id=request.conversation_id,
        customer_id=request.customer_id,
        channel=channel,
        salt=salt,
        digest=digest_of(code, salt, _bound_to(request.conversation_id, request.customer_id)),
        tries=0,
        sent_at=at,
        expires_at=at + LIFETIME,
    )
    session.add_all([row, _event("code_sent", row, at)])
    session.flush()
    return row, code


def check(
    session: Session, conversation_id: str, customer_id: str, readings: Sequence[str], at: datetime
) -> CodeCheck:
    """One try, counted before it is judged, so that guesses at the same moment count as well."""
    row = _take_try(session, conversation_id, customer_id, at)
    if row is None:
        return CodeCheck.EXPIRED
    bound_to = _bound_to(conversation_id, customer_id)
    # All readings are judged, whichever is right, so that the time taken tells nothing.
    right = [same(digest_of(reading, row.salt, bound_to), row.digest) for reading in readings[:READINGS]]
    if any(right):
        row.proven_at = at
        session.add(_event("code_proven", row, at))
        return CodeCheck.RIGHT
    if row.tries >= TRIES:
        row.voided_at = at
        session.add(_event("code_spent", row, at))
        return CodeCheck.SPENT
    return CodeCheck.WRONG


def proven(session: Session, conversation_id: str, customer_id: str) -> bool:
    """Whether a code of this customer was given rightly in this conversation."""
    mine = select(CodeRow.id).where(
        CodeRow.conversation_id == conversation_id,
        CodeRow.customer_id == customer_id,
        CodeRow.proven_at.is_not(None),
    )
    return session.scalar(mine.limit(1)) is not None


def _take_try(session: Session, conversation_id: str, customer_id: str, at: datetime) -> CodeRow | None:
    mine = (CodeRow.conversation_id == conversation_id) & (CodeRow.customer_id == customer_id)
    taken = session.execute(
        update(CodeRow)
        .where(mine, _out(), CodeRow.expires_at > at, CodeRow.tries < TRIES)
        .values(tries=CodeRow.tries + 1)
        .returning(CodeRow.id)
    ).first()
    return session.get(CodeRow, taken[0], populate_existing=True) if taken else None


def _sent_since(session: Session, customer_id: str, since: datetime) -> int:
    sent = select(func.count()).where(CodeRow.customer_id == customer_id, CodeRow.sent_at > since)
    return session.scalar(sent) or 0


def _out() -> ColumnElement[bool]:
    return CodeRow.proven_at.is_(None) & CodeRow.voided_at.is_(None)


def _event(what: str, row: CodeRow, at: datetime) -> OrderEventRow:
    details = {"customer_id": row.customer_id, "conversation_id": row.conversation_id, "channel": row.channel}
    return OrderEventRow(order_number=None, what=what, who="bot", at=at, details=details)


def _bound_to(conversation_id: str, customer_id: str) -> str:
    return f"{conversation_id}:{customer_id}"
