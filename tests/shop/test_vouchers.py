"""Promo codes: found by any of their readings, guessed only when public, and why they do not work."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from bot.shop.sql_shop import SqlShop
from bot.shop.vouchers.models import Reason
from tests.shop.conftest import BERLIN, NOW


@pytest.fixture
def shop(lasting_engine: Engine) -> SqlShop:
    return SqlShop(lasting_engine, BERLIN)


def test_a_code_is_found_whatever_its_case(shop: SqlShop) -> None:
    found = shop.vouchers.named(["geht", "sommer20"])
    assert found
    assert (found.code, found.percent) == ("SOMMER20", 20)


def test_no_reading_no_code(shop: SqlShop) -> None:
    assert (shop.vouchers.named([]), shop.vouchers.named(["NEIN", "\x00"])) == (None, None)


def test_a_public_code_may_be_guessed_a_personal_one_never(shop: SqlShop) -> None:
    near = shop.vouchers.like(["WILKOMMEN10"])
    assert near
    assert near.code == "WILLKOMMEN10"
    assert shop.vouchers.like(["WMT9P3"]) is None


def test_an_ordinary_word_brings_up_no_code(shop: SqlShop) -> None:
    assert shop.vouchers.like(["HERBST", "SOMMER", "KAFFEE"]) is None


@pytest.mark.parametrize(
    ("code", "goods", "reason"),
    [
        ("SOMMER20", None, Reason.EXPIRED),
        ("ADVENT5", None, Reason.NOT_YET),
        ("WMK4F7", None, Reason.USED),
        ("HERBST15", "49.99", Reason.MINIMUM),
        ("HERBST15", "50.00", None),
        ("HERBST15", None, None),
        ("WILLKOMMEN10", "5.00", None),
    ],
)
def test_why_it_does_not_work(shop: SqlShop, code: str, goods: str | None, reason: Reason | None) -> None:
    voucher = shop.vouchers.named([code])
    assert voucher
    assert voucher.why_not(NOW.date(), Decimal(goods) if goods else None) == reason


def test_the_last_day_counts(shop: SqlShop) -> None:
    voucher = shop.vouchers.named(["HERBST15"])
    assert voucher
    after: date = voucher.valid_until + timedelta(days=1)
    assert (voucher.why_not(voucher.valid_until), voucher.why_not(after)) == (None, Reason.EXPIRED)


def test_what_is_excluded_is_said_in_both_languages(shop: SqlShop) -> None:
    voucher = shop.vouchers.named(["HERBST15"])
    assert voucher
    assert voucher.excluded == {"de": "Möbel und Lebensmittel", "en": "furniture and food"}
