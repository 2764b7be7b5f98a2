"""Who is answered by which version: drawn by lot, kept to the end, never nobody."""

from pathlib import Path

import pytest

from bot.conversation.models import Pair
from bot.tuning.assignment import Assignment, chosen
from bot.tuning.switching import By
from tests.builders import conversation
from tests.tuning.models import ModelHall

OPS = By("ops-1")


@pytest.fixture
def hall(tmp_path: Path) -> ModelHall:
    return ModelHall(tmp_path)


def share_of(hall: ModelHall, count: int = 4000) -> float:
    canary = hall.serving.canary
    return sum(chosen(hall.serving, f"talk-{place}") == canary for place in range(count)) / count


def test_without_a_canary_everybody_gets_the_live_version(hall: ModelHall) -> None:
    talk = conversation()
    Assignment(hall.versions, None).assign(talk)
    assert talk.model_version == hall.one


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_the_canary_gets_its_share(hall: ModelHall, share: float) -> None:
    hall.switching.begin_canary(hall.two, share, OPS)
    assert share_of(hall) == pytest.approx(share, abs=0.03)


def test_the_lot_is_the_same_whoever_draws_it_and_another_for_another_canary(hall: ModelHall) -> None:
    talks = [f"talk-{place}" for place in range(400)]
    hall.switching.begin_canary(hall.two, 0.5, OPS)
    drawn = [chosen(hall.serving, talk).id == hall.two for talk in talks]
    assert drawn == [chosen(hall.serving, talk).id == hall.two for talk in talks]
    hall.switching.change_share(0.7, OPS)
    more = [chosen(hall.serving, talk).id == hall.two for talk in talks]
    assert all(later for before, later in zip(drawn, more, strict=True) if before)
    hall.switching.begin_canary(hall.three, 0.5, OPS)
    assert [chosen(hall.serving, talk).id == hall.three for talk in talks] != drawn


def test_a_conversation_keeps_its_version_whatever_serves_by_then(hall: ModelHall) -> None:
    assignment = Assignment(hall.versions, None)
    hall.switching.promote(hall.two, OPS)
    assert list(assignment.pairs(hall.one)) == [Pair(hall.one, "one"), Pair(hall.two, "two"), Pair()]


def test_the_live_version_is_asked_once(hall: ModelHall) -> None:
    assert list(Assignment(hall.versions, None).pairs(hall.one)) == [Pair(hall.one, "one"), Pair()]


def test_what_began_before_there_were_versions_gets_the_live_one(hall: ModelHall) -> None:
    assert list(Assignment(hall.versions, None).pairs(None)) == [Pair(hall.one, "one"), Pair()]


def test_a_version_nobody_knows_any_more_is_no_obstacle(hall: ModelHall) -> None:
    assert list(Assignment(hall.versions, None).pairs(99)) == [Pair(hall.one, "one"), Pair()]
