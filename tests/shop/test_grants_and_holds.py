"""What people grant beside money: vouchers, rest from dunning, a document once more."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import Engine, select

from bot.errors import NothingOwed, OrderNotFound
from bot.shop.billing.models import BillingClaim, ClaimKind, DunningHold
from bot.shop.deliveries.models import Address
from bot.shop.mailroom import outbox
from bot.shop.ordering.sql_contracts import attachments
from bot.shop.sql_session import transaction
from bot.shop.sql_shop import SqlShop
from bot.shop.vouchers.models import GrantedVoucher, VoucherGrant
from bot.store.billing_tables import InvoiceRow
from bot.store.voucher_tables import VoucherRow
from tests.shop.ordering import agreed, draft
from tests.shop.together import at_once

SOON = date(2026, 12, 10)


@pytest.fixture
def bill(engine: Engine) -> str:
    """The number of an order with an open bill."""
    with transaction(engine) as session:
        owed = select(InvoiceRow.order_number).where(InvoiceRow.paid_on.is_(None))
        return str(session.scalars(owed.order_by(InvoiceRow.order_number)).first())


@pytest.fixture
def voucher(shop: SqlShop, now: datetime) -> VoucherGrant:
    order = shop.order("WM-104823")
    number, valid = order.order_number, SOON + timedelta(days=365)
    return VoucherGrant("desk-1", order.customer_id, Decimal(15), valid, "late", now, "staff-1", number)


def hold(number: str, until: date | None, at: datetime, request: str = "desk-1") -> DunningHold:
    return DunningHold(request, number, until, at, "staff-1")


def held(shop: SqlShop, number: str) -> date | None:
    bill = shop.billing.invoice(number)
    return bill.hold_until if bill else None


def test_a_hold_is_set_extended_and_ended(shop: SqlShop, bill: str, now: datetime) -> None:
    assert shop.billing.hold(hold(bill, SOON, now)) == SOON
    later = SOON + timedelta(days=7)
    assert shop.billing.hold(hold(bill, later, now, "desk-2")) == later
    assert shop.billing.hold(hold(bill, None, now, "desk-3")) is None
    assert held(shop, bill) is None
    whats = [event.what for event in shop.events_of(bill) if event.who == "staff-1"]
    assert whats == ["dunning_hold_set", "dunning_hold_set", "dunning_hold_released"]


def test_a_persons_word_stands_in_place_of_what_the_caller_asked_for(
    shop: SqlShop, bill: str, now: datetime
) -> None:
    asked = BillingClaim("call-1", ClaimKind.DUNNING, bill, now, "schon bezahlt", hold_until=SOON)
    shop.billing.take(asked)
    assert held(shop, bill) == SOON
    shop.billing.hold(hold(bill, None, now + timedelta(minutes=5)))
    assert held(shop, bill) is None
    again = replace(asked, request_id="call-2", at=now + timedelta(days=1))
    shop.billing.take(again)
    assert held(shop, bill) == SOON


def test_the_same_request_holds_once(shop: SqlShop, bill: str, now: datetime) -> None:
    call = partial(shop.billing.hold, hold(bill, SOON, now))
    assert at_once(call, call) == [SOON, SOON]
    assert [event.what for event in shop.events_of(bill)].count("dunning_hold_set") == 1


def test_without_an_open_bill_there_is_nothing_to_hold(shop: SqlShop, now: datetime) -> None:
    with pytest.raises(NothingOwed):
        shop.billing.hold(hold("WM-118340", SOON, now))
    with pytest.raises(OrderNotFound):
        shop.billing.hold(hold("WM-000000", SOON, now))


def test_a_voucher_is_new_personal_and_in_the_mail(
    shop: SqlShop, engine: Engine, voucher: VoucherGrant
) -> None:
    given = shop.vouchers.grant(voucher)
    found = shop.vouchers.named([given.code])
    assert found is not None
    assert (found.amount, found.personal, found.valid_until) == (Decimal("15.00"), True, voucher.valid_until)
    with transaction(engine) as session:
        mail = outbox(session, 1)[0]
    assert (given.code in mail.body, mail.channel) == (True, given.sent.channel)
    history = [event for event in shop.events_of("WM-104823") if event.what == "voucher_granted"]
    assert [event.who for event in history] == ["staff-1"]
    assert given.code not in str(history)


def test_the_same_request_is_one_voucher(shop: SqlShop, engine: Engine, voucher: VoucherGrant) -> None:
    call = partial(shop.vouchers.grant, voucher)
    one, other = at_once(call, call)
    assert isinstance(one, GrantedVoucher)
    assert one == other == call()
    with transaction(engine) as session:
        made = select(VoucherRow).where(VoucherRow.code.like("DANKE%"))
        assert len(session.scalars(made).all()) == 1


def test_nobody_gets_a_voucher_for_nobody(shop: SqlShop, voucher: VoucherGrant) -> None:
    with pytest.raises(OrderNotFound):
        shop.vouchers.grant(replace(voucher, customer_id="C0000"))


def test_a_person_who_takes_an_order_is_named_in_its_history(shop: SqlShop, now: datetime) -> None:
    elsewhere = Address("Am Markt 1", "01067", "Dresden", "DE")
    taken = shop.ordering.place(
        draft(shop, now, agreed=agreed(now, by="staff-1"), ship_to=elsewhere), request_id="desk-1", at=now
    )
    order = shop.order(taken.order_number)
    assert (order.street, order.postcode) == ("Am Markt 1", "01067")
    assert {event.who for event in shop.events_of(taken.order_number)} == {"staff-1"}


def test_a_contract_goes_out_again_as_the_same_bytes(shop: SqlShop, engine: Engine, now: datetime) -> None:
    taken = shop.ordering.place(draft(shop, now), request_id="call-1", at=now)
    ask = partial(shop.ordering.send_again, taken.order_number, request_id="desk-1", at=now, by="staff-1")
    assert ask() is None
    owed = shop.ordering.confirmation_of(taken.order_number)
    assert owed is not None
    shop.ordering.confirm_in_writing(owed.id, at=now)
    sent = ask()
    assert sent is not None
    assert (sent.channel, sent.to, ask()) == ("email", "a…a@example.org", sent)
    with transaction(engine) as session:
        copies = outbox(session, 2)
        enclosed = attachments(session, [mail.id for mail in copies])
    assert len({contract.sha256 for each in enclosed.values() for contract in each}) == 1
    assert len(enclosed) == 2


def test_who_had_an_invoice_sent_again_is_on_record(shop: SqlShop, now: datetime) -> None:
    shop.send_invoice_copy("WM-104823", request_id="desk-1", at=now, by="staff-1")
    last = shop.events_of("WM-104823")[-1]
    assert (last.what, last.who) == ("invoice_copy_sent", "staff-1")
