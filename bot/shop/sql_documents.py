"""Sending documents, each request once: to stored contacts only, receipts also to the one given."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.errors import OrderNotFound
from bot.shop.letters import INVOICE, RECEIPT, given_contact, invoice_letter, receipt_letter, stored_contact
from bot.shop.mailroom import copy_of, send, sent
from bot.shop.models import SentCopy
from bot.shop.sql_orders import order_row
from bot.shop.sql_rows import Rows, row_id
from bot.store.shop_tables import WithdrawalRow


@dataclass(frozen=True)
class Asked:
    """For which request, when and by whom a document is sent."""

    request_id: str
    at: datetime
    by: str = "mailroom"


def send_invoice(session: Session, rows: Rows, order_number: str, asked: Asked) -> SentCopy | None:
    """Send the invoice, or answer what the same request sent; None while there is no invoice."""
    earlier = sent(session, INVOICE, asked.request_id)
    if earlier is not None:
        return copy_of(rows.zone, earlier)
    letter = invoice_letter(rows.order(order_row(session, order_number)))
    if letter is None:
        return None
    return copy_of(rows.zone, send(session, letter, asked.request_id, asked.at, asked.by))


def send_receipt(
    session: Session, rows: Rows, reference: str, request_id: str, at: datetime
) -> SentCopy | None:
    """Send the receipt, or answer what the same request sent; None when there is nowhere to send it."""
    earlier = sent(session, RECEIPT, request_id)
    if earlier is not None:
        return copy_of(rows.zone, earlier)
    row = _withdrawal(session, reference)
    recipient = _recipient(session, rows, row)
    if recipient is None:
        return None
    letter = receipt_letter(rows.withdrawal(row), (row.name, row.order_hint), recipient, row.language)
    return copy_of(rows.zone, send(session, letter, request_id, at))


def _withdrawal(session: Session, reference: str) -> WithdrawalRow:
    row = session.get(WithdrawalRow, row_id(reference))
    if row is None:
        raise OrderNotFound("no withdrawal has this reference")
    return row


def _recipient(session: Session, rows: Rows, row: WithdrawalRow) -> tuple[str, str] | None:
    if row.receipt_to:
        return given_contact(row.receipt_to)
    if row.verified and row.order_number:
        return stored_contact(rows.order(order_row(session, row.order_number)))
    return None
