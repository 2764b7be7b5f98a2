"""What experts do with orders: said before, confirmed, done once, and told what the customer receives."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import ShopUnavailable
from bot.handover.cases import HANDOVERS
from bot.shop.claims.models import ClaimKind, ClaimReport, Remedy
from bot.shop.mailroom import outbox
from bot.shop.models import Order, OrderStatus
from bot.shop.sql_session import transaction
from tests.builders import NOW
from tests.desk.case_builders import words_of
from tests.desk.order_office import OPEN_PAID, UNDER_WAY, OrderOffice, hidden
from tests.desk.orders_seeded import office, seeded_shop

__all__ = ["office", "seeded_shop"]


def mail(office: OrderOffice) -> list[str]:
    with transaction(office.engine) as session:
        return [row.document for row in outbox(session, 10)]


def test_a_cancellation_is_said_before_it_is_done(office: OrderOffice) -> None:
    order = office.shop.order(OPEN_PAID)
    case_id, screen = office.about(order), office.screen(office.eva)
    step = screen.check(case_id, "cancel", order)
    assert "wird ganz storniert" in words_of(step)
    assert "zurück, spätestens bis" in words_of(step)
    assert office.shop.order(OPEN_PAID).status is order.status
    said = screen.confirm(case_id, step)
    assert "Storniert, Vorgang ST-" in said
    assert "bitte sagen" in said
    assert office.shop.order(OPEN_PAID).status is OrderStatus.CANCELLED


def test_it_is_on_record_everywhere_under_their_name(office: OrderOffice) -> None:
    order = office.shop.order(OPEN_PAID)
    case_id = office.about(order)
    office.screen(office.eva).do(case_id, "cancel", order)
    assert [event.who for event in office.shop.events_of(OPEN_PAID) if event.what == "cancelled"] == ["eva"]
    assert office.packet(case_id)["done"] == ["order_cancel"]
    (event,) = office.events("order_action")
    assert (event["who"], event["data"]["kind"], event["data"]["order"]) == ("eva", "cancel", OPEN_PAID)
    (entry,) = office.audited("order_action")
    assert (entry["staff_id"], entry["about"]) == ("eva", f"case:{case_id}")


def test_the_button_pressed_twice_does_it_once(office: OrderOffice) -> None:
    order = office.order(OrderStatus.DELIVERED, least="50")
    case_id, screen = office.about(order), office.screen(office.eva)
    step = screen.check(case_id, "refund", order, what="amount", amount="5,50", reason="late")
    first = screen.confirm(case_id, step)
    assert "5,50 EUR gehen" in first
    screen.confirm(case_id, step)
    assert len(office.actions()) == 1
    assert str(office.shop.refunds.ledger(order.order_number).gone) == "5.50"


def test_without_a_key_of_a_form_nothing_happens(office: OrderOffice) -> None:
    order = office.shop.order(OPEN_PAID)
    case_id, screen = office.about(order), office.screen(office.eva)
    step = hidden(screen.check(case_id, "cancel", order))
    for key in ("", "x" * 32, "1' OR 1=1"):
        answer = screen.post(f"/desk/cases/{case_id}/orders/do", True, **{**step, "key": key})
        assert answer.status_code == 409
    assert office.actions() == []


def test_what_has_changed_since_it_was_said_is_said_again(office: OrderOffice) -> None:
    order = office.order(OrderStatus.DELIVERED, least="50")
    case_id, screen = office.about(order), office.screen(office.eva)
    step = screen.check(case_id, "refund", order, what="whole", reason="late")
    screen.do(case_id, "refund", order, what="amount", amount="10", reason="late")
    said = screen.confirm(case_id, step)
    assert "Inzwischen hat sich etwas geändert" in said
    assert str(office.shop.refunds.ledger(order.order_number).gone) == "10.00"


def test_who_is_not_sure_enough_gets_no_amount(office: OrderOffice) -> None:
    order = office.order(OrderStatus.DELIVERED, least="50")
    case_id, screen = office.about(order, "A1"), office.screen(office.eva)
    assert "Dafür erst prüfen: Code bestätigt." in screen.tab(case_id)
    refused = screen.check(case_id, "refund", order, what="whole", reason="late")
    assert "Dafür muss erst geprüft sein" in words_of(refused)


def test_the_shop_says_no_in_words(office: OrderOffice) -> None:
    order = office.shop.order(UNDER_WAY)
    refused = office.screen(office.eva).check(office.about(order), "cancel", order)
    assert "Schon unterwegs: Der Kunde kann widerrufen und zurückschicken." in words_of(refused)


def test_who_was_too_late_reads_why(office: OrderOffice) -> None:
    order = office.shop.order(OPEN_PAID)
    case_id, screen = office.about(order), office.screen(office.eva)
    step = hidden(screen.check(case_id, "cancel", order))
    office.shop.cancel(OPEN_PAID, request_id="web", at=NOW, by="web")
    answer = screen.post(f"/desk/cases/{case_id}/orders/do", True, **step)
    assert "Schon storniert." in answer.get_data(as_text=True)


def test_a_replacement_goes_out_free_of_charge(office: OrderOffice) -> None:
    order = office.order(OrderStatus.DELIVERED, stock=5)
    case_id, screen = office.about(order, "A1"), office.screen(office.eva)
    article = order.lines[0].article_number
    before = office.shop.product(article).stock
    said = screen.do(case_id, "replace", order, line="0", quantity="1", cause="damaged")
    assert "Ersatz ist unterwegs, Vorgang RK-" in said
    assert office.shop.product(article).stock == before - 1
    assert "claim_confirmation" in mail(office)
    assert office.packet(case_id)["done"] == ["replace"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"line": "9", "quantity": "1", "cause": "damaged"}, "Bitte eine Position wählen."),
        ({"line": "0", "quantity": "0", "cause": "damaged"}, "Davon wurden nur"),
        ({"line": "0", "quantity": "viele", "cause": "damaged"}, "Bitte eine Anzahl angeben."),
        ({"line": "0", "quantity": "1", "cause": "bored"}, "Bitte angeben, was damit ist."),
    ],
)
def test_pieces_have_to_be_named(office: OrderOffice, fields: dict[str, str], words: str) -> None:
    order = office.order(OrderStatus.DELIVERED, stock=5)
    refused = office.screen(office.eva).check(office.about(order), "replace", order, **fields)
    assert words in words_of(refused)


def test_nothing_is_replaced_that_never_left(office: OrderOffice) -> None:
    order = office.shop.order(OPEN_PAID)
    refused = office.screen(office.eva).check(office.about(order), "replace", order)
    assert "Es ist noch nichts verschickt." in words_of(refused)


def test_a_claim_the_bot_took_down_is_decided(office: OrderOffice) -> None:
    order = office.order(OrderStatus.DELIVERED, least="20", stock=5)
    waiting = office.shop.claims.report(
        ClaimReport("call", NOW, ClaimKind.DAMAGED, Remedy.REPLACEMENT, order.order_number, 0, words="kaputt")
    )
    case_id, screen = office.about(order), office.screen(office.eva)
    assert "wartet auf Entscheidung" in screen.tab(case_id)
    said = screen.do(case_id, "settle", order, reference=waiting.reference, remedy="refund")
    assert f"Vorgang {waiting.reference}" in said
    assert "zurück, spätestens bis" in said
    assert office.shop.claims.claims_of(order.order_number)[0].done


def test_money_for_single_pieces(office: OrderOffice) -> None:
    order = office.order(OrderStatus.DELIVERED, least="20")
    case_id, screen = office.about(order), office.screen(office.eva)
    said = screen.do(case_id, "refund", order, what="part", line="0", quantity="1", cause="missing")
    assert "zurück, spätestens bis" in said
    assert office.shop.refunds.ledger(order.order_number).gone == order.lines[0].price


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"what": "amount", "amount": "viel", "reason": "late"}, "Bitte einen Betrag wie 12,50 angeben."),
        ({"what": "amount", "amount": "0", "reason": "late"}, "Bitte einen Betrag wie 12,50 angeben."),
        ({"what": "amount", "amount": "1,234", "reason": "late"}, "Bitte einen Betrag wie 12,50 angeben."),
        ({"what": "amount", "amount": "99999", "reason": "late"}, "Erstattbar sind noch"),
        ({"what": "amount", "amount": "5", "reason": ""}, "Bitte einen Grund wählen."),
        ({"what": "everything", "reason": "late"}, "Bitte wählen, wie viel."),
    ],
)
def test_a_refund_needs_an_amount_and_a_reason(
    office: OrderOffice, fields: dict[str, str], words: str
) -> None:
    order = office.order(OrderStatus.DELIVERED, least="20")
    refused = office.screen(office.eva).check(office.about(order), "refund", order, **fields)
    assert words in words_of(refused)


def test_a_voucher_is_sent_and_its_code_is_shown_to_nobody(office: OrderOffice) -> None:
    order = office.order(OrderStatus.DELIVERED)
    case_id, screen = office.about(order, "A1"), office.screen(office.eva)
    fields = {"as": "voucher", "amount": "15", "reason": "waiting", "note": "dreimal angerufen"}
    said = screen.do(case_id, "goodwill", order, **fields)
    assert "Gutschein über 15,00 EUR" in said
    assert "…" in said
    assert "DANKE" not in screen.get(f"/desk/cases/{case_id}/orders")
    assert "goodwill_voucher" in mail(office)
    assert office.actions()[0]["details"] == {"as": "voucher", "reason": "waiting"}


def test_goodwill_as_money_needs_money(office: OrderOffice) -> None:
    order = office.with_open_bill()
    fields = {"as": "credit", "amount": "5", "reason": "late"}
    refused = office.screen(office.eva).check(office.about(order), "goodwill", order, **fields)
    assert "Für diese Bestellung ist nichts bezahlt." in words_of(refused)


def test_another_address_before_it_is_packed(office: OrderOffice) -> None:
    order = office.shop.order(OPEN_PAID)
    case_id, screen = office.about(order), office.screen(office.eva)
    fields = {"street": "Am Markt 12b", "postcode": order.postcode, "city": order.city.lower()}
    step = screen.check(case_id, "address", order, **fields)
    assert "Neue Lieferanschrift: Am Markt 12b" in words_of(step)
    assert "Die Lieferanschrift ist geändert." in screen.confirm(case_id, step)
    changed = office.shop.order(OPEN_PAID)
    assert (changed.street, changed.city) == ("Am Markt 12b", order.city)
    assert office.actions()[0]["details"] == {}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"street": "Am Markt"}, "Bitte Straße und Hausnummer angeben."),
        ({"city": ""}, "Bitte den Ort angeben."),
        ({"postcode": "123"}, "Diese Postleitzahl gibt es so nicht (Deutschland)."),
        ({"city": "Posemuckel"}, "Postleitzahl und Ort passen nicht zusammen."),
    ],
)
def test_an_address_has_to_be_one(office: OrderOffice, fields: dict[str, str], words: str) -> None:
    order = office.shop.order(OPEN_PAID)
    whole = {"street": "Am Markt 12", "postcode": order.postcode, "city": order.city, **fields}
    refused = office.screen(office.eva).check(office.about(order), "address", order, **whole)
    assert words in words_of(refused)


def test_dunning_rests_and_goes_on(office: OrderOffice) -> None:
    order = office.with_open_bill()
    case_id, screen = office.about(order), office.screen(office.eva)
    assert "Mahnung ruht bis Mo., 7.12." in screen.do(case_id, "hold", order, days="14")
    bill = office.shop.billing.invoice(order.order_number)
    assert bill
    assert bill.hold_until == (NOW + timedelta(days=14)).date()
    assert "Es wird wieder gemahnt." in screen.do(case_id, "unhold", order)
    assert office.shop.billing.invoice(order.order_number).hold_until is None  # type: ignore[union-attr]


def test_an_invoice_goes_out_again_to_what_is_stored(office: OrderOffice) -> None:
    order = office.shop.order(UNDER_WAY)
    said = office.screen(office.eva).do(office.about(order, "A1"), "invoice", order)
    assert "ist per E-Mail unterwegs an" in said
    assert str(order.email) not in said
    assert office.shop.events_of(UNDER_WAY)[-1].who == "eva"


def test_whoever_may_be_in_danger_is_asked_before_anything_is_sent(office: OrderOffice) -> None:
    order = office.shop.order(UNDER_WAY)
    case_id, screen = office.about(order), office.screen(office.eva)
    in_danger(office, case_id)
    step = screen.check(case_id, "invoice", order)
    assert "Diese Person ist vielleicht in Gefahr" in step
    assert "Bitte bestätigen" in screen.confirm(case_id, step)
    assert mail(office) == []
    assert "unterwegs" in screen.confirm(case_id, step, safe="1")


def in_danger(office: OrderOffice, case_id: str) -> None:
    content = office.packet(case_id)
    content["permissions"] = {**content["permissions"], "safe_contact": True}
    with office.engine.begin() as db:
        db.execute(HANDOVERS.update().where(HANDOVERS.c.id == case_id).values(packet=content))


def test_a_shop_that_does_not_answer_is_tried_again_under_the_same_key(
    office: OrderOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = office.order(OrderStatus.DELIVERED, least="50")
    case_id, screen = office.about(order), office.screen(office.eva)
    step = screen.check(case_id, "refund", order, what="amount", amount="5", reason="late")
    really = type(office.shop.refunds).grant

    def lost(self: object, grant: object) -> object:
        really(self, grant)  # type: ignore[arg-type]
        raise ShopUnavailable("the answer was lost")

    monkeypatch.setattr(type(office.shop.refunds), "grant", lost)
    form = hidden(step)
    answer = screen.post(f"/desk/cases/{case_id}/orders/do", True, **form)
    assert answer.status_code == 503
    assert office.actions()[0]["status"] == "doing"
    monkeypatch.setattr(type(office.shop.refunds), "grant", really)
    assert "Der zweite Versuch führt nichts doppelt aus." in screen.tab(case_id)
    again = screen.post(f"/desk/cases/{case_id}/orders/again", True, key=form["key"])
    assert "5,00 EUR gehen" in words_of(again.get_data(as_text=True))
    assert str(office.shop.refunds.ledger(order.order_number).gone) == "5.00"


def test_without_scripts_every_step_is_a_page(office: OrderOffice) -> None:
    order = office.shop.order(OPEN_PAID)
    case_id, screen = office.about(order), office.screen(office.eva)
    page = screen.post(f"/desk/cases/{case_id}/orders/check", kind="cancel", order=OPEN_PAID)
    text = page.get_data(as_text=True)
    assert "<html" in text
    assert "Bitte bestätigen" in text
    done = screen.post(f"/desk/cases/{case_id}/orders/do", **hidden(text[text.index("orders-step-title") :]))
    assert (done.status_code, done.location) == (303, f"/desk/cases/{case_id}/orders")


def test_a_lead_may_do_it_in_anybodys_case(office: OrderOffice) -> None:
    order = office.shop.order(OPEN_PAID)
    office.screen(office.mira).do(office.about(order), "cancel", order)
    assert office.shop.order(OPEN_PAID).status is OrderStatus.CANCELLED


def test_in_english_as_well(office: OrderOffice) -> None:
    order: Order = office.order(OrderStatus.DELIVERED, least="20")
    screen = office.screen(replace(office.eva, language="en"))
    said = screen.do(office.about(order), "refund", order, what="amount", amount="7.5", reason="price")
    assert "EUR 7.50 go back" in said
