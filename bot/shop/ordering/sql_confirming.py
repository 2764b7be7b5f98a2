"""Confirmations owed for orders: what is still to be sent, where to, and what became of it."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.errors import ContractNotFound
from bot.shop.models import OrderStatus
from bot.shop.ordering.models import Agreed
from bot.shop.storable import storable
from bot.shop.textable import can_text
from bot.store.ordering_tables import ConfirmationRow, ContractLinkRow, ContractRow
from bot.store.shop_tables import CustomerRow, OrderEventRow, OrderRow, PhoneRow

DISPATCHED = (
    OrderStatus.PACKED,
    OrderStatus.PARTIALLY_SHIPPED,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
    OrderStatus.PARTIALLY_RETURNED,
    OrderStatus.RETURNED,
)
# Later news of a text is no news any more.
FATE_OPEN = timedelta(days=3)
# 128 bits nobody can guess; the digest tells nobody what they were.
TOKEN_BYTES = 16


def owe_confirmation(
    session: Session, order: OrderRow, agreed: Agreed, kind: str, at: datetime
) -> ConfirmationRow:
    """Write down that this order must be confirmed in writing, and how."""
    channel, recipient = _way(order.customer, agreed.confirm_by)
    row = ConfirmationRow(
        order_number=order.order_number,
        kind=kind,
        state="pending",
        channel=channel,
        recipient=recipient,
        language=agreed.language,
        terms=agreed.terms.version,
        conversation_id=storable(agreed.conversation_id)[:80],
        created_at=at,
        next_try_at=at,
        tries=0,
    )
    session.add(row)
    session.flush()
    return row


def due(session: Session, at: datetime) -> list[ConfirmationRow]:
    """What is to be sent now, oldest first."""
    waiting = select(ConfirmationRow).where(
        ConfirmationRow.state == "pending", ConfirmationRow.next_try_at <= at
    )
    return list(session.scalars(waiting.order_by(ConfirmationRow.id).limit(50)))


def claim(session: Session, confirmation_id: int, at: datetime, held: timedelta) -> bool:
    """Whether this process may send it now."""
    # The condition is part of the write: of two servers, one finds it still due.
    mine = update(ConfirmationRow).where(
        ConfirmationRow.id == confirmation_id,
        ConfirmationRow.state == "pending",
        ConfirmationRow.next_try_at <= at,
    )
    return session.execute(mine.values(next_try_at=at + held)).rowcount == 1  # type: ignore[attr-defined,no-any-return]


def latest(session: Session, order_numbers: Collection[str]) -> dict[str, ConfirmationRow]:
    """The latest confirmation of each order that has one."""
    mine = select(ConfirmationRow).where(ConfirmationRow.order_number.in_(order_numbers))
    return {row.order_number: row for row in session.scalars(mine.order_by(ConfirmationRow.id))}


def under_way(session: Session, row: ConfirmationRow, recipient: str, message_id: int) -> None:
    """A text is on its way; a customer without a number is reached on this one from now on."""
    row.state, row.recipient, row.message_id = "sending", recipient, message_id
    customer = session.get_one(OrderRow, row.order_number).customer
    if not customer.phones:
        customer.phones.append(PhoneRow(e164=recipient, position=0))


def texts(session: Session, at: datetime) -> list[ConfirmationRow]:
    """Texts whose fate may still change: bad news may follow good."""
    recent = select(ConfirmationRow).where(
        ConfirmationRow.channel == "sms",
        ConfirmationRow.message_id.is_not(None),
        ConfirmationRow.state.in_(("sending", "confirmed")),
        ConfirmationRow.created_at > at - FATE_OPEN,
    )
    return list(session.scalars(recent.order_by(ConfirmationRow.id)))


def fall_back(session: Session, row: ConfirmationRow, at: datetime) -> None:
    """No text will arrive: the stored e-mail is next, else a letter; both need nothing of the carrier."""
    customer = session.get_one(OrderRow, row.order_number).customer
    row.channel, row.recipient = _way(customer, "email" if customer.email else "letter")
    row.state, row.next_try_at, row.message_id, row.confirmed_at = "pending", at, None, None
    session.add(_event(row, "confirmation_not_delivered", at, {}))


def confirmed(session: Session, row: ConfirmationRow, at: datetime) -> None:
    """It is out: only now the order counts as confirmed. A later try that arrives too changes nothing."""
    if row.state == "confirmed":
        return
    row.state, row.confirmed_at = "confirmed", at
    contract = session.get(ContractRow, row.contract_id) if row.contract_id else None
    session.add(_event(row, "confirmed", at, {"sha256": contract.sha256} if contract else {}))


def put_off(row: ConfirmationRow, at: datetime, after: timedelta) -> None:
    """Try again later."""
    row.tries += 1
    row.next_try_at = at + after


def new_alarms(session: Session, at: datetime) -> list[str]:
    """Orders dispatched without confirmation that nobody was told of yet; tells of them with an event."""
    missing = (
        select(ConfirmationRow)
        .join(OrderRow, OrderRow.order_number == ConfirmationRow.order_number)
        .where(ConfirmationRow.state != "confirmed", OrderRow.status.in_(DISPATCHED))
    )
    found: list[str] = []
    for row in session.scalars(missing.where(ConfirmationRow.alarmed_at.is_(None))).all():
        # The condition is part of the write: of two servers, one raises the alarm.
        mine = update(ConfirmationRow).where(
            ConfirmationRow.id == row.id, ConfirmationRow.alarmed_at.is_(None)
        )
        if session.execute(mine.values(alarmed_at=at)).rowcount == 1:  # type: ignore[attr-defined]
            session.add(_event(row, "confirmation_missing", at, {}))
            found.append(row.order_number)
    return found


def new_link(session: Session, contract_id: int, at: datetime) -> str:
    """A token that opens this contract; only its digest stays."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(ContractLinkRow(token_digest=_digest(token), contract_id=contract_id, at=at))
    return token


def contract_row(session: Session, token: str) -> ContractRow:
    """What a token opens; raises ContractNotFound."""
    link = session.get(ContractLinkRow, _digest(token))
    if link is None:
        raise ContractNotFound("no contract opens with this link")
    return session.get_one(ContractRow, link.contract_id)


def _way(customer: CustomerRow, wanted: str | None) -> tuple[str, str | None]:
    """Channel and recipient, as wanted if that can be; a text without a number goes to the caller's."""
    texted = next((phone.e164 for phone in customer.phones if can_text(phone.e164)), None)
    if customer.email and wanted in (None, "email"):
        return "email", customer.email
    if wanted == "sms" or (texted and wanted is None):
        return "sms", texted
    letter = f"{customer.name}, {customer.street}, {customer.postcode} {customer.city}, {customer.country}"
    return "letter", letter


def _event(row: ConfirmationRow, what: str, at: datetime, details: dict[str, str]) -> OrderEventRow:
    details = {"channel": row.channel, "kind": row.kind, **details}
    return OrderEventRow(order_number=row.order_number, what=what, who="hotline", at=at, details=details)


def _digest(token: str) -> str:
    return hashlib.sha256(storable(token).encode()).hexdigest()
