"""Gift cards, points, the suppression list and requests about data, on both databases."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text

from bot.shop.accounts.models import AdStop, PinCheck, PrivacyKind, PrivacyRequest
from bot.shop.sql_shop import SqlShop
from tests.shop.together import at_once

CARD, PIN = "612044771038", "4826"
Rows = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def rows(engine: Engine) -> Rows:
    def read(query: str) -> list[dict[str, Any]]:
        with engine.connect() as db:
            return [dict(row) for row in db.execute(text(query)).mappings()]

    return read


def test_the_right_pin_opens_the_card(shop: SqlShop, now: datetime) -> None:
    handle = shop.accounts.gift_card([CARD])
    opened = shop.accounts.open_gift_card(handle, [PIN], at=now)
    assert opened.check is PinCheck.RIGHT
    assert opened.card
    assert (str(opened.card.balance), opened.card.is_expired(now.date())) == ("35.50", False)
    assert CARD not in handle


def test_three_wrong_pins_lock_the_card_for_good(shop: SqlShop, now: datetime, rows: Rows) -> None:
    handle = shop.accounts.gift_card([CARD])
    checks = [shop.accounts.open_gift_card(handle, ["0000"], at=now).check for _ in range(3)]
    assert checks == [PinCheck.WRONG, PinCheck.WRONG, PinCheck.LOCKED]
    assert shop.accounts.open_gift_card(handle, [PIN], at=now).check is PinCheck.LOCKED
    assert len(rows("SELECT id FROM shop_events WHERE what = 'gift_card_locked'")) == 1


def test_a_right_pin_forgives_the_wrong_ones_before(shop: SqlShop, now: datetime) -> None:
    handle = shop.accounts.gift_card([CARD])
    for pin in ("0000", "0000", PIN, "0000", "0000"):
        last = shop.accounts.open_gift_card(handle, [pin], at=now)
    assert last.check is PinCheck.WRONG


def test_guesses_at_the_same_moment_count_each(shop: SqlShop, now: datetime) -> None:
    handle = shop.accounts.gift_card([CARD])
    guess = lambda: shop.accounts.open_gift_card(handle, ["0000"], at=now)  # noqa: E731
    at_once(*[guess] * 4)
    assert shop.accounts.open_gift_card(handle, [PIN], at=now).check is PinCheck.LOCKED


def test_an_unknown_card_is_told_from_a_known_one_by_nothing(shop: SqlShop, now: datetime) -> None:
    handle = shop.accounts.gift_card(["999999999999"])
    assert shop.accounts.open_gift_card(handle, ["0000"], at=now).check is PinCheck.WRONG
    assert "999999999999" not in handle


def test_advertising_stops_at_once_and_once(shop: SqlShop, now: datetime, rows: Rows) -> None:
    stop = AdStop("call-1", now, contacts=("Max.Meier@GMX.de", "+491711234567"))
    assert shop.accounts.may_advertise("max.meier@gmx.de")
    assert shop.accounts.stop_advertising(stop) == {"email", "phone"}
    assert not shop.accounts.may_advertise("max.meier@gmx.de")
    assert not shop.accounts.may_advertise("+491711234567")
    assert shop.accounts.stop_advertising(stop) == {"email", "phone"}
    assert len(rows("SELECT id FROM shop_suppressions")) == 2
    events = rows("SELECT details FROM shop_events WHERE what = 'advertising_stopped'")
    assert len(events) == 1
    assert "max" not in str(events).casefold()


def test_a_customers_whole_record_is_stopped(shop: SqlShop, now: datetime) -> None:
    customer = shop.customers.customer("C1001")
    assert customer
    kinds = shop.accounts.stop_advertising(AdStop("call-1", now, customer_ids=("C1001",)))
    assert "post" in kinds
    assert not any(shop.accounts.may_advertise(number) for number in customer.phones)


def test_the_same_wish_at_the_same_moment_is_listed_once(shop: SqlShop, now: datetime, rows: Rows) -> None:
    stop = AdStop("call-1", now, contacts=("max.meier@gmx.de",))
    assert at_once(*[lambda: shop.accounts.stop_advertising(stop)] * 4) == [{"email"}] * 4
    assert len(rows("SELECT id FROM shop_suppressions")) == 1


def test_a_request_about_data_is_recorded_once(shop: SqlShop, now: datetime, rows: Rows) -> None:
    request = PrivacyRequest("c:1", PrivacyKind.ERASE, now, "löschen", answer_by=date(2026, 12, 23))
    first = shop.accounts.take_privacy_request(request)
    assert shop.accounts.take_privacy_request(request) == first
    assert (first.answer_by, first.company_aware_at) == (date(2026, 12, 23), None)
    assert len(rows("SELECT id FROM shop_privacy_requests")) == 1


def test_an_incident_is_known_to_the_company_from_that_moment(shop: SqlShop, now: datetime) -> None:
    request = PrivacyRequest("c:1", PrivacyKind.INCIDENT, now, "fremde rechnung")
    assert shop.accounts.take_privacy_request(request).company_aware_at == now


def test_points_are_a_customers_own(shop: SqlShop) -> None:
    points = shop.accounts.points("C1002")
    assert points
    assert (points.balance, points.expiring, points.expires_on) == (1240, 300, date(2026, 12, 31))
    assert shop.accounts.points("C0000") is None
