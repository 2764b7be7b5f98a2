"""An order for the customer: everything read out, an explicit yes, the contract on its way, once."""

from typing import Any

import pytest
from sqlalchemy import update

from bot.shop.models import Order, PaymentMethod, ProductFlag
from bot.store.shop_tables import ProductRow
from tests.builders import NOW
from tests.desk.case_builders import words_of
from tests.desk.order_office import UNDER_WAY, OrderOffice, hidden
from tests.desk.orders_seeded import office, seeded_shop

__all__ = ["office", "seeded_shop"]

READ = {f"read_{fact}": "1" for fact in ("items", "total", "delivery", "payment", "withdrawal")}
YES = {**READ, "obligation": "1"}
FLASK = {"article0": "481207", "quantity0": "2"}
KNOWN = {"buyer": "known", "payment": "prepayment", **FLASK}
NEW = {
    "buyer": "new",
    "payment": "invoice",
    "name": "Ada Yılmaz",
    "email": "ada@example.org",
    "street": "Lindenallee 12b",
    "postcode": "20095",
    "city": "Hamburg",
    "country": "DE",
    **FLASK,
}


@pytest.fixture
def order(office: OrderOffice) -> Order:
    return office.shop.order(UNDER_WAY)


@pytest.fixture
def case_id(office: OrderOffice, order: Order) -> str:
    return office.about(order, "A1")


class Taking:
    """Fills in the form as Eva."""

    def __init__(self, office: OrderOffice, case_id: str) -> None:
        self.screen = office.screen(office.eva)
        self.path = f"/desk/cases/{case_id}/orders/new"

    def check(self, **fields: str) -> str:
        """What is to be read out."""
        return self.screen.post(f"{self.path}/check", True, **fields).get_data(as_text=True)

    def place(self, step: str, **ticks: str) -> Any:
        """The button under it."""
        return self.screen.post(f"{self.path}/place", True, **{**hidden(step), **ticks})


@pytest.fixture
def taking(office: OrderOffice, case_id: str) -> Taking:
    return Taking(office, case_id)


def placed(office: OrderOffice, case_id: str) -> Order:
    (action,) = office.actions()
    assert action["status"] == "done"
    return office.shop.order(action["order_number"])


def test_everything_that_must_be_said_is_there_to_read_out(taking: Taking) -> None:
    page = words_of(taking.check(**KNOWN))
    for words in (
        "2 mal",
        "mit Mehrwertsteuer",
        "Die Lieferung geht an die gespeicherte Anschrift.",
        "Sie zahlen per Vorkasse",
        "14 Tage nach Erhalt ohne Grund widerrufen",
        "Möchten Sie das zahlungspflichtig bestellen?",
    ):
        assert words in page


def test_where_a_known_customer_lives_is_not_read_out(order: Order, taking: Taking) -> None:
    assert order.street not in words_of(taking.check(**KNOWN))


def test_placed_under_the_experts_name_with_proof_of_what_was_read(
    office: OrderOffice, case_id: str, order: Order, taking: Taking
) -> None:
    said = words_of(taking.place(taking.check(**KNOWN), **YES).get_data(as_text=True))
    assert "ist aufgenommen" in said
    assert "Der Vertrag kommt als PDF per E-Mail." in said
    assert "Die Bankverbindung steht im Vertrag." in said
    new = placed(office, case_id)
    assert (new.customer_id, new.payment, new.lines[0].quantity) == (
        order.customer_id,
        PaymentMethod.PREPAYMENT,
        2,
    )
    events = {event.what: event for event in office.shop.events_of(new.order_number)}
    assert (events["placed"].who, events["terms_read"].who) == ("eva", "eva")
    assert events["terms_read"].details["terms"].startswith("ORDER-")
    assert office.packet(case_id)["done"] == ["order_place"]


def test_the_contract_goes_out_as_for_orders_the_bot_takes(
    office: OrderOffice, case_id: str, taking: Taking
) -> None:
    taking.place(taking.check(**KNOWN), **YES)
    (owed,) = office.shop.ordering.due_confirmations(at=NOW)
    assert owed.order_number == placed(office, case_id).order_number
    assert owed.conversation_id == office.frame(case_id).conversation_id
    assert office.shop.ordering.confirm_in_writing(owed.id, at=NOW).state == "confirmed"
    assert "hier aufgenommen" in office.screen(office.eva).tab(case_id)


@pytest.mark.parametrize("left_out", [*READ, "obligation"])
def test_without_every_tick_nothing_is_ordered(office: OrderOffice, taking: Taking, left_out: str) -> None:
    ticks = {name: value for name, value in YES.items() if name != left_out}
    answer = taking.place(taking.check(**KNOWN), **ticks)
    assert answer.status_code == 409
    assert office.actions() == []


