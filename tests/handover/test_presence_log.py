"""What somebody was doing is kept when they begin something else: every moment once, whoever is quicker."""

from datetime import timedelta

from sqlalchemy import Engine, select

from bot.handover.presence_log import PRESENCE
from tests.builders import NOW
from tests.handover.at_once import at_once
from tests.handover.hall import Hall
from tests.handover.thread_hall import ThreadHall


def spans(engine: Engine) -> list[tuple[str, str, float, float]]:
    """Who was what, in seconds since the beginning."""
    with engine.connect() as db:
        rows = db.execute(select(PRESENCE).order_by(PRESENCE.c.id)).mappings().all()
    moments = [((row["since"] - NOW).total_seconds(), (row["until"] - NOW).total_seconds()) for row in rows]
    return [(row["staff_id"], row["status"], *both) for row, both in zip(rows, moments, strict=True)]


def test_a_call_leaves_a_span_for_each_status(engine: Engine) -> None:
    hall = Hall(engine)
    hall.expert("eva", status_since=NOW)
    wait = hall.caller()
    hall.clock.pass_s(10)
    x = hall.talking(wait)
    hall.clock.pass_s(60)
    hall.hangs_up(wait)
    hall.line.put_down(x)
    hall.clock.pass_s(100)
    hall.work()
    assert spans(engine) == [
        ("eva", "free", 0, 10),
        ("eva", "ringing", 10, 10),
        ("eva", "talking", 10, 70),
        ("eva", "after_call", 70, 170),
    ]


def test_a_thread_leaves_them_too(engine: Engine) -> None:
    hall = ThreadHall(engine)
    hall.expert("anna", status_since=NOW)
    hall.clock.pass_s(5)
    talk = hall.taken()
    hall.clock.pass_s(30)
    hall.desk.close("anna", talk)
    assert spans(engine) == [("anna", "free", 0, 5), ("anna", "talking", 5, 35)]


def test_what_did_not_change_leaves_nothing(engine: Engine) -> None:
    hall = Hall(engine)
    hall.expert("eva")
    assert not hall.experts.change("eva", "paused", "free", hall.clock.now())
    assert spans(engine) == []


def test_of_several_at_the_same_moment_one_counts(engine: Engine) -> None:
    hall = Hall(engine)
    hall.expert("eva", status_since=NOW)
    later = NOW + timedelta(seconds=20)
    claimed = at_once(*[lambda: hall.experts.claim("eva", later)] * 6)
    assert sorted(claimed) == [False] * 5 + [True]
    assert spans(engine) == [("eva", "free", 0, 20)]


def test_who_is_rested_together_is_kept_one_by_one(engine: Engine) -> None:
    hall = Hall(engine)
    for name in ("anna", "eva"):
        hall.expert(name, status="after_call", status_since=NOW, free_at=NOW + timedelta(seconds=90))
    assert hall.experts.rested(NOW + timedelta(seconds=91)) == 2
    assert sorted(spans(engine)) == [("anna", "after_call", 0, 91), ("eva", "after_call", 0, 91)]
