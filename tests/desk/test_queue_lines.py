"""The queue as it would be served: order, expected wait, what is escalated; read once for everybody."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.desk.desk_terms import load_desk_terms
from bot.desk.queue_lines import Line
from bot.desk.queue_rows import QueueRows
from bot.desk.queue_snapshot import QueueSnapshots
from bot.desk.skill_of_flag import skill_of_flag
from bot.handover.last_hour import last_hour
from bot.handover.outlook import QueueOutlook
from tests.desk.queue_hall import QueueHall
from tests.handover.at_once import at_once


@pytest.fixture
def hall(sqlite: Engine) -> QueueHall:
    return QueueHall(sqlite)


def snapshots(hall: QueueHall, fresh_s: float = 0) -> QueueSnapshots:
    return QueueSnapshots(hall.engine, hall.clock, hall.terms, fresh_s)


def lines(hall: QueueHall) -> list[Line]:
    return list(snapshots(hall).now().lines)


def ago(hall: QueueHall, wait: str, **by: float) -> str:
    hall.set_wait(wait, entered_at=hall.clock.now() - timedelta(**by))
    return wait


# --- order and estimate ---


def test_priority_first_then_who_was_with_somebody_then_who_waits_longest(hall: QueueHall) -> None:
    late, early = hall.thread("1"), ago(hall, hall.caller("2"), minutes=9)
    urgent, dropped = hall.caller("3", priority="P1"), hall.caller("4")
    hall.set_wait(dropped, first=True)
    assert [line.wait_id for line in lines(hall)] == [urgent, dropped, early, late]


def test_what_is_talked_about_or_settled_waits_no_more(hall: QueueHall) -> None:
    hall.expert("eva")
    hall.threads.takeover.take(hall.thread("1"), "eva")
    hall.set_wait(hall.caller("2"), outcome="callback")
    assert lines(hall) == []
    assert snapshots(hall).now().texting == {"eva"}


def test_the_expected_wait_is_what_the_caller_is_told(hall: QueueHall) -> None:
    hall.expert("eva", status="talking")
    hall.expert("ida", languages=["de", "en"], status="after_call")
    waits = [ago(hall, hall.caller(str(number)), minutes=20 - number) for number in range(1, 8)]
    outlook = QueueOutlook(
        hall.waits, hall.experts, hall.terms.figures, lambda now: last_hour(hall.engine, now)
    )
    told = [outlook.look(hall.wait(wait), hall.clock.now()).bucket for wait in waits]
    assert [line.expected for line in lines(hall)] == told
    assert len(set(told)) > 1


def test_nobody_with_a_phone_means_no_promise(hall: QueueHall) -> None:
    hall.expert("eva", reached_by="browser")
    hall.caller("1")
    assert [line.expected for line in lines(hall)] == [None]


def test_a_message_has_no_estimate(hall: QueueHall) -> None:
    hall.expert("eva")
    hall.thread("1")
    assert [line.expected for line in lines(hall)] == [None]


def test_a_skill_nobody_here_has_is_not_asked_for(hall: QueueHall) -> None:
    hall.expert("eva")
    hall.thread("1", skill="business")
    assert [(line.caller.skill, line.skill) for line in lines(hall)] == [("", "business")]


def test_who_is_being_rung_is_named(hall: QueueHall) -> None:
    hall.expert("eva")
    wait = hall.caller("1")
    hall.work()
    (line,) = lines(hall)
    assert (line.rings, line.rings_name, line.call_id, line.accepted) == (
        "eva",
        "Eva",
        hall.ringing(wait),
        False,
    )


# --- escalated ---


@pytest.mark.parametrize(
    ("channel", "priority", "minutes", "late"),
    [
        ("voice", "P1", 1.5, None),
        ("voice", "P1", 2, "overdue"),
        ("voice", "P3", 9, None),
        ("voice", "P3", 10, "overdue"),
        ("sms", "P2", 29, None),
        ("sms", "P2", 30, "overdue"),
        ("sms", "P0", 2, "overdue"),
    ],
)
def test_who_waits_longer_than_the_limit_is_escalated(
    hall: QueueHall, channel: str, priority: str, minutes: float, late: str | None
) -> None:
    hall.expert("eva")
    wait = hall.caller("1", priority=priority) if channel == "voice" else hall.thread("1", priority=priority)
    ago(hall, wait, minutes=minutes)
    assert [line.escalated for line in lines(hall)] == [late]


def test_a_message_in_the_night_is_not_late(hall: QueueHall) -> None:
    hall.clock.at = hall.clock.at.replace(hour=23)
    wait = hall.thread("1", priority="P2")
    hall.clock.pass_s(3600)
    assert [line.escalated for line in lines(hall)] == [None], wait


def test_who_is_left_by_everybody_is_escalated(hall: QueueHall) -> None:
    for name in ("eva", "ida"):
        hall.expert(name)
    wait = hall.thread("1")
    hall.set_wait(wait, not_experts=["eva"])
    assert [line.escalated for line in lines(hall)] == [None]
    hall.set_wait(wait, not_experts=["eva", "ida"])
    assert [line.escalated for line in lines(hall)] == ["nobody"]


# --- one reading for all ---


def test_within_half_a_second_everybody_sees_the_same_reading(hall: QueueHall) -> None:
    hall.expert("eva")
    kept = snapshots(hall, fresh_s=60)
    first = kept.now()
    hall.thread("1")
    assert kept.now() is first
    assert len(kept.fresh().lines) == 1
    assert len(kept.now().lines) == 1


def test_nothing_changed_is_the_same_picture_and_what_was_worked_out_from_it_stays(hall: QueueHall) -> None:
    hall.expert("eva")
    hall.thread("1")
    read = snapshots(hall)
    first = read.now()
    hall.clock.pass_s(3)
    assert read.now() is first
    hall.set_expert("eva", status="paused")
    assert read.now() is not first


def test_time_alone_changes_the_picture_when_the_rules_soften(hall: QueueHall) -> None:
    hall.expert("eva")
    hall.thread("1")
    read = snapshots(hall)
    first = read.now()
    hall.clock.pass_s(61)
    assert read.now() is not first


def test_many_who_ask_at_once_cause_one_reading(hall: QueueHall) -> None:
    hall.thread("1")
    kept = snapshots(hall, fresh_s=60)
    found = at_once(*(kept.now for _ in range(8)))
    assert len({id(one) for one in found}) == 1


def test_a_packet_is_read_once_for_each_of_its_versions(hall: QueueHall) -> None:
    wait = hall.thread("1")
    rows = QueueRows(hall.engine, load_desk_terms(), skill_of_flag())
    asked: list[Any] = []
    event.listen(hall.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    for _ in range(3):
        rows.read()
    assert sum("handovers.packet " in one or "handovers.packet\n" in one for one in asked) == 1
    hall.flagged(wait, "bereavement")
    (facts,) = rows.read().facts.values()
    assert facts.flag == "bereavement"


def test_figures_of_the_last_hour_are_not_counted_at_every_look(hall: QueueHall) -> None:
    kept = snapshots(hall, fresh_s=0.001)
    kept.now()
    asked: list[str] = []
    event.listen(hall.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    kept.fresh()
    assert asked
    assert not any("count(" in one for one in asked)


def test_when_a_reading_was_made_is_known(hall: QueueHall) -> None:
    assert snapshots(hall).now().at == hall.clock.now() > datetime(2000, 1, 1, tzinfo=hall.clock.now().tzinfo)
