"""Three made-up weeks: the same every time, in the hours people call, in nobody's name."""

import string
from collections import Counter
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from bot.clock import FixedClock
from bot.running.demo_contacts import KINDS
from bot.running.demo_weeks import Visit, Weeks, load_stories
from bot.shop.demo import seed_if_empty
from bot.shop.listing import newest_orders
from bot.shop.models import Order
from tests.store.databases import migrated_file, sqlite

__all__ = ["migrated_file", "sqlite"]
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN)
STORIES = load_stories()


@pytest.fixture
def orders(sqlite: Engine) -> list[Order]:
    seed_if_empty(sqlite, FixedClock(NOW))
    return newest_orders(sqlite, BERLIN, None)


def weeks(orders: list[Order], much: float = 1.0) -> list[Visit]:
    return Weeks(STORIES, orders, BERLIN).before(NOW, 21, much)


def test_the_stories_can_be_played() -> None:
    assert len({story.name for story in STORIES}) == len(STORIES)
    assert {story.channel for story in STORIES} == {"voice", "sms"}
    assert {story.language for story in STORIES} == {"de", "en"}
    assert {story.order for story in STORIES} <= {*KINDS, "none"}
    lines = [line for story in STORIES for turn in story.says for line in turn]
    named = {name for line in lines for _, name, _, _ in string.Formatter().parse(line) if name}
    assert named == {"order"}


def test_only_who_has_an_order_names_one() -> None:
    for story in STORIES:
        names = any("{" in line for turn in story.says for line in turn)
        assert not names or story.order != "none", story.name


def test_three_weeks_are_the_same_every_time(orders: list[Order]) -> None:
    assert weeks(orders) == weeks(orders)


def test_everybody_comes_in_order_of_time_before_now_and_few_on_sundays(orders: list[Order]) -> None:
    visits = weeks(orders)
    moments = [visit.at for visit in visits]
    assert moments == sorted(moments)
    assert NOW - timedelta(days=22) < moments[0]
    assert moments[-1] < NOW
    days = Counter(moment.weekday() for moment in moments)
    assert 600 < len(visits) < 1_200
    assert days[6] * 3 < days[0]


def test_some_come_back_within_a_week_with_the_same_wish(orders: list[Order]) -> None:
    visits = weeks(orders)
    first = {(visit.phone, visit.story.name): visit.at for visit in reversed(visits)}
    again = [
        visit
        for visit in visits
        if timedelta(0) < visit.at - first[visit.phone, visit.story.name] < timedelta(days=7)
    ]
    assert 0.05 < len(again) / len(visits) < 0.4


def test_who_has_an_order_calls_from_its_number_and_knows_it(orders: list[Order]) -> None:
    owners = {order.phone: order for order in orders}
    for visit in weeks(orders, much=0.3):
        if visit.story.order != "none":
            assert visit.phone in owners
            assert visit.answers["Bestellnummer"].startswith("WM-")
        else:
            assert visit.phone.startswith("+44" if visit.story.language == "en" else "+49")


def test_half_as_much_is_half_as_many(orders: list[Order]) -> None:
    assert len(weeks(orders, 0.5)) == pytest.approx(len(weeks(orders)) / 2, rel=0.1)
