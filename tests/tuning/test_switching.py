"""Promotion, rollback and canary: what must be true first, what is written, who comes too late."""

from pathlib import Path

import pytest

from bot.errors import NotPossible, NotThere, TooLate
from bot.staff.audit import Audit
from bot.tuning.switching import By, Refused
from tests.tuning.models import RELEASE, ModelHall

OPS = By("ops-1", "it is better")
OVERRULED = By("admin-1", "the exam is wrong about this", override=True)


@pytest.fixture
def hall(tmp_path: Path) -> ModelHall:
    return ModelHall(tmp_path)


def code_of(raised: pytest.ExceptionInfo[NotPossible]) -> str:
    return raised.value.code


def test_a_promoted_version_is_live_and_was_loaded_before(hall: ModelHall) -> None:
    hall.switching.promote(hall.two, OPS)
    assert hall.serving.live.id == hall.two
    assert hall.warmed == [hall.two]
    (newest, _) = hall.versions.history()
    assert (newest.what, newest.staff_id, newest.reason, newest.overridden) == (
        "promoted",
        "ops-1",
        "it is better",
        False,
    )


def test_every_switch_leaves_a_trace(hall: ModelHall) -> None:
    hall.switching.begin_canary(hall.two, 0.25, OPS)
    hall.switching.promote(hall.two, OPS)
    entries = Audit(hall.engine).entries()
    told = [(entry["staff_id"], entry["what"], entry["about"]) for entry in entries]
    assert told == [
        ("ops-1", "model_canary_started", f"model:{hall.two}"),
        ("ops-1", "model_promoted", f"model:{hall.two}"),
    ]
    assert entries[0]["data"]["share"] == 0.25


def test_the_promote_gate_refuses_with_its_reasons(hall: ModelHall) -> None:
    reasons = [{"code": "delicate_recall_falls", "flag": "crisis"}]
    hall.gate.refused[hall.two] = reasons
    with pytest.raises(Refused) as raised:
        hall.switching.promote(hall.two, OPS)
    assert raised.value.reasons == reasons
    with pytest.raises(Refused):
        hall.switching.begin_canary(hall.two, 0.1, OPS)
    assert hall.serving.live.id == hall.one
    assert hall.warmed == []
    assert hall.gate.asked == [(hall.two, hall.one)] * 2


def test_overruling_it_takes_a_reason_and_is_written_down(hall: ModelHall) -> None:
    hall.gate.refused[hall.two] = [{"code": "tests_fail"}]
    with pytest.raises(NotPossible) as raised:
        hall.switching.promote(hall.two, By("admin-1", "  because ", override=True))
    assert code_of(raised) == "reason_missing"
    hall.switching.promote(hall.two, OVERRULED)
    newest = hall.versions.history()[0]
    assert (newest.overridden, newest.data["reasons"]) == (True, [{"code": "tests_fail"}])


def test_nothing_is_overruled_where_nothing_was_refused(hall: ModelHall) -> None:
    hall.switching.promote(hall.two, OVERRULED)
    assert not hall.versions.history()[0].overridden


def test_a_version_that_cannot_be_loaded_never_comes_into_service(hall: ModelHall) -> None:
    hall.broken.add(hall.two)
    for deed in (
        lambda: hall.switching.promote(hall.two, OPS),
        lambda: hall.switching.begin_canary(hall.two, 0.1, OPS),
    ):
        with pytest.raises(NotPossible) as raised:
            deed()
        assert code_of(raised) == "cannot_be_loaded"
    assert len(hall.versions.history()) == 1


def test_a_version_of_another_release_does_not_fit(hall: ModelHall) -> None:
    with pytest.raises(NotPossible) as raised:
        hall.switching.promote(hall.add("old", release="another"), OPS)
    assert code_of(raised) == "other_release"
    fits = hall.add("new", release=RELEASE)
    hall.switching.promote(fits, OPS)
    assert hall.serving.live.id == fits


def test_a_rollback_needs_no_gate_and_ends_a_canary(hall: ModelHall) -> None:
    hall.switching.promote(hall.two, OPS)
    hall.switching.begin_canary(hall.three, 0.5, OPS)
    hall.gate.refused[hall.one] = [{"code": "not_compared"}]
    hall.switching.roll_back(By("ops-1"))
    assert (hall.serving.live.id, hall.serving.canary) == (hall.one, None)
    with pytest.raises(NotPossible) as raised:
        hall.switching.roll_back(By("ops-1"))
    assert code_of(raised) == "nothing_before"


def test_a_canary_is_begun_changed_and_stopped(hall: ModelHall) -> None:
    hall.switching.begin_canary(hall.two, 0.1, OPS)
    hall.switching.change_share(0.4, OPS)
    assert (hall.serving.canary and hall.serving.canary.id, hall.serving.share) == (hall.two, 0.4)
    hall.switching.stop_canary(OPS)
    assert (hall.serving.canary, hall.serving.live.id) == (None, hall.one)
    for deed in (lambda: hall.switching.stop_canary(OPS), lambda: hall.switching.change_share(0.2, OPS)):
        with pytest.raises(NotPossible) as raised:
            deed()
        assert code_of(raised) == "no_canary"


def test_promoting_the_canary_ends_the_trial(hall: ModelHall) -> None:
    hall.switching.begin_canary(hall.two, 0.1, OPS)
    hall.switching.promote(hall.two, OPS)
    assert (hall.serving.live.id, hall.serving.canary, hall.serving.share) == (hall.two, None, 0.0)


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, 1.5, float("nan")])
def test_a_share_lies_between_nothing_and_all(hall: ModelHall, share: float) -> None:
    with pytest.raises(NotPossible) as raised:
        hall.switching.begin_canary(hall.two, share, OPS)
    assert code_of(raised) == "no_share"


def test_who_saw_something_else_is_too_late(hall: ModelHall) -> None:
    seen = hall.serving.switch_id
    hall.switching.promote(hall.two, By("ops-1", seen=seen))
    with pytest.raises(TooLate):
        hall.switching.promote(hall.three, By("ops-2", seen=seen))
    with pytest.raises(TooLate):
        hall.switching.roll_back(By("ops-2", seen=seen))
    assert hall.serving.live.id == hall.two


def test_what_is_live_or_unknown_cannot_be_promoted(hall: ModelHall) -> None:
    with pytest.raises(NotPossible) as raised:
        hall.switching.promote(hall.one, OPS)
    assert code_of(raised) == "already_live"
    with pytest.raises(NotThere):
        hall.switching.promote(99, OPS)
