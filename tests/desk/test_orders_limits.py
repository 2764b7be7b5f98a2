"""Limits by role, counted over everybody and kept when several give at the same moment."""

from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from bot.desk.desk_terms import FILE
from bot.desk.orders.action_rows import AboveLimit
from bot.desk.orders.limits import GOODWILL, HOLD, REFUND, load_limits
from bot.errors import SettingsInvalid
from bot.shop.models import Order, OrderStatus
from bot.staff.person import Person
from tests.desk.case_builders import words_of
from tests.desk.order_office import OrderOffice, new_key
from tests.desk.orders_seeded import both, office, seeded_shop
from tests.shop.together import at_once

__all__ = ["both", "office", "seeded_shop"]


def dear(office: OrderOffice) -> Order:
    """Paid, delivered, and worth more than an agent may give back alone."""
    return office.order(OrderStatus.DELIVERED, least="200")


def given(office: OrderOffice, order: Order) -> Decimal:
    return office.shop.refunds.ledger(order.order_number).gone


def test_the_operators_limits_can_be_read() -> None:
    terms = load_limits()
    assert terms.of("agent", REFUND) < terms.of("lead", REFUND)
    assert terms.of("agent", GOODWILL) > 0
    assert terms.of("ops", HOLD) == 0


@pytest.mark.parametrize("slip", ["refund_eur: -1", "refund_eur: viel", "nothing: 1"])
def test_a_slip_in_the_file_stops_the_start(tmp_path: Path, slip: str) -> None:
    broken = tmp_path / "desk.yml"
    broken.write_text(
        f"limits: {{voucher_days: 1, roles: {{agent: {{{slip}, goodwill_eur: 1, hold_days: 1}}}}}}"
    )
    with pytest.raises(SettingsInvalid):
        load_limits(broken)
    assert load_limits(FILE)


def test_above_the_limit_a_lead_is_asked_instead(office: OrderOffice) -> None:
    order = dear(office)
    case_id, screen = office.about(order), office.screen(office.eva)
    step = screen.check(case_id, "refund", order, what="amount", amount="160", reason="late")
    assert "Über Ihrer Grenze" in words_of(step)
    assert "noch 150,00 EUR selbst erstatten" in words_of(step)
    assert "wartet auf die Leitung" in screen.confirm(case_id, step)
    assert (given(office, order), office.actions()) == (0, [])


def test_refunds_of_one_order_count_together_whoever_gives_them(office: OrderOffice) -> None:
    order = dear(office)
    first, second = office.about(order), office.about(order)
    screen = office.screen(office.eva)
    screen.do(first, "refund", order, what="amount", amount="100", reason="late")
    step = screen.check(second, "refund", order, what="amount", amount="51", reason="late")
    assert "noch 50,00 EUR selbst erstatten" in words_of(step)
    assert "Über Ihrer Grenze" not in screen.check(
        second, "refund", order, what="amount", amount="50", reason="late"
    )


def test_goodwill_counts_by_case(office: OrderOffice) -> None:
    order = dear(office)
    first, second = office.about(order), office.about(order)
    screen = office.screen(office.eva)
    fields = {"as": "voucher", "amount": "20", "reason": "trouble"}
    screen.do(first, "goodwill", order, **fields)
    assert "Über Ihrer Grenze" in screen.check(first, "goodwill", order, **fields)
    assert "Über Ihrer Grenze" not in screen.check(second, "goodwill", order, **fields)


def test_what_the_shop_refused_counts_for_nothing(office: OrderOffice) -> None:
    order = dear(office)
    frame = office.frame(office.about(order))
    step = office.checked(frame, order, "100")
    office.give_everything_back(order)
    assert office.desk.do(frame, step, new_key())["status"] == "refused"
    assert office.actions()[0]["outcome"]["lines"][0]["key"] == "not.too_much"


def test_a_hold_is_as_long_as_ones_role_allows(office: OrderOffice) -> None:
    order = office.with_open_bill()
    case_id = office.about(order)
    assert "höchstens 21 Tage" in words_of(office.screen(office.eva).check(case_id, "hold", order, days="30"))
    assert "Über" not in office.screen(office.mira).check(case_id, "hold", order, days="30")
    too_long = office.screen(office.mira).check(case_id, "hold", order, days="999")
    assert "Höchstens 180 Tage." in words_of(too_long)


def test_two_at_once_do_not_pass_the_limit_together(both: OrderOffice) -> None:
    order = dear(both)
    cases = [both.about(order), both.about(order)]
    calls = [partial(tried, both, case_id, order, both.eva) for case_id in cases]
    assert sorted(at_once(*calls)) == ["above", "done"]
    assert given(both, order) == 100


def test_one_key_sent_many_times_at_once_gives_once(both: OrderOffice) -> None:
    order = dear(both)
    case_id, key = both.about(order), new_key()
    calls = [partial(tried, both, case_id, order, both.eva, key) for _ in range(4)]
    assert at_once(*calls) == ["done"] * 4
    assert (given(both, order), len(both.actions())) == (100, 1)
    assert len(both.audited("order_action")) == 1


def tried(office: OrderOffice, case_id: str, order: Order, who: Person, key: str = "") -> str:
    """A refund of 100 EUR: "done", or "above" the limit."""
    frame = office.frame(case_id, who)
    try:
        row = office.desk.do(frame, office.checked(frame, order, "100"), key or new_key())
    except AboveLimit:
        return "above"
    return str(row["status"])
