"""What an expert should mind and may do: few lines, the most important first."""

from typing import Any

import pytest

from bot.handover.do_dont import ALWAYS, OF_FLAG
from bot.handover.next_steps import MOST
from bot.handover.next_steps import OF_FLAG as STEPS
from bot.phrases.interface import codes
from bot.understanding.delicate.flags import CODES
from tests.handover.flagged import day, flag, order, packed, talk_with


@pytest.mark.parametrize("code", CODES)
def test_in_every_situation_nothing_is_sold_and_nothing_repeated(code: str) -> None:
    lines = packed(talk_with(flag(code)))["do_dont"]
    assert tuple(lines[:2]) == ALWAYS
    assert set(OF_FLAG[code]) <= set(lines)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("bereavement", "dont_condole_again"),
        ("bereavement", "dont_ask_account_holder"),
        ("hardship", "dont_blame"),
        ("abuse_safety", "dont_name_it"),
        ("safety_injury", "dont_post"),
        ("fraud", "dont_ask_codes"),
        ("legal_press", "dont_admit"),
    ],
)
def test_what_would_hurt_most_is_forbidden(code: str, line: str) -> None:
    assert line in packed(talk_with(flag(code)))["do_dont"]


@pytest.mark.parametrize("code", ["crisis", "threat", "abuse_safety", "bereavement", "safety_injury"])
def test_where_minutes_matter_nobody_is_asked_to_prove_anything_first(code: str) -> None:
    assert "dont_authenticate_first" in packed(talk_with(flag(code)))["do_dont"]


def test_a_mere_request_is_no_delicate_situation() -> None:
    assert packed(talk_with(flag("privacy_incident", "request")))["do_dont"] == []


def test_every_line_and_step_of_every_flag_is_worded() -> None:
    assert set(codes("flags")) == set(CODES)
    assert {line for lines in OF_FLAG.values() for line in lines} <= set(codes("do_dont"))
    assert {step for steps in STEPS.values() for step in steps} <= set(codes("next_steps"))


@pytest.mark.parametrize("code", CODES)
def test_at_most_three_options(code: str) -> None:
    every = order(is_cancellable=True, refund_until=day(-3), is_open=True)
    steps = packed(talk_with(flag(code)), orders=(every,), wish="order_status")["next_steps"]
    assert 1 <= len(steps) <= MOST


@pytest.mark.parametrize(
    ("known", "wish", "step"),
    [
        ({"refund_until": day(-1)}, "refund_status", "pay_refund"),
        ({"is_cancellable": True}, "order_cancel", "cancel_order"),
        ({"withdrawal_until": day(0)}, "withdraw_contract", "take_withdrawal"),
        ({"is_open": True}, "parcel_not_received", "trace_parcel"),
        ({}, "dunning", "hold_dunning"),
        ({}, "defect_claim", "replace_product"),
    ],
)
def test_the_order_and_the_wish_say_what_is_allowed(known: dict[str, Any], wish: str, step: str) -> None:
    assert step in packed(talk_with(), orders=(order(**known),), wish=wish)["next_steps"]


@pytest.mark.parametrize(
    ("wish", "known"), [("withdraw_contract", {"withdrawal_until": day(-1)}), (None, {})]
)
def test_what_is_not_allowed_is_not_offered(wish: str | None, known: dict[str, Any]) -> None:
    steps = packed(talk_with(), orders=(order(**known),), wish=wish)["next_steps"]
    assert not {"take_withdrawal", "cancel_order", "pay_refund"} & set(steps)
