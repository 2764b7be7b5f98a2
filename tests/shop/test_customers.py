"""What is stored of a customer changes once; whoever was reachable before hears of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, text

from bot.shop.customers.models import AccountChange
from bot.shop.deliveries.models import Address
from bot.shop.models import Customer
from bot.shop.sql_session import transaction
from bot.shop.sql_shop import SqlShop
from bot.store.shop_tables import CustomerRow, PhoneRow
from tests.shop.conftest import BERLIN
from tests.shop.together import at_once

OLD_MAIL, OLD_NUMBER = "anna.meier@example.com", "+491713920047"


@pytest.fixture
def shop(empty: Engine) -> SqlShop:
    with transaction(empty) as session:
        address = {"street": "Lindenallee 3", "postcode": "01067", "city": "Dresden", "country": "DE"}
        for customer_id, email in (("C1", OLD_MAIL), ("C2", None), ("C3", None)):
            session.add(CustomerRow(customer_id=customer_id, name="Anna Meier", email=email, **address))
        session.flush()
        for customer_id, number, place in (
            ("C1", OLD_NUMBER, 0),
            ("C1", "+493023125001", 1),
            ("C2", "+491713920048", 0),
        ):
            session.add(PhoneRow(customer_id=customer_id, e164=number, position=place))
    return SqlShop(empty, BERLIN)


def change(shop: SqlShop, at: datetime, customer_id: str = "C1", request_id: str = "r1", **new: Any) -> None:
    shop.customers.change(AccountChange(request_id, customer_id, at, **new))


def customer(shop: SqlShop, customer_id: str = "C1") -> Customer:
    found = shop.customers.customer(customer_id)
    assert found
    return found


def notices(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as db:
        rows = db.execute(text("SELECT channel, recipient FROM shop_mail ORDER BY id"))
        return [(row.channel, row.recipient) for row in rows]


def test_nobody_is_no_customer(shop: SqlShop) -> None:
    assert shop.customers.customer("nobody") is None


def test_a_new_address(shop: SqlShop, empty: Engine, now: datetime) -> None:
    change(shop, now, address=Address("Weg 1", "20095", "Hamburg", "DE"))
    after = customer(shop)
    assert (after.street, after.postcode, after.city) == ("Weg 1", "20095", "Hamburg")
    assert notices(empty) == [("email", OLD_MAIL)]


def test_a_new_e_mail_is_told_to_the_old_one(shop: SqlShop, empty: Engine, now: datetime) -> None:
    change(shop, now, email="neu@example.org")
    assert customer(shop).email == "neu@example.org"
    assert notices(empty) == [("email", OLD_MAIL)]


def test_a_second_change_is_not_told_to_the_contact_that_just_came(
    shop: SqlShop, empty: Engine, now: datetime
) -> None:
    change(shop, now, email="neu@example.org")
    change(shop, now + timedelta(hours=1), request_id="r2", phone="+491713920099")
    assert notices(empty) == [("email", OLD_MAIL), ("sms", OLD_NUMBER)]


def test_without_e_mail_a_text_without_both_a_letter(shop: SqlShop, empty: Engine, now: datetime) -> None:
    change(shop, now, "C2", name="Anna Schulze")
    change(shop, now, "C3", "r2", name="Anna Schulze")
    channels = [channel for channel, _ in notices(empty)]
    assert channels == ["sms", "letter"]
    assert "Anna Meier" in notices(empty)[1][1]


def test_a_new_number_takes_the_place_of_the_first(shop: SqlShop, now: datetime) -> None:
    change(shop, now, phone="+491713920099")
    assert customer(shop).phones == ("+491713920099", "+493023125001")


def test_the_second_number_may_become_the_first(shop: SqlShop, now: datetime) -> None:
    change(shop, now, phone="+493023125001")
    assert customer(shop).phones == ("+493023125001",)


def test_a_new_contact_gets_no_codes_for_three_days(shop: SqlShop, now: datetime) -> None:
    change(shop, now, "C2", phone="+491713920099")
    assert shop.codes.ways("C2", at=now + timedelta(days=2)).destinations == ()
    assert len(shop.codes.ways("C2", at=now + timedelta(days=3)).destinations) == 1


def test_the_same_request_changes_once(shop: SqlShop, empty: Engine, now: datetime) -> None:
    at_once(*[lambda: change(shop, now, email="neu@example.org")] * 3)
    assert len(notices(empty)) == 1
    with empty.connect() as db:
        events = db.execute(text("SELECT what, details FROM shop_events WHERE what='account_changed'")).all()
    assert len(events) == 1
    assert "neu@example.org" not in str(events)


def link(shop: SqlShop, at: datetime, email: str = OLD_MAIL, request_id: str = "r1") -> None:
    shop.customers.send_reset_link(email, request_id=request_id, at=at, language="de")


def test_a_link_goes_to_the_stored_address_only(shop: SqlShop, empty: Engine, now: datetime) -> None:
    link(shop, now, "Anna.Meier@example.com")
    link(shop, now, "niemand@example.org", "r2")
    assert notices(empty) == [("email", OLD_MAIL)]


def test_a_links_token_is_stored_nowhere_but_in_its_message(
    shop: SqlShop, empty: Engine, now: datetime
) -> None:
    link(shop, now)
    with empty.connect() as db:
        body = str(db.execute(text("SELECT body FROM shop_mail")).scalar())
        token = body.partition("?t=")[2].split()[0]
        stored = str(db.execute(text("SELECT * FROM shop_reset_links")).all())
    assert len(token) > 20
    assert token not in stored


def test_the_same_request_sends_one_link_and_an_hour_at_most_three(
    shop: SqlShop, empty: Engine, now: datetime
) -> None:
    for request in ("r1", "r1", "r2", "r3", "r4"):
        link(shop, now, request_id=request)
    assert len(notices(empty)) == 3
