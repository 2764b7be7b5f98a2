"""Vouchers as goodwill: a code nobody can guess, for one customer, sent to the stored contact."""

import secrets
from decimal import Decimal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import OrderNotFound
from bot.shop.documents import compose
from bot.shop.letters import money
from bot.shop.mailroom import Letter, copy_of, send, sent
from bot.shop.storable import storable
from bot.shop.vouchers.models import GrantedVoucher, VoucherGrant
from bot.store.granted_tables import VoucherGrantRow
from bot.store.shop_tables import CustomerRow, MailRow, OrderEventRow
from bot.store.voucher_tables import VoucherRow

DOCUMENT = "goodwill_voucher"
PREFIX, LENGTH = "DANKE", 8
# Read out and typed in: nothing that is taken for something else.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def grant(session: Session, zone: ZoneInfo, wanted: VoucherGrant) -> GrantedVoucher:
    """Make it, or answer what the same request made; IntegrityError when that is happening elsewhere."""
    customer = session.get(CustomerRow, storable(wanted.customer_id))
    if customer is None:
        raise OrderNotFound("nobody has this customer number")
    earlier = select(VoucherGrantRow).where(VoucherGrantRow.request_id == wanted.request_id)
    row = session.scalar(earlier) or _recorded(session, wanted)
    voucher = session.get_one(VoucherRow, row.code)
    mail = sent(session, DOCUMENT, wanted.request_id) or _told(session, customer, voucher, wanted)
    worth = voucher.amount or Decimal(0)
    return GrantedVoucher(row.code, worth, voucher.valid_until, copy_of(zone, mail))


def _recorded(session: Session, wanted: VoucherGrant) -> VoucherGrantRow:
    code = PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    session.add(_voucher(code, wanted))
    session.flush()
    row = VoucherGrantRow(
        request_id=wanted.request_id,
        customer_id=wanted.customer_id,
        order_number=wanted.order_number,
        code=code,
        reason=wanted.reason,
        note=storable(wanted.note),
        by=wanted.by,
        at=wanted.at,
    )
    session.add_all([row, _event(wanted)])
    session.flush()
    return row


def _voucher(code: str, wanted: VoucherGrant) -> VoucherRow:
    return VoucherRow(
        code=code,
        amount=wanted.amount,
        valid_from=wanted.at.date(),
        valid_until=wanted.valid_until,
        new_customers=False,
        personal=True,
    )


def _event(wanted: VoucherGrant) -> OrderEventRow:
    # Not the code: whoever reads the history could use it.
    details = {
        "request_id": wanted.request_id,
        "amount": f"{wanted.amount:.2f}",
        "reason": wanted.reason,
        "customer_id": wanted.customer_id,
    }
    return OrderEventRow(
        order_number=wanted.order_number, what="voucher_granted", who=wanted.by, at=wanted.at, details=details
    )


def _told(session: Session, customer: CustomerRow, voucher: VoucherRow, wanted: VoucherGrant) -> MailRow:
    values = {
        "code": voucher.code,
        "amount": money(wanted.amount, wanted.language),
        "until": f"{wanted.valid_until:%d.%m.%Y}",
    }
    channel, recipient = _contact(customer)
    texts = compose(DOCUMENT, wanted.language, values)
    letter = Letter(DOCUMENT, wanted.order_number, channel, recipient, *texts)
    return send(session, letter, wanted.request_id, wanted.at)


def _contact(customer: CustomerRow) -> tuple[str, str]:
    if customer.email:
        return "email", customer.email
    place = f"{customer.street}, {customer.postcode} {customer.city}, {customer.country}"
    return "letter", f"{customer.name}, {place}"
