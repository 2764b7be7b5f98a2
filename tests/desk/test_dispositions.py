"""Which endings are shown first, and what a case is after each."""

import pytest

from bot.desk.dispositions import (
    CLOSED,
    DISPOSITIONS,
    OPEN,
    PROMISED,
    Ending,
    others,
    preselected,
    sensible,
    status_after,
)


def test_every_ending_of_the_reference_can_be_chosen() -> None:
    assert DISPOSITIONS == (
        "resolved", "resolved_goodwill", "followup_promised", "callback_scheduled", "unreached",
        "transferred", "wrong_number", "abandoned", "callee_distress", "crisis_referred", "safety_case",
        "fraud_case", "privacy_case", "complaint_logged", "legal_case", "test",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ending", "first"),
    [
        (Ending(), "resolved"),
        (Ending(flags=("crisis",)), "crisis_referred"),
        (Ending(flags=("safety_injury",)), "safety_case"),
        (Ending(flags=("fraud",)), "fraud_case"),
        (Ending(flags=("privacy_incident",)), "privacy_case"),
        (Ending(flags=("legal_press",)), "legal_case"),
        (Ending(flags=("anger",)), "complaint_logged"),
        (Ending(outcome="transferred", flags=("fraud",)), "transferred"),
        (Ending(outcome="passed_on"), "transferred"),
        (Ending(outcome="callback"), "unreached"),
        (Ending(outcome="caller_gone"), "abandoned"),
    ],
)
def test_what_fits_comes_first(ending: Ending, first: str) -> None:
    assert sensible(ending)[0] == first


def test_the_few_and_the_others_are_all_of_them_once() -> None:
    shown = sensible(Ending("complaint", ("fraud", "anger"), "completed", called_by_us=True))
    assert sorted((*shown, *others(shown))) == sorted(DISPOSITIONS)


def test_the_worst_moment_is_at_hand_where_we_have_called() -> None:
    assert "callee_distress" in sensible(Ending(called_by_us=True))
    assert "callee_distress" not in sensible(Ending())


def test_only_passing_on_goes_without_saying() -> None:
    assert preselected(Ending(outcome="transferred")) == "transferred"
    assert preselected(Ending(outcome="completed", flags=("crisis",))) == ""


@pytest.mark.parametrize(
    ("disposition", "owes", "status"),
    [
        ("resolved", False, CLOSED),
        ("resolved", True, PROMISED),
        ("followup_promised", True, PROMISED),
        ("unreached", False, OPEN),
        ("transferred", False, OPEN),
        ("fraud_case", False, OPEN),
        ("crisis_referred", False, CLOSED),
        ("callee_distress", False, "callee_distress"),
        ("callee_distress", True, "callee_distress"),
        ("test", False, CLOSED),
    ],
)
def test_the_case_is_over_only_when_nothing_is_owed_and_nobody_goes_on(
    disposition: str, owes: bool, status: str
) -> None:
    assert status_after(disposition, owes) == status
