"""Keyed answers."""

import pytest

from bot.understanding.entities import read_keys
from tests.understanding.spoken.hearing_aids import TODAY


@pytest.mark.parametrize(
    ("keys", "expecting", "value"),
    [
        ("104823", "order_number", "WM-104823"),
        ("104823#", "order_number", "WM-104823"),
        ("01067", "postcode", "01067"),
        ("1010", "postcode", "1010"),
        ("481207", "article_number", "481207"),
        ("03", "quantity", "3"),
        ("0730", "time", "07:30"),
        ("0312", "date", "2026-12-03"),
        ("03122025", "date", "2025-12-03"),
        ("015123456789", "phone_number", "+4915123456789"),
    ],
)
def test_keys_that_fit_the_question(keys: str, expecting: str, value: str) -> None:
    (entity,) = read_keys(keys, expecting, today=TODAY)
    assert (entity.name, entity.value, entity.source, entity.score) == (expecting, value, "keyed", 1.0)


@pytest.mark.parametrize(
    ("keys", "expecting"),
    [
        ("10482", "order_number"),
        ("104823", None),
        ("00123", "postcode"),
        ("123", "postcode"),
        ("2561", "time"),
        ("3113", "date"),
        ("0", "quantity"),
        ("12*", "quantity"),
        ("", "order_number"),
        ("١٢٣٤٥", "postcode"),
        ("104823", "name"),
    ],
)
def test_keys_that_do_not_fit(keys: str, expecting: str | None) -> None:
    assert read_keys(keys, expecting, today=TODAY) == ()


def test_every_prefix_of_the_shop_is_possible() -> None:
    (entity,) = read_keys("104823", "order_number", prefixes=("WM", "WX"), today=TODAY)
    assert entity.readings == ("WM-104823", "WX-104823")
