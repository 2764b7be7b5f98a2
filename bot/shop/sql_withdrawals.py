"""Taking withdrawals down: every one, each request once."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.models import Order, WithdrawalDeclaration
from bot.shop.storable import storable
from bot.shop.withdrawal import last_day_of, refund_until, verdict
from bot.store.shop_tables import OrderEventRow, WithdrawalRow

LONGEST_CONTACT = 254


def recorded(session: Session, request_id: str) -> WithdrawalRow | None:
    """What an earlier call of the same request wrote."""
    return session.scalar(select(WithdrawalRow).where(WithdrawalRow.request_id == request_id))


def record(
    session: Session, declaration: WithdrawalDeclaration, order: Order | None, today: date
) -> WithdrawalRow:
    """Write the declaration and its event; IntegrityError when the request is being written elsewhere."""
    row = _row(declaration, order, today)
    session.add(row)
    session.flush()
    session.add(_event(row))
    return row


def _row(declaration: WithdrawalDeclaration, order: Order | None, today: date) -> WithdrawalRow:
    return WithdrawalRow(
        request_id=declaration.request_id,
        order_number=order.order_number if order else None,
        order_hint=storable(declaration.order_hint),
        name=storable(declaration.name),
        channel=declaration.channel,
        receipt_to=_contact(declaration.receipt_to),
        language=declaration.language,
        verified=declaration.verified,
        declared_at=declaration.at,
        verdict=verdict(order, today),
        last_day=last_day_of(order) if order else None,
        refund_until=refund_until(today),
    )


def _contact(given: str | None) -> str | None:
    # Longer than any e-mail address may be: not a contact, and no reason to lose the declaration.
    return storable(given) if given and len(given) <= LONGEST_CONTACT else None


def _event(row: WithdrawalRow) -> OrderEventRow:
    return OrderEventRow(
        order_number=row.order_number,
        what="withdrawal_declared",
        who=f"caller:{row.channel}",
        at=row.declared_at,
        details={"request_id": row.request_id, "verdict": row.verdict, "verified": str(row.verified).lower()},
    )
