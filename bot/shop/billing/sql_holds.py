"""Until when nobody is dunned: what claims ask for, and what a person decides in place of it."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.errors import NothingOwed
from bot.shop.billing.models import DunningHold
from bot.shop.sql_locks import locked
from bot.store.billing_tables import BillingClaimRow, InvoiceRow
from bot.store.granted_tables import DunningHoldRow
from bot.store.shop_tables import OrderEventRow


def hold_until(session: Session, order_number: str) -> date | None:
    """The last day on which nobody is dunned for this order."""
    claims = select(func.max(BillingClaimRow.hold_until)).where(BillingClaimRow.order_number == order_number)
    decided = select(DunningHoldRow).where(DunningHoldRow.order_number == order_number)
    newest = session.scalars(decided.order_by(DunningHoldRow.id.desc()).limit(1)).first()
    if newest is None:
        return session.scalar(claims)
    # What somebody asks for after a person has decided counts anew.
    later = session.scalar(claims.where(BillingClaimRow.at > newest.at))
    return max(filter(None, (newest.until, later)), default=None)


def hold(session: Session, wanted: DunningHold) -> date | None:
    """Write it down once; raises OrderNotFound, NothingOwed."""
    locked(session, wanted.order_number)
    earlier = select(DunningHoldRow.id).where(DunningHoldRow.request_id == wanted.request_id)
    if session.scalar(earlier) is None:
        owed = select(InvoiceRow).where(InvoiceRow.order_number == wanted.order_number)
        if session.scalar(owed.where(InvoiceRow.paid_on.is_(None))) is None:
            raise NothingOwed("there is no open bill")
        session.add_all([_row(wanted), _event(wanted)])
        session.flush()
    return hold_until(session, wanted.order_number)


def _row(wanted: DunningHold) -> DunningHoldRow:
    return DunningHoldRow(
        request_id=wanted.request_id,
        order_number=wanted.order_number,
        until=wanted.until,
        by=wanted.by,
        at=wanted.at,
    )


def _event(wanted: DunningHold) -> OrderEventRow:
    details = {"request_id": wanted.request_id}
    if wanted.until:
        details["dunning_hold_until"] = wanted.until.isoformat()
    return OrderEventRow(
        order_number=wanted.order_number,
        what="dunning_hold_set" if wanted.until else "dunning_hold_released",
        who=wanted.by,
        at=wanted.at,
        details=details,
    )
