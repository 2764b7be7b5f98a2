"""From claim rows to models, and sending what confirms them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import OrderNotFound
from bot.shop.claims.letters import CLAIM, TRACE, claim_letter, trace_letter
from bot.shop.claims.models import Claim, ClaimKind, ClaimState, Remedy, Trace
from bot.shop.mailroom import Letter, copy_of, send, sent
from bot.shop.models import SentCopy
from bot.shop.sql_orders import order_row
from bot.shop.sql_rows import Rows, reference, row_id
from bot.store.claim_tables import ClaimRow, TraceRow
from bot.store.shop_tables import OrderLineRow

CLAIMS, TRACES = "RK", "NF"


@dataclass(frozen=True)
class Sending:
    """For which request, when and in which language something is sent."""

    request_id: str
    at: datetime
    language: str


def claim_of(rows: Rows, row: ClaimRow) -> Claim:
    """The recorded claim."""
    return Claim(
        reference=reference(CLAIMS, row.id),
        order_number=row.order_number,
        kind=ClaimKind(row.kind),
        remedy=Remedy(row.remedy),
        state=ClaimState(row.state),
        article_number=row.article_number,
        quantity=row.quantity,
        amount=row.amount,
        refund_until=row.refund_until,
        label=row.label,
        at=row.at.astimezone(rows.zone),
    )


def trace_from(rows: Rows, row: TraceRow) -> Trace:
    """The search."""
    return Trace(
        reference=reference(TRACES, row.id),
        order_number=row.order_number,
        carrier=row.carrier,
        searched=row.searched,
        opened_at=row.opened_at.astimezone(rows.zone),
        deadline=row.deadline,
    )


def send_confirmation(session: Session, rows: Rows, reference: str, sending: Sending) -> SentCopy | None:
    """Send it, or answer what the same request sent; None when nobody has proven whose order it is."""
    document = TRACE if reference.startswith(TRACES) else CLAIM
    earlier = sent(session, document, sending.request_id)
    if earlier is not None:
        return copy_of(rows.zone, earlier)
    letter = _letter(session, rows, reference, sending.language)
    return copy_of(rows.zone, send(session, letter, sending.request_id, sending.at)) if letter else None


def _letter(session: Session, rows: Rows, reference: str, language: str) -> Letter | None:
    if reference.startswith(TRACES):
        trace = session.get(TraceRow, row_id(reference))
        if trace is None:
            raise OrderNotFound("no trace has this reference")
        order = rows.order(order_row(session, trace.order_number))
        return trace_letter(trace_from(rows, trace), order, language)
    row = session.get(ClaimRow, row_id(reference))
    if row is None:
        raise OrderNotFound("no claim has this reference")
    if not row.verified or row.order_number is None:
        return None
    order = rows.order(order_row(session, row.order_number))
    return claim_letter(claim_of(rows, row), order, _article(session, row, language), language)


def _article(session: Session, row: ClaimRow, language: str) -> str | None:
    line = session.get(OrderLineRow, (row.order_number, row.position)) if row.position else None
    if line is None:
        return None
    return line.name_en if language == "en" else line.name_de
