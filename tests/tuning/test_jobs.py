"""Work in the background: asked for once, done by one, ended by anybody, never said to run when it is not."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.clock import FixedClock
from bot.errors import NotPossible, NotThere, TooLate
from bot.tuning.jobs import Jobs
from bot.tuning.versions import Versions

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TUNER, OTHER = "here:/var/a", "there:/var/b"


class Yard:
    """Jobs on a database of their own, and versions to compare."""

    def __init__(self, engine: Engine) -> None:
        self.clock = FixedClock(NOW)
        self.jobs = Jobs(engine, self.clock)
        self.versions = Versions(engine, self.clock)

    def version(self) -> int:
        return self.versions.add("hotline-1", "delicate-1", None, {})

    def status(self, job_id: int) -> tuple[str, str | None]:
        row = self.jobs.one(job_id)
        return row["status"], row["fault"]


@pytest.fixture
def yard(sqlite: Engine) -> Yard:
    return Yard(sqlite)


def test_a_second_training_is_refused_while_there_is_one(yard: Yard) -> None:
    job_id = yard.jobs.ask("train", "olga")
    with pytest.raises(NotPossible, match="train_runs"):
        yard.jobs.ask("train", "otto")
    yard.jobs.take(TUNER)
    with pytest.raises(NotPossible, match="train_runs"):
        yard.jobs.ask("train", "otto")
    yard.jobs.done(job_id, {})
    assert yard.jobs.ask("train", "otto") == job_id + 1


def test_every_version_can_be_compared_but_each_only_once_at_a_time(yard: Yard) -> None:
    first, second = yard.version(), yard.version()
    yard.jobs.ask("compare", None, first)
    yard.jobs.ask("compare", None, second)
    yard.jobs.ask("train", "olga")
    with pytest.raises(NotPossible, match="compare_runs"):
        yard.jobs.ask("compare", "olga", second)


def test_the_oldest_comes_first_and_goes_to_one_tuner_only(yard: Yard) -> None:
    first = yard.jobs.ask("train", "olga")
    second = yard.jobs.ask("compare", "olga", yard.version())
    taken = [yard.jobs.take(TUNER), yard.jobs.take(OTHER), yard.jobs.take(TUNER)]
    assert [job and (job["id"], job["runner"]) for job in taken] == [(first, TUNER), (second, OTHER), None]


def test_progress_is_there_for_whoever_looks(yard: Yard) -> None:
    job_id = yard.jobs.ask("train", "olga", note="Rückfragen")
    yard.jobs.take(TUNER)
    yard.jobs.tell(job_id, {"stage": "intents", "done": 4, "of": 7})
    assert yard.jobs.one(job_id)["progress"] == {"stage": "intents", "done": 4, "of": 7}
    assert yard.jobs.one(job_id)["asked"] == {"note": "Rückfragen"}
    assert [job["id"] for job in yard.jobs.open()] == [job_id]


def test_what_nobody_has_begun_is_cancelled_at_once(yard: Yard) -> None:
    job_id = yard.jobs.ask("train", "olga")
    yard.jobs.cancel(job_id, "otto")
    assert yard.status(job_id) == ("cancelled", None)
    assert yard.jobs.take(TUNER) is None
    assert yard.jobs.one(job_id)["asked"] == {"cancelled_by": "otto"}


def test_what_is_under_way_is_told_to_stop_and_cancelled_when_it_has(yard: Yard) -> None:
    job_id = yard.jobs.ask("train", "olga")
    yard.jobs.take(TUNER)
    assert yard.jobs.alive(job_id)
    yard.jobs.cancel(job_id, "otto")
    assert not yard.jobs.alive(job_id)
    assert yard.status(job_id) == ("running", None)
    yard.jobs.cancelled(job_id)
    assert yard.status(job_id) == ("cancelled", None)


def test_what_is_over_can_no_longer_be_cancelled_nor_end_differently(yard: Yard) -> None:
    job_id = yard.jobs.ask("train", "olga")
    yard.jobs.take(TUNER)
    yard.jobs.done(job_id, {"rasa_trained": True}, yard.version())
    with pytest.raises(TooLate, match="job_over"):
        yard.jobs.cancel(job_id, "otto")
    yard.jobs.failed(job_id, "broke")
    yard.jobs.tell(job_id, {"stage": "late"})
    assert yard.status(job_id) == ("done", None)
    assert yard.jobs.one(job_id)["progress"] == {}
    with pytest.raises(NotThere):
        yard.jobs.cancel(4711, "otto")


def test_a_job_nobody_renews_for_a_minute_was_interrupted_and_makes_room(yard: Yard) -> None:
    job_id = yard.jobs.ask("train", "olga")
    yard.jobs.take(TUNER)
    yard.clock.at = NOW + timedelta(seconds=59)
    yard.jobs.bury_lost()
    assert yard.status(job_id) == ("running", None)
    yard.clock.at = NOW + timedelta(seconds=61)
    assert yard.jobs.ask("train", "otto")
    assert yard.status(job_id) == ("failed", "interrupted")


def test_a_tuner_that_begins_anew_knows_at_once_which_jobs_it_lost(yard: Yard) -> None:
    mine, others = yard.jobs.ask("train", "olga"), yard.jobs.ask("compare", "olga", yard.version())
    yard.jobs.take(TUNER)
    yard.jobs.take(OTHER)
    yard.jobs.bury_lost(TUNER)
    assert yard.status(mine) == ("failed", "interrupted")
    assert yard.status(others) == ("running", None)


def test_lost_after_it_was_to_be_cancelled_it_is_cancelled(yard: Yard) -> None:
    job_id = yard.jobs.ask("train", "olga")
    yard.jobs.take(TUNER)
    yard.jobs.cancel(job_id, "olga")
    yard.jobs.bury_lost(TUNER)
    assert yard.status(job_id) == ("cancelled", None)


def test_of_many_who_ask_at_once_one_gets_it(engine: Engine) -> None:
    yard, got, refused = Yard(engine), [], []
    ready = threading.Barrier(8)

    def ask(name: str) -> None:
        ready.wait()
        try:
            got.append(yard.jobs.ask("train", name))
        except NotPossible:
            refused.append(name)

    people = [threading.Thread(target=ask, args=(f"p{n}",)) for n in range(8)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert (len(got), len(refused)) == (1, 7)
    assert yard.jobs.take(TUNER)
    yard.jobs.bury_lost(TUNER)
    assert yard.status(got[0]) == ("failed", "interrupted")
