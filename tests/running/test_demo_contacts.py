"""The demo morning fits the demo shop: everybody has an order of the right kind and a number of their own."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from bot.clock import FixedClock
from bot.running.demo_contacts import KINDS, STRANGERS, Contact, load_contacts
from bot.running.demo_staff import COLLEAGUES, TO_SIGN_IN
from bot.shop.demo import seed_if_empty
from bot.shop.listing import newest_orders
from bot.shop.models import Order
from tests.store.databases import migrated_file, sqlite

__all__ = ["migrated_file", "sqlite"]
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN)


@pytest.fixture
def contacts(sqlite: Engine) -> list[Contact]:
    return everybody(newest(sqlite))


def newest(engine: Engine) -> list[Order]:
    seed_if_empty(engine, FixedClock(NOW))
    return newest_orders(engine, BERLIN, None)


def everybody(orders: list[Order]) -> list[Contact]:
    return [one for same in load_contacts(orders, NOW) for one in same]


def test_a_busy_morning_is_a_dozen_stories_on_both_channels(contacts: list[Contact]) -> None:
    assert len({one.name for one in contacts}) >= 12
    assert {one.channel for one in contacts} == {"voice", "sms"}
    assert sum(one.talks for one in contacts) >= 2
    assert sum(one.media > 0 for one in contacts) >= 2


def test_no_two_have_one_number_and_nobody_is_called_at_a_colleague_s(contacts: list[Contact]) -> None:
    phones = [one.phone for one in contacts]
    assert len(set(phones)) == len(phones)
    assert not set(phones) & {one.phone for one in (*COLLEAGUES, *TO_SIGN_IN)}
    assert not set(STRANGERS) & {one.phone for one in (*COLLEAGUES, *TO_SIGN_IN)}


def test_what_they_say_is_complete(contacts: list[Contact]) -> None:
    said = [line for one in contacts for line in (*one.says, *one.connected, one.goodbye)]
    assert not any("{" in line or not line.strip() for line in said)


def test_orders_are_of_the_kind_that_is_talked_about(sqlite: Engine) -> None:
    orders = newest(sqlite)
    assert {kind for kind, fits in KINDS.items() if any(fits(order, NOW) for order in orders)} == set(KINDS)
    late = next(order for order in orders if KINDS["late"](order, NOW))
    assert late.eta is not None
    assert late.eta < NOW.date()


def test_where_it_is_not_the_demo_shop_they_are_strangers() -> None:
    phones = [one.phone for one in everybody([])]
    assert phones[0] == STRANGERS[0]
    assert len(set(phones)) == len(phones) >= 36


def test_people_with_one_story_are_different_people() -> None:
    for same in load_contacts([], NOW):
        assert len({one.name for one in same}) == 1
        assert len({one.phone for one in same}) == len(same) > 1
