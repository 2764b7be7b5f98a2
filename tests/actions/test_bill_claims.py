"""Disputes, reminders and requests to pay later: proven by a code, recorded, decided by a person."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from actions.order_form import OrderForm
from actions.wiring import Hotline
from bot.shop.models import Order, OrderStatus, PaymentMethod
from tests.actions.caller import Caller
from tests.actions.conftest import NOW, Call, OrderLike, Rows
from tests.actions.proving import proven_caller

OwnerOf = Callable[..., Caller]
HOLD = (NOW.date() + timedelta(days=21)).isoformat()


@pytest.fixture
def billed(order_like: OrderLike) -> Order:
    """An open bill of somebody who can get a code."""
    return order_like(status=OrderStatus.DELIVERED, payment=PaymentMethod.INVOICE, paid=False, email=bool)


def claims(rows: Rows) -> list[tuple[str, str, str | None]]:
    found = rows("SELECT kind, order_number, hold_until FROM shop_billing_claims")
    return [(row["kind"], row["order_number"], row["hold_until"]) for row in found]


def test_a_dispute_is_recorded_and_nobody_is_dunned_meanwhile(
    hotline: Hotline, billed: Order, rows: Rows
) -> None:
    caller, answer = proven_caller(OrderForm, hotline, billed, "invoice_dispute", "die rechnung stimmt nicht")
    assert answer.asks == "dispute_text"
    assert claims(rows) == []
    done = caller.says("inform", "es waren 30 euro ausgemacht, nicht 50 euro")
    assert claims(rows) == [("dispute", billed.order_number, HOLD)]
    assert HOLD in done.text
    assert done.handover
    assert (done.handover["reason"], done.handover["kind"]) == ("invoice_dispute", "claim")
    assert done.handover["summary"]["dunning_hold_until"] == HOLD
    bill = hotline.shop.billing.invoice(billed.order_number)
    assert bill
    assert bill.hold_until
    assert bill.hold_until.isoformat() == HOLD


def test_who_has_said_what_is_wrong_is_not_asked_again(hotline: Hotline, billed: Order, rows: Rows) -> None:
    _, answer = proven_caller(OrderForm, hotline, billed, "invoice_dispute", "ihr habt zweimal abgebucht")
    assert answer.handover
    assert rows("SELECT said FROM shop_billing_claims") == [{"said": "ihr habt zweimal abgebucht"}]


def test_two_payments_are_seen(hotline: Hotline, order_like: OrderLike, rows: Rows) -> None:
    twice = rows("SELECT order_number FROM shop_payments WHERE ok GROUP BY 1 HAVING count(*) > 1")
    numbers = {row["order_number"] for row in twice}
    order = order_like(order_number=lambda number: number in numbers, email=bool)
    _, answer = proven_caller(OrderForm, hotline, order, "invoice_dispute", "es wurde doppelt abgebucht")
    assert "utter_dispute_twice" in answer.responses
    assert answer.handover
    assert answer.handover["summary"]["charged_twice"] is True


def test_nothing_is_recorded_without_the_code(owner_of: OwnerOf, billed: Order, rows: Rows) -> None:
    caller = owner_of(billed)
    answer = caller.says("invoice_dispute", "ihr habt zweimal abgebucht", order_number=billed.order_number)
    assert answer.asks == "code"
    assert claims(rows) == []


def test_a_reminder_rests_and_the_proof_has_an_address(hotline: Hotline, billed: Order, rows: Rows) -> None:
    caller, answer = proven_caller(OrderForm, hotline, billed, "dunning", "ich habe eine mahnung bekommen")
    assert answer.asks == "dunning_text"
    done = caller.says("inform", "am dritten november überwiesen")
    assert rows("SELECT kind, day, hold_until FROM shop_billing_claims") == [
        {"kind": "dunning", "day": "2026-11-03", "hold_until": HOLD}
    ]
    assert done.responses == ["utter_dunning_hold", "utter_dunning_proof"]
    assert hotline.knowledge.terms.billing.proof_to in done.text
    assert done.handover
    assert done.handover["kind"] == "claim"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ich soll zahlen, habe aber bei ihnen nie bestellt", "dunning_fraud"),
        ("ich kann das nicht zahlen, ich bin arbeitslos", "dunning_hardship"),
    ],
)
def test_fraud_and_hardship_go_to_a_person_without_any_proof(
    call: Call, rows: Rows, text: str, reason: str
) -> None:
    answer = call().says("dunning", text)
    assert answer.handover
    assert (answer.handover["reason"], answer.handover["kind"]) == (reason, "person")
    assert answer.asks is None
    assert claims(rows) == []


def test_who_is_dunned_and_asks_for_time_in_hardship_goes_to_a_person_too(call: Call, rows: Rows) -> None:
    answer = call().says("instalment_deferral", "ihre mahnung kann ich nicht bezahlen, ich bin arbeitslos")
    assert answer.handover
    assert (answer.handover["reason"], answer.handover["kind"]) == ("dunning_hardship", "person")
    assert claims(rows) == []


@pytest.mark.parametrize(
    "text", ["ich bin arbeitslos, geht das später", "ich habe eine mahnung, geht das in raten"]
)
def test_more_time_alone_is_the_usual_wish(call: Call, text: str) -> None:
    answer = call().says("instalment_deferral", text)
    assert (answer.handover, answer.asks) == (None, "order_number")


def test_hardship_told_only_when_asked_goes_to_a_person_too(hotline: Hotline, billed: Order) -> None:
    caller, _ = proven_caller(OrderForm, hotline, billed, "dunning", "ich habe eine mahnung bekommen")
    answer = caller.says("inform", "ich kann das nicht bezahlen gerade")
    assert answer.handover
    assert answer.handover["reason"] == "dunning_hardship"


def test_paying_later_is_noted_and_nothing_is_promised(hotline: Hotline, billed: Order, rows: Rows) -> None:
    caller, answer = proven_caller(OrderForm, hotline, billed, "instalment_deferral", "geht das auch später")
    assert answer.asks == "deferral_text"
    done = caller.says("inform", "in raten von fünfzig euro, zum ersten mal am 15. Dezember")
    (claim,) = rows("SELECT kind, amount, day, hold_until FROM shop_billing_claims")
    assert claim == {"kind": "deferral", "amount": 5000, "day": "2026-12-15", "hold_until": None}
    assert done.responses == ["utter_deferral_noted", "utter_deferral_due"]
    assert done.handover
    assert done.handover["kind"] == "claim"


def test_a_paid_bill_needs_no_deferral(hotline: Hotline, order_like: OrderLike, rows: Rows) -> None:
    order = order_like(status=OrderStatus.DELIVERED, payment=PaymentMethod.PAYPAL, email=bool)
    _, answer = proven_caller(OrderForm, hotline, order, "instalment_deferral")
    assert answer.asks == "confirm_person"
    assert claims(rows) == []


def test_the_number_of_the_bill_will_do(hotline: Hotline, billed: Order) -> None:
    caller = Caller(OrderForm, hotline, caller_customers=[billed.customer_id])
    asked = caller.says("invoice_dispute", order_number=billed.invoice_number)
    assert asked.asks == "code"
    assert caller.slots["verified_order"] == billed.order_number
