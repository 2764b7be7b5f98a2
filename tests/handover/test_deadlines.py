"""Every date a case hangs on is computed and says how it is known."""

from datetime import timedelta
from typing import Any

import pytest

from tests.builders import NOW
from tests.handover.flagged import day, flag, order, packed, talk_with


def found(made: dict[str, Any]) -> dict[str, str]:
    return {one["type"]: one["date"] for one in made["deadlines"]}


def test_an_order_s_days_are_there_with_its_number() -> None:
    known = order(
        withdrawal_until=day(7), return_until=day(23), refund_until=day(3), invoice_due=day(5), eta=day(1)
    )
    made = packed(talk_with(), orders=(known,))
    assert found(made) == {
        "delivery": day(1).isoformat(),
        "refund": day(3).isoformat(),
        "invoice_due": day(5).isoformat(),
        "withdrawal": day(7).isoformat(),
        "return": day(23).isoformat(),
    }
    assert {(one["order_number"], one["how"]) for one in made["deadlines"]} == {("WM-104823", "looked_up")}


def test_the_nearest_comes_first_and_what_is_over_says_so() -> None:
    known = order(withdrawal_until=day(-2), return_until=day(9), refund_until=day(0))
    made = packed(talk_with(), orders=(known,))["deadlines"]
    assert [(one["type"], one["over"]) for one in made] == [
        ("withdrawal", True),
        ("refund", False),
        ("return", False),
    ]


def test_what_the_dialogue_found_out_is_a_deadline() -> None:
    summary: dict[str, Any] = {
        "last_day": "2026-11-20",
        "due_on": "2026-12-01",
        "dunning_hold_until": "2026-12-14",
    }
    made = packed(talk_with(), **summary, answer_by="2026-12-23")
    assert found(made) == {
        "withdrawal": "2026-11-20",
        "invoice_due": "2026-12-01",
        "dunning_hold": "2026-12-14",
        "answer": "2026-12-23",
    }


@pytest.mark.parametrize("odd", ["", "morgen", "2026-13-45", None, 7])
def test_what_is_no_day_does_not_keep_a_case_from_opening(odd: Any) -> None:
    assert packed(talk_with(), answer_by=odd, deadlines=[{"type": "x"}])["deadlines"] == []


def test_the_same_deadline_is_there_once() -> None:
    given = [{"type": "withdrawal", "date": day(7).isoformat()}]
    made = packed(talk_with(), deadlines=given, orders=(order(withdrawal_until=day(7)),))
    assert made["deadlines"] == given


def test_a_data_leak_has_seventy_two_hours_and_an_officer_fifteen_minutes() -> None:
    made = packed(talk_with(flag("privacy_incident", turn=0)))
    moments = {one["type"]: one["at"] for one in made["deadlines"]}
    assert moments == {
        "tell_officer": (NOW + timedelta(minutes=15)).isoformat(),
        "tell_authority": (NOW + timedelta(hours=72)).isoformat(),
    }


def test_an_injury_is_told_to_the_officer_but_not_to_the_data_authority() -> None:
    assert set(found(packed(talk_with(flag("safety_injury"))))) == {"tell_officer"}


def test_a_request_about_data_has_a_month() -> None:
    assert found(packed(talk_with(flag("privacy_incident", "request")))) == {"privacy_request": "2026-12-23"}


@pytest.mark.parametrize(("since", "expected"), [(2, {"set_by_caller": "2026-11-27"}), (4, {})])
def test_a_day_named_with_or_after_the_threat_of_a_lawyer_is_a_deadline(
    since: int, expected: dict[str, str]
) -> None:
    talk = talk_with(flag("legal_press", turn=since))
    talk.memory.facts["date"] = {"value": "2026-11-27", "how": "spoken", "confidence": 0.9, "turn": 3}
    assert found(packed(talk)) == expected


def test_a_day_is_no_deadline_without_anybody_setting_one() -> None:
    talk = talk_with(flag("bereavement"))
    talk.memory.facts["date"] = {"value": "2026-11-27", "how": "spoken", "turn": 3}
    assert found(packed(talk)) == {}
