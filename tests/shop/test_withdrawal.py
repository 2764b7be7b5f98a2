from datetime import date, datetime

import pytest

from bot.shop.models import OrderStatus, ProductFlag, WithdrawalVerdict
from bot.shop.withdrawal import last_day_of, last_withdrawal_day, refund_until, verdict
from tests.shop.builders import BERLIN, an_order, delivered

DELIVERED = datetime(2026, 11, 2, 18, 30, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2026, 11, 2), date(2026, 11, 16)),
        # The fourteenth day is a Saturday, a Sunday, Christmas Day.
        (date(2026, 11, 7), date(2026, 11, 23)),
        (date(2026, 11, 8), date(2026, 11, 23)),
        (date(2026, 12, 11), date(2026, 12, 28)),
    ],
)
def test_the_period_ends_after_fourteen_days_on_a_working_day(received: date, last: date) -> None:
    assert last_withdrawal_day(received) == last


def test_a_holiday_of_one_state_counts_only_there() -> None:
    epiphany = date(2026, 1, 6)
    received = date(2025, 12, 23)
    assert last_withdrawal_day(received) == epiphany
    assert last_withdrawal_day(received, "BY") == date(2026, 1, 7)


def test_easter_pushes_the_end_over_four_days() -> None:
    good_friday = date(2026, 4, 3)
    assert last_withdrawal_day(date(2026, 3, 20)) == date(2026, 4, 7)
    assert good_friday.weekday() == 4


def test_the_refund_is_due_fourteen_days_after_the_declaration() -> None:
    assert refund_until(date(2026, 11, 23)) == date(2026, 12, 7)


def test_the_last_day_still_counts_and_the_next_does_not() -> None:
    order = delivered(DELIVERED)
    assert verdict(order, date(2026, 11, 16)) is WithdrawalVerdict.IN_TIME
    assert verdict(order, date(2026, 11, 17)) is WithdrawalVerdict.LATE


def test_the_period_does_not_run_before_the_goods_are_there() -> None:
    order = an_order(delivered_at=None)
    assert last_day_of(order) is None
    assert verdict(order, date(2027, 6, 1)) is WithdrawalVerdict.IN_TIME


@pytest.mark.parametrize(
    "flag", [ProductFlag.MADE_TO_MEASURE, ProductFlag.PERISHABLE, ProductFlag.HYGIENE_SEAL]
)
def test_excepted_goods_are_for_a_person_to_judge(flag: ProductFlag) -> None:
    assert verdict(delivered(DELIVERED, flag), date(2026, 11, 3)) is WithdrawalVerdict.EXCEPTION


def test_bulky_goods_are_withdrawn_from_like_any_other() -> None:
    assert verdict(delivered(DELIVERED, ProductFlag.BULKY), date(2026, 11, 3)) is WithdrawalVerdict.IN_TIME


def test_an_unknown_order_and_an_ended_one_are_told_apart() -> None:
    assert verdict(None, date(2026, 11, 3)) is WithdrawalVerdict.UNKNOWN_ORDER
    cancelled = an_order(status=OrderStatus.CANCELLED)
    assert verdict(cancelled, date(2026, 11, 3)) is WithdrawalVerdict.ALREADY_ENDED
