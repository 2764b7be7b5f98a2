"""Requests about personal data, recorded once."""

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.accounts.models import PrivacyKind, PrivacyRequest, TakenRequest
from bot.shop.sql_rows import reference
from bot.store.account_tables import PrivacyRequestRow
from bot.store.shop_tables import OrderEventRow


def take(session: Session, request: PrivacyRequest, zone: ZoneInfo) -> TakenRequest:
    """Record it, or answer what the same request recorded; IntegrityError when it is doing so elsewhere."""
    earlier = select(PrivacyRequestRow).where(PrivacyRequestRow.request_id == request.request_id)
    row = session.scalar(earlier) or _recorded(session, request)
    aware = row.company_aware_at
    return TakenRequest(
        reference=reference("PR", row.id),
        received_at=row.received_at.astimezone(zone),
        answer_by=row.answer_by,
        company_aware_at=aware.astimezone(zone) if aware else None,
    )


def _recorded(session: Session, request: PrivacyRequest) -> PrivacyRequestRow:
    row = PrivacyRequestRow(
        request_id=request.request_id,
        kind=request.kind,
        said=request.said,
        name=request.name,
        contact=request.contact,
        customer_id=request.customer_id,
        channel=request.channel,
        received_at=request.at,
        answer_by=request.answer_by,
        company_aware_at=request.at if request.kind is PrivacyKind.INCIDENT else None,
    )
    event = OrderEventRow(
        order_number=None,
        what=f"privacy_{request.kind}",
        who=request.by,
        at=request.at,
        details={"request_id": request.request_id},
    )
    session.add_all([row, event])
    session.flush()
    return row
