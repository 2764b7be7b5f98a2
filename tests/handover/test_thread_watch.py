"""Threads that wait: who is told what when nobody takes them, and who is told what while nobody is here."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.conversation.owner import Owner
from bot.handover.contact_rules import ContactRules
from tests.builders import NOW
from tests.handover.at_once import at_once
from tests.handover.thread_hall import ThreadHall

OVERDUE = "Es dauert länger als gedacht, das tut mir leid. Ihr Vorgang ist jetzt als dringend gemeldet."
MONDAY_EVENING = NOW.replace(hour=17, minute=50)
MORNING = NOW.replace(hour=8, minute=0) + timedelta(days=1)


@pytest.fixture
def hall(sqlite: Engine) -> ThreadHall:
    return open_hall(sqlite)


def open_hall(engine: Engine, at: datetime = NOW) -> ThreadHall:
    """Anna is at work, and a supervisor has a phone."""
    hall = ThreadHall(engine, at=at)
    hall.expert("anna", skills=["care", "care_estate", "any"])
    hall.boss()
    return hall


# --- nobody takes it ---


@pytest.mark.parametrize(
    ("flag", "priority", "minutes"),
    [
        (("crisis", "clear"), "P0", 2),
        (("bereavement", "clear"), "P1", 10),
        (("illness", "clear"), "P2", 30),
        (None, "P3", 120),
    ],
)
def test_a_thread_nobody_takes_is_escalated_at_its_limit(
    engine: Engine, flag: Any, priority: str, minutes: int
) -> None:
    hall = open_hall(engine)
    hall.gate["bitte helfen sie"] = flag or ("crisis", "request")
    hall.write("bitte helfen sie" if flag else "MITARBEITER")
    hall.work()
    before = len(hall.alerts)
    hall.pass_s(minutes * 60 - minutes, step=minutes)
    assert (hall.said, len(hall.alerts)) == ([], before)
    hall.pass_s(2 * minutes, step=minutes)
    assert hall.said == [f"{OVERDUE} Ihre Vorgangsnummer ist {hall.case}."]
    assert hall.alerts[before:] == [
        f"Fall {hall.case}, Stufe {priority}: bitte sofort am Arbeitsplatz ansehen."
    ]
    assert [event["priority"] for event in hall.events("thread_overdue")] == [priority]


def test_it_is_escalated_once_whatever_is_restarted(hall: ThreadHall) -> None:
    hall.asked()
    for _ in range(3):
        hall.pass_s(122 * 60, step=120)
        hall.restart()
    assert (len(hall.said), len(hall.alerts)) == (1, 1)


def test_a_thread_taken_in_time_is_not_escalated(hall: ThreadHall) -> None:
    hall.taken()
    hall.pass_s(130 * 60, step=120)
    assert (hall.said, hall.alerts) == ([], [])


def test_it_waits_anew_after_it_came_back(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    hall.pass_s(118 * 60, step=120)
    hall.desk.release("anna", talk_id)
    hall.pass_s(118 * 60, step=120)
    assert hall.alerts == []
    hall.pass_s(4 * 60, step=120)
    assert len(hall.alerts) == 1


def test_what_has_become_more_urgent_is_escalated_again_but_said_once(hall: ThreadHall) -> None:
    hall.asked()
    hall.pass_s(122 * 60, step=120)
    hall.gate["er ist gestorben"] = ("bereavement", "clear")
    hall.write("er ist gestorben")
    hall.pass_s(60)
    assert [event["priority"] for event in hall.events("thread_overdue")] == ["P3", "P1"]
    assert (len(hall.said), len(hall.alerts)) == (1, 2)


def test_an_alert_that_died_with_its_process_goes_out_after_all(hall: ThreadHall, monkeypatch: Any) -> None:
    hall.asked()
    hall.clock.pass_s(121 * 60)

    def dies(case: str, priority: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(hall.side.watch._by.overdue._alerts, "_alert", dies)
    with pytest.raises(KeyboardInterrupt):
        hall.side.watch.work()
    hall.restart()
    hall.pass_s(30)
    assert (len(hall.said), len(hall.alerts)) == (1, 1)


def test_an_unsafe_customer_gets_no_line_but_those_in_charge_are_told(hall: ThreadHall) -> None:
    hall.asked()
    ContactRules(hall.engine).protect(hall.talk, hall.wait["handover_id"], hall.clock.now())
    hall.pass_s(122 * 60, step=120)
    assert (hall.said, len(hall.alerts)) == ([], 1)


def test_the_night_does_not_count(sqlite: Engine) -> None:
    hall = open_hall(sqlite, MONDAY_EVENING)
    hall.asked()
    hall.clock.at = MORNING + timedelta(minutes=109)
    hall.work()
    assert hall.alerts == []
    hall.clock.at = MORNING + timedelta(minutes=110)
    hall.work()
    assert len(hall.alerts) == 1


# --- nobody is here ---


def test_in_the_night_the_customer_is_told_when_somebody_answers(sqlite: Engine) -> None:
    hall = ThreadHall(sqlite, at=NOW.replace(hour=20))
    answer = hall.write("MITARBEITER")
    assert "Ein Mensch antwortet Ihnen hier ab Di., 24.11., 08:00 Uhr." in answer
    assert hall.case in answer
    # Who would rather be called can be.
    assert "zurückrufen" in answer
    assert hall.wait["status"] == "waiting"


def test_it_is_said_once_per_closed_stretch(sqlite: Engine) -> None:
    hall = open_hall(sqlite, NOW.replace(hour=20))
    hall.write("MITARBEITER")
    hall.write("nein")
    assert "niemand da" not in hall.write("meine vase ist kaputt")
    hall.pass_s(3600, step=60)
    hall.restart()
    hall.pass_s(3600, step=60)
    assert hall.said == []
    hall.clock.at = MORNING + timedelta(hours=10, minutes=5)
    hall.work()
    hall.work()
    assert [line for line in hall.said if "niemand da" in line] == [
        f"Gerade ist niemand da. Ein Mensch antwortet Ihnen hier ab Mi., 25.11., 08:00 Uhr. "
        f"Ihre Vorgangsnummer ist {hall.case}."
    ]


def test_at_closing_time_who_still_waits_is_told_without_asking(sqlite: Engine) -> None:
    hall = open_hall(sqlite, MONDAY_EVENING)
    hall.asked()
    hall.pass_s(9 * 60, step=30)
    assert hall.said == []
    hall.pass_s(5 * 60, step=30)
    assert len(hall.said) == 1
    assert "ab Di., 24.11., 08:00 Uhr" in hall.said[0]
    assert hall.write("schade") == "Danke, das gebe ich mit."


def test_of_two_workers_at_once_one_says_it(engine: Engine) -> None:
    hall = open_hall(engine, MONDAY_EVENING)
    hall.asked()
    hall.clock.pass_s(11 * 60)
    assert at_once(*[hall.side.watch.work] * 4) == [1.0] * 4
    hall.outbox.send_due()
    assert len(hall.said) == 1


def test_a_message_answered_twice_says_it_the_same_way(sqlite: Engine) -> None:
    hall = open_hall(sqlite, MONDAY_EVENING)
    hall.asked()
    hall.clock.pass_s(11 * 60)
    first = hall.write("ist noch jemand da", "SM1")
    assert "niemand da" in first
    assert hall.write("ist noch jemand da", "SM1") == first
    hall.work()
    assert hall.said == []


def test_a_turn_that_died_before_its_answer_says_it_when_taken_up_again(
    sqlite: Engine, monkeypatch: Any
) -> None:
    hall = open_hall(sqlite, MONDAY_EVENING)
    hall.asked()
    hall.clock.pass_s(11 * 60)

    def dies(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.conversation.record.Record.close_turn", dies)
    with pytest.raises(KeyboardInterrupt):
        hall.write("ist noch jemand da", "SM1")
    monkeypatch.undo()
    hall.record.release(hall.talk.id)
    hall.restart()
    assert "niemand da" in hall.write("ist noch jemand da", "SM1")


def test_within_the_hours_with_nobody_at_work_no_time_is_promised(sqlite: Engine) -> None:
    hall = ThreadHall(sqlite)
    answer = hall.write("MITARBEITER")
    assert "Gerade ist niemand frei. Ein Mensch antwortet Ihnen hier, sobald jemand da ist." in answer
    assert hall.case in answer


def test_who_wants_no_call_back_keeps_waiting_in_the_thread(sqlite: Engine) -> None:
    hall = ThreadHall(sqlite)
    hall.write("MITARBEITER")
    hall.write("nein")
    assert hall.write("nein") == "Gut. Ein Mensch antwortet Ihnen hier, sobald jemand frei ist."
    hall.expert("anna")
    assert hall.desk.take(hall.wait["id"], "anna") == hall.talk.id


def test_who_is_called_back_need_not_wait_in_the_thread(sqlite: Engine) -> None:
    hall = ThreadHall(sqlite)
    hall.write("MITARBEITER")
    hall.write("ja")
    assert (hall.wait["status"], hall.wait["outcome"]) == ("over", "callback")


def test_whom_the_bot_serves_meanwhile_can_be_taken_too(sqlite: Engine) -> None:
    hall = ThreadHall(sqlite)
    hall.gate["sie ist gestorben"] = ("bereavement", "clear")
    hall.write("sie ist gestorben")
    assert hall.talk.owner is Owner.BOT
    hall.expert("anna")
    assert hall.desk.take(hall.wait["id"], "anna") == hall.talk.id


def test_a_thread_that_waits_over_the_weekend_stays_one(sqlite: Engine) -> None:
    hall = ThreadHall(sqlite, at=NOW.replace(hour=20))
    hall.write("MITARBEITER")
    first = hall.talk.id
    hall.clock.pass_s(60 * 3600)
    hall.expert("anna")
    hall.desk.take(hall.wait["id"], "anna")
    assert hall.write("endlich") == ""
    assert hall.talk.id == first


# --- threads that were taken ---


def test_the_thread_of_an_expert_who_went_home_waits_again_in_front(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    hall.desk.send("anna", talk_id, "Moment.", "k1")
    hall.set_expert("anna", status="off")
    hall.pass_s(3)
    assert (hall.talk.owner, hall.wait["status"], hall.wait["first"]) == (Owner.QUEUE, "waiting", True)
    assert hall.status("anna") == "off"
    assert "niemand frei" in hall.said[-1]


def test_an_expert_with_nobody_left_to_talk_to_is_freed(hall: ThreadHall) -> None:
    hall.taken()
    hall.record.end(hall.talk, "deleted", hall.clock.now())
    hall.pass_s(15)
    assert (hall.wait["status"], hall.status("anna")) == ("over", "after_call")


def test_goodbye_does_not_end_a_thread_somebody_is_to_answer(hall: ThreadHall) -> None:
    hall.asked()
    assert hall.write("auf Wiederhören") == "Danke, das gebe ich mit."
    assert hall.talk.owner is Owner.QUEUE
    assert hall.write("auf Wiederhören") == ""
