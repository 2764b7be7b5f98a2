"""The demo shop's outgoing documents: rows, shown by `hotline shop mail`. Nothing leaves the machine."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.masking import masked
from bot.shop.models import SentCopy
from bot.store.shop_tables import MailRow, OrderEventRow


@dataclass(frozen=True)
class Letter:
    """A composed document; `channel` is "email", "sms" or "letter", `recipient` the full contact."""

    document: str
    order_number: str | None
    channel: str
    recipient: str
    subject: str
    body: str


def sent(session: Session, document: str, request_id: str) -> MailRow | None:
    """What this request already sent."""
    mine = select(MailRow).where(MailRow.document == document, MailRow.request_id == request_id)
    return session.scalar(mine)


def send(session: Session, letter: Letter, request_id: str, at: datetime, by: str = "mailroom") -> MailRow:
    """Put the document out, with its event; IntegrityError when the same request is sending it elsewhere."""
    row = MailRow(
        document=letter.document,
        request_id=request_id,
        order_number=letter.order_number,
        channel=letter.channel,
        recipient=letter.recipient,
        subject=letter.subject,
        body=letter.body,
        sent_at=at,
    )
    session.add(row)
    session.flush()
    session.add(_event(row, by))
    return row


def copy_of(zone: ZoneInfo, row: MailRow) -> SentCopy:
    """What may be told of it."""
    shown = "" if row.channel == "letter" else masked(row.recipient)
    return SentCopy(row.document, row.channel, shown, row.sent_at.astimezone(zone))


def outbox(session: Session, limit: int) -> list[MailRow]:
    """What was sent, newest first."""
    return list(session.scalars(select(MailRow).order_by(MailRow.id.desc()).limit(limit)))


def _event(row: MailRow, by: str) -> OrderEventRow:
    return OrderEventRow(
        order_number=row.order_number,
        what=f"{row.document}_sent",
        who=by,
        at=row.sent_at,
        # No contact here: events are kept longer than contacts may be.
        details={"request_id": row.request_id, "channel": row.channel},
    )
