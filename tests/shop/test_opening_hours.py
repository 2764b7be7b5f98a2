from datetime import date, datetime, time

import pytest

from bot.shop.knowledge import load_knowledge
from bot.shop.opening_hours import OpeningHours, hours_on, is_open, next_opening
from tests.shop.builders import BERLIN

EXPERTS = load_knowledge().experts
STORES = {store.id: store.hours for store in load_knowledge().stores}
BERLIN_STORE, MUNICH_STORE, VIENNA_STORE = (
    STORES["STORE-BERLIN"],
    STORES["STORE-MUENCHEN"],
    STORES["STORE-WIEN"],
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def test_a_working_day_has_its_weekly_hours() -> None:
    assert hours_on(EXPERTS, date(2026, 11, 23)).spans == ((time(8), time(18)),)


def test_sunday_is_closed_without_being_a_holiday() -> None:
    day = hours_on(EXPERTS, date(2026, 11, 22))
    assert (day.closed, day.holiday) == (True, None)


def test_a_holiday_is_closed_and_named_in_the_callers_language() -> None:
    assert hours_on(EXPERTS, date(2026, 12, 25)).holiday == "Erster Weihnachtstag"
    english = hours_on(EXPERTS, date(2026, 12, 25), "en")
    assert (english.closed, english.holiday) == (True, "Christmas Day")


def test_a_holiday_of_one_state_closes_only_its_stores() -> None:
    epiphany = date(2027, 1, 6)
    assert hours_on(MUNICH_STORE, epiphany).closed
    assert not hours_on(BERLIN_STORE, epiphany).closed
    assert hours_on(VIENNA_STORE, epiphany).closed


def test_an_austrian_holiday_does_not_close_berlin() -> None:
    national_day = date(2026, 10, 26)
    assert hours_on(VIENNA_STORE, national_day).closed
    assert not hours_on(BERLIN_STORE, national_day).closed


def test_special_hours_replace_the_weeks() -> None:
    eve = hours_on(BERLIN_STORE, date(2026, 12, 24))
    assert (eve.spans, eve.special) == (((time(10), time(14)),), True)


def test_a_date_with_its_year_beats_one_without() -> None:
    both = {"12-24": ((time(9), time(12)),), "2026-12-24": ()}
    hours = OpeningHours("X", "DE", None, EXPERTS.weekly, both)
    assert hours_on(hours, date(2026, 12, 24)).closed
    assert not hours_on(hours, date(2025, 12, 24)).closed


@pytest.mark.parametrize(
    ("day", "bridge"),
    [
        # Friday after Ascension Day; Monday before Unity Day; an ordinary Friday; the holiday itself.
        (date(2027, 5, 7), True),
        (date(2023, 10, 2), True),
        (date(2026, 11, 20), False),
        (date(2027, 5, 6), False),
    ],
)
def test_bridge_days_are_known_and_open(day: date, bridge: bool) -> None:
    found = hours_on(EXPERTS, day)
    assert found.bridge is bridge
    assert found.closed is (found.holiday is not None)


def test_the_door_closes_on_the_minute() -> None:
    assert is_open(EXPERTS, at("2026-11-23T17:59:59"))
    assert not is_open(EXPERTS, at("2026-11-23T18:00"))
    assert is_open(EXPERTS, at("2026-11-23T08:00"))


def test_a_lunch_break_is_closed() -> None:
    graz = STORES["STORE-GRAZ"]
    assert not is_open(graz, at("2026-11-23T13:30"))
    assert next_opening(graz, at("2026-11-23T13:30")) == at("2026-11-23T14:00")


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23T09:30", "2026-11-23T09:30"),
        ("2026-11-23T18:30", "2026-11-24T08:00"),
        ("2026-11-21T14:00", "2026-11-23T08:00"),
        # Christmas Eve afternoon: two holidays and a Sunday follow.
        ("2026-12-24T15:00", "2026-12-28T08:00"),
    ],
)
def test_the_next_opening(moment: str, opens: str) -> None:
    assert next_opening(EXPERTS, at(moment)) == at(opens)


def test_a_place_that_never_opens_has_no_next_opening() -> None:
    assert next_opening(OpeningHours("X", "DE", None, {}, {}), at("2026-11-23T10:00")) is None
