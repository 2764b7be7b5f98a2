"""Matching what was heard against the orders it can be."""

from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.entities import match
from tests.understanding.spoken.hearing_aids import patiently
from tests.understanding.spoken.renderers import order_digits


def test_the_order_that_was_named() -> None:
    found = match(("WM-104823",), ["WM-104823", "WM-200000"])
    assert (found.value, found.certain, found.candidates) == ("WM-104823", True, ("WM-104823",))


def test_a_second_reading_that_alone_exists() -> None:
    assert match(("WM-102003", "WM-104823"), {"WM-104823"}).certain


def test_two_readings_that_both_exist_are_asked_about() -> None:
    found = match(("WM-104823", "WM-104820"), {"WM-104820", "WM-104823"})
    assert not found.certain
    assert found.candidates == ("WM-104823", "WM-104820")


def test_known_mishearings_are_candidates_never_certain() -> None:
    for heard, meant in [("104823", "104833"), ("101523", "105023"), ("114823", "194823")]:
        found = match((f"WM-{heard}",), {f"WM-{meant}", "WM-777777"})
        assert (found.value, found.certain) == (f"WM-{meant}", False)


def test_letters_that_sound_alike_are_candidates() -> None:
    assert match(("WN-104823",), {"WM-104823"}).candidates == ("WM-104823",)


def test_fewer_mishearings_come_first() -> None:
    assert match(("WM-222222",), {"WM-332222", "WM-322222"}).candidates == ("WM-322222",)


def test_any_other_digit_is_no_match() -> None:
    found = match(("WM-104823",), {"WM-104827", "WM-864823"})
    assert (found.value, found.certain, found.candidates) == (None, False, ())


def test_nothing_possible_or_nothing_heard() -> None:
    assert match(("WM-104823",), ()).value is None
    assert match((), {"WM-104823"}).value is None


@patiently
@given(order_digits, st.sets(order_digits, max_size=20))
def test_only_possible_values_are_ever_offered(heard: str, possible: set[str]) -> None:
    found = match((heard,), possible)
    assert set(found.candidates) <= possible
    assert found.certain == (heard in possible)
