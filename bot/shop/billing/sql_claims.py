"""What callers say about bills, recorded once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.billing.models import BillingClaim, TakenClaim
from bot.shop.sql_rows import reference
from bot.store.billing_tables import BillingClaimRow
from bot.store.shop_tables import OrderEventRow


def take(session: Session, claim: BillingClaim) -> TakenClaim:
    """Record it, or answer what the same request recorded; IntegrityError when it is doing so elsewhere."""
    earlier = select(BillingClaimRow).where(BillingClaimRow.request_id == claim.request_id)
    row = session.scalar(earlier) or _recorded(session, claim)
    return TakenClaim(reference("BC", row.id), row.hold_until)


def _recorded(session: Session, claim: BillingClaim) -> BillingClaimRow:
    row = BillingClaimRow(
        request_id=claim.request_id,
        kind=claim.kind,
        order_number=claim.order_number,
        said=claim.said,
        amount=claim.amount,
        day=claim.day,
        channel=claim.channel,
        at=claim.at,
        hold_until=claim.hold_until,
    )
    session.add_all([row, _event(claim)])
    session.flush()
    return row


def _event(claim: BillingClaim) -> OrderEventRow:
    details = {"request_id": claim.request_id}
    if claim.hold_until:
        details["dunning_hold_until"] = claim.hold_until.isoformat()
    return OrderEventRow(
        order_number=claim.order_number,
        what=f"billing_{claim.kind}",
        who=claim.by,
        at=claim.at,
        details=details,
    )