def test_the_button_pressed_twice_orders_once(office: OrderOffice, taking: Taking, case_id: str) -> None:
    before = office.shop.product("481207").stock
    step = taking.check(**KNOWN)
    taking.place(step, **YES)
    taking.place(step, **YES)
    assert placed(office, case_id)
    assert office.shop.product("481207").stock == before - 2


def test_another_price_is_read_out_anew(office: OrderOffice, taking: Taking) -> None:
    step = taking.check(**KNOWN)
    changed = hidden(step) | {"quantity0": "3"}
    answer = taking.screen.post(f"{taking.path}/place", True, **changed, **YES)
    assert "Inzwischen hat sich etwas geändert" in answer.get_data(as_text=True)
    assert office.actions() == []


def test_somebody_new_orders_too(office: OrderOffice, order: Order) -> None:
    case_id = office.about(order, None)
    taking = Taking(office, case_id)
    taking.place(taking.check(**NEW), **YES)
    new = placed(office, case_id)
    assert (new.customer_name, new.street, new.email) == ("Ada Yılmaz", "Lindenallee 12b", "ada@example.org")
    assert set(office.actions()[0]["details"]) == {"lines", "payment"}


def test_to_another_address_than_ones_own(
    office: OrderOffice, case_id: str, order: Order, taking: Taking
) -> None:
    there = {name: NEW[name] for name in ("street", "postcode", "city", "country")}
    step = taking.check(**KNOWN, **there, elsewhere="1")
    assert "Die Lieferung geht an Lindenallee 12b, 20095 Hamburg." in words_of(step)
    taking.place(step, **YES)
    new = placed(office, case_id)
    assert (new.street, new.customer_id) == ("Lindenallee 12b", order.customer_id)
    customer = office.shop.customers.customer(order.customer_id)
    assert customer
    assert customer.street != "Lindenallee 12b"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"article0": ""}, "Bitte mindestens einen Artikel angeben."),
        ({"article0": "999999"}, "Artikel 999999 gibt es nicht."),
        ({"quantity0": "0"}, "Bitte eine Anzahl angeben."),
        ({"quantity0": "99"}, "sind nur noch"),
        ({"payment": "shells"}, "Bitte wählen, wie bezahlt wird."),
        ({"name": "12"}, "Bitte den Namen angeben."),
        ({"email": "ada@"}, "Diese E-Mail-Adresse ist unvollständig."),
        ({"phone": "0171 1"}, "Bitte die Nummer mit Landesvorwahl angeben"),
        ({"country": "US"}, "Dorthin wird das nicht geliefert"),
        ({"payment": "credit_card", "email": ""}, "Der Zahlungslink braucht eine E-Mail-Adresse."),
    ],
)
def test_what_is_missing_is_said(
    office: OrderOffice, taking: Taking, fields: dict[str, str], words: str
) -> None:
    assert words in words_of(taking.check(**{**NEW, **fields}))


def test_nobody_unproven_orders_as_somebody_known(office: OrderOffice, order: Order) -> None:
    taking = Taking(office, office.about(order, None))
    assert "Dafür muss erst geprüft sein" in taking.check(**KNOWN)


def test_what_only_grown_ups_may_buy_is_asked(office: OrderOffice, taking: Taking) -> None:
    grown_up = office.shop.product("488901")
    assert ProductFlag.ADULTS_ONLY in grown_up.flags
    step = taking.check(**{**KNOWN, "article0": "488901", "quantity0": "1"})
    assert "Der Kunde ist volljährig" in step
    assert taking.place(step, **YES).status_code == 409
    assert "ist aufgenommen" in taking.place(step, **YES, adult="1").get_data(as_text=True)


def test_articles_are_found_by_words_and_taken_over(taking: Taking) -> None:
    form = {"article0": "", "payment": "invoice"}
    found = taking.screen.post(f"{taking.path}/articles", True, search="Thermoskanne", **form)
    page = found.get_data(as_text=True)
    assert 'name="take" value="481207"' in page
    assert found.headers["HX-Retarget"] == "#order-new-form"
    taken = taking.screen.post(f"{taking.path}/articles", True, take="481207", **form)
    text = taken.get_data(as_text=True)
    assert 'name="article0" value="481207"' in text
    assert '<option value="invoice" selected>' in text


def test_a_card_is_never_written_down_a_link_is_sent(office: OrderOffice, taking: Taking) -> None:
    step = taking.check(**{**KNOWN, "payment": "credit_card"})
    assert "Sie zahlen über einen Link" in step
    assert "Der Zahlungslink ist per E-Mail unterwegs" in taking.place(step, **YES).get_data(as_text=True)


def test_sold_out_meanwhile_is_told_and_nothing_is_half_done(office: OrderOffice, taking: Taking) -> None:
    step = taking.check(**KNOWN)
    with office.engine.begin() as db:
        db.execute(update(ProductRow).values(stock=0))
    answer = taking.place(step, **YES)
    assert "sind nur noch 0 da" in words_of(answer.get_data(as_text=True))
    assert office.actions() == []
