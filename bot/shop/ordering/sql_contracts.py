"""Making contracts and sending them: as an attachment, by letter, or ready for a link."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.documents import compose
from bot.shop.letters import money, stored_contact
from bot.shop.mailroom import Letter, copy_of, send, sent
from bot.shop.models import Order, SentCopy
from bot.shop.ordering.facts import ContractFacts
from bot.shop.ordering.models import Contract
from bot.shop.sql_orders import order_row
from bot.shop.sql_rows import Rows
from bot.store.ordering_tables import AdjustmentRow, AttachmentRow, ConfirmationRow, ContractRow
from bot.store.shop_tables import OrderEventRow

COPY = "order_confirmation_copy"
DOCUMENT = {"contract": "order_confirmation", "change": "order_change_confirmation"}


def contract_for(session: Session, rows: Rows, owed: ConfirmationRow, at: datetime) -> ContractRow:
    """The contract of this confirmation, made once: the customer gets the bytes we keep."""
    if owed.contract_id is not None:
        return session.get_one(ContractRow, owed.contract_id)
    # Only whoever makes one loads what makes PDFs: it takes longer than everything else of the shop together.
    from bot.shop.ordering.contract import contract_pdf

    order = rows.order(order_row(session, owed.order_number))
    content = contract_pdf(order, _facts(session, rows, owed, at))
    contract = ContractRow(
        order_number=owed.order_number,
        filename=f"{owed.order_number}-{owed.id}.pdf",
        language=owed.language,
        terms=owed.terms,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        at=at,
    )
    session.add(contract)
    session.flush()
    owed.contract_id = contract.id
    return contract


def post(session: Session, rows: Rows, owed: ConfirmationRow, contract: ContractRow, at: datetime) -> None:
    """Send it by e-mail or letter with the contract attached; a second call of the same owes nothing more."""
    order = rows.order(order_row(session, owed.order_number))
    document = DOCUMENT[owed.kind]
    subject, body = compose(document, owed.language, _values(order, owed.language))
    letter = Letter(document, owed.order_number, owed.channel, owed.recipient or "", subject, body)
    mail = send(session, letter, f"confirmation:{owed.id}:{owed.channel}", at)
    session.add(AttachmentRow(mail_id=mail.id, contract_id=contract.id))


@dataclass(frozen=True)
class Again:
    """For which request, when and by whom a contract is sent once more."""

    request_id: str
    at: datetime
    by: str


def send_again(session: Session, rows: Rows, order_number: str, again: Again) -> SentCopy | None:
    """The newest contract of the order, as it was made; None without one. Raises OrderNotFound."""
    order = rows.order(order_row(session, order_number))
    earlier = sent(session, COPY, again.request_id)
    if earlier is not None:
        return copy_of(rows.zone, earlier)
    newest = select(ContractRow).where(ContractRow.order_number == order_number)
    contract = session.scalars(newest.order_by(ContractRow.id.desc()).limit(1)).first()
    if contract is None:
        return None
    texts = compose(COPY, contract.language, _values(order, contract.language))
    letter = Letter(COPY, order_number, *stored_contact(order), *texts)
    mail = send(session, letter, again.request_id, again.at, again.by)
    session.add(AttachmentRow(mail_id=mail.id, contract_id=contract.id))
    return copy_of(rows.zone, mail)


def attachments(session: Session, mail_ids: Collection[int]) -> dict[int, list[Contract]]:
    """What went out with these mails."""
    pairs = (
        select(AttachmentRow.mail_id, ContractRow)
        .join(ContractRow, ContractRow.id == AttachmentRow.contract_id)
        .where(AttachmentRow.mail_id.in_(mail_ids))
    )
    found: dict[int, list[Contract]] = {}
    for mail_id, row in session.execute(pairs):
        contract = Contract(row.filename, row.content, row.sha256, row.order_number)
        found.setdefault(mail_id, []).append(contract)
    return found


def _facts(session: Session, rows: Rows, owed: ConfirmationRow, at: datetime) -> ContractFacts:
    what = "terms_read" if owed.kind == "contract" else "changed"
    newest = select(OrderEventRow).where(
        OrderEventRow.order_number == owed.order_number, OrderEventRow.what == what
    )
    agreed = session.scalars(newest.order_by(OrderEventRow.id.desc())).first()
    details = agreed.details if agreed else {}
    read_at = datetime.fromisoformat(details["read_at"]) if "read_at" in details else owed.created_at
    return ContractFacts(
        language=owed.language,
        channel=details.get("channel", "voice"),
        terms=owed.terms,
        read_at=read_at.astimezone(rows.zone),
        changed=owed.kind == "change",
        made_at=at.astimezone(rows.zone),
        difference=_difference(session, owed),
    )


def _difference(session: Session, owed: ConfirmationRow) -> Decimal:
    """What the change that is confirmed here leaves open; nothing for an order not paid yet."""
    newest = (
        select(AdjustmentRow.amount)
        .where(AdjustmentRow.order_number == owed.order_number, AdjustmentRow.at == owed.created_at)
        .order_by(AdjustmentRow.id.desc())
    )
    found = session.scalars(newest).first() if owed.kind == "change" else None
    return found or Decimal(0)


def _values(order: Order, language: str) -> dict[str, str]:
    lines = [f"{line.quantity} × {line.name(language)}" for line in order.lines]
    return {
        "order_number": order.order_number,
        "lines": "\n".join(lines),
        "total": money(order.total, language),
    }
