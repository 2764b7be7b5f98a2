"""The caller's side: into the room once the expert is there, out of it again, gone at any moment."""

import pytest
from sqlalchemy import Engine

from bot.conversation.owner import Owner
from bot.handover.outcomes import WaitOutcome
from bot.handover.voicemails import VOICEMAILS, Recording, Voicemails
from tests.handover.hall import Hall


@pytest.fixture
def hall(sqlite: Engine) -> Hall:
    hall = Hall(sqlite)
    hall.expert("eva")
    return hall


def test_there_is_no_room_before_the_expert_has_heard_the_brief(hall: Hall) -> None:
    wait = hall.caller()
    talk = hall.talk(wait).id
    assert hall.bridge.room_for(talk) is None
    x = hall.accepted(wait)
    assert (hall.bridge.room_for(talk), hall.bridge.join(talk)) == (None, None)
    hall.line.join(x)
    room = hall.bridge.room_for(talk)
    assert room is not None
    assert room.expert_call == x


def test_in_the_room_the_caller_belongs_to_the_expert(engine: Engine) -> None:
    hall = Hall(engine)
    hall.expert("eva")
    wait = hall.caller()
    hall.talking(wait)
    row = hall.wait(wait)
    assert (row["status"], row["last_expert_id"], row["answered_at"]) == ("talking", "eva", hall.clock.now())
    assert hall.talk(wait).owner is Owner.EXPERT
    assert hall.events("owner_changed")[-1] == {"to": "expert", "because": "joined"}


def test_going_in_twice_is_going_in_once(hall: Hall) -> None:
    wait = hall.caller()
    hall.talking(wait)
    first = hall.bridge.room_for(hall.talk(wait).id)
    assert hall.bridge.join(hall.talk(wait).id) == first
    assert len(hall.events("owner_changed")) == 1


def test_a_turn_that_ran_meanwhile_does_not_take_the_caller_back(hall: Hall) -> None:
    wait = hall.caller()
    before = hall.talk(wait)
    hall.talking(wait)
    assert hall.talk(wait).version > before.version


def test_back_from_the_room_before_anybody_knows_why_the_caller_is_on_hold(hall: Hall) -> None:
    wait = hall.caller()
    x = hall.talking(wait)
    talk = hall.bridge.caller_back(hall.talk(wait).id, x)
    assert talk is not None
    assert (talk.owner, hall.wait(wait)["news"], hall.bridge.room_for(talk.id)) == (
        Owner.QUEUE,
        "on_hold",
        None,
    )


@pytest.mark.parametrize("caller_first", [True, False])
def test_an_expert_lost_is_told_of_whichever_news_comes_first(hall: Hall, caller_first: bool) -> None:
    wait = hall.caller()
    x = hall.talking(wait)
    told = [lambda: hall.bridge.caller_back(hall.talk(wait).id, x), lambda: hall.line.put_down(x)]
    for tell in told if caller_first else reversed(told):
        tell()
    row = hall.wait(wait)
    assert (row["status"], row["first"], row["news"]) == ("waiting", True, "expert_gone")
    assert hall.talk(wait).owner is Owner.QUEUE


def test_a_caller_back_late_does_not_lose_what_was_decided(hall: Hall) -> None:
    wait = hall.caller()
    x = hall.talking(wait)
    hall.line.left(x, hall.bridge.is_gone)
    hall.menu.chosen(x, "4", 0)
    hall.bridge.caller_back(hall.talk(wait).id, x)
    assert hall.wait(wait)["news"] == "finished"


def test_a_conversation_that_is_over_does_not_come_back(hall: Hall) -> None:
    wait = hall.caller()
    x = hall.talking(wait)
    hall.hangs_up(wait)
    assert hall.bridge.caller_back(hall.talk(wait).id, x) is None
    assert hall.bridge.caller_back("nobody", x) is None


@pytest.mark.parametrize(
    ("step", "outcome"),
    [
        ("caller", WaitOutcome.HUNG_UP),
        ("accepted", WaitOutcome.HUNG_UP),
        ("talking", WaitOutcome.TALKED),
        ("in_menu", WaitOutcome.TALKED),
    ],
)
def test_hanging_up_is_typed_by_how_far_they_came(hall: Hall, step: str, outcome: WaitOutcome) -> None:
    wait = hall.caller()
    if step != "caller":
        getattr(hall, step)(wait)
    hall.hangs_up(wait)
    hall.hangs_up(wait)
    assert (hall.wait(wait)["status"], hall.wait(wait)["outcome"]) == ("over", outcome)


def test_whoever_hangs_up_when_the_expert_has_just_done_so_has_talked(hall: Hall) -> None:
    wait = hall.caller()
    hall.line.put_down(hall.talking(wait))
    hall.pass_s(3)
    hall.hangs_up(wait)
    assert hall.wait(wait)["outcome"] == "talked"


def test_whoever_gives_up_waiting_for_another_has_not(hall: Hall) -> None:
    wait = hall.caller()
    hall.line.put_down(hall.talking(wait))
    hall.pass_s(25)
    hall.hangs_up(wait)
    assert hall.wait(wait)["outcome"] == "caller_hung_up"


def test_who_does_not_wait_can_hang_up_too(hall: Hall) -> None:
    hall.bridge.caller_left("nobody")


# --- messages ---


def left(hall: Hall, wait: str, sid: str | None = "RE1", seconds: int = 12) -> bool:
    voicemails = Voicemails(hall.engine, hall.waits)
    return voicemails.take(hall.talk(wait).id, Recording(sid, "https://api/RE1", seconds), hall.clock.now())


def messages(hall: Hall) -> int:
    with hall.engine.connect() as db:
        return len(db.execute(VOICEMAILS.select()).all())


def test_a_message_is_kept_once_and_nobody_is_rung_any_more(hall: Hall) -> None:
    wait = hall.caller()
    hall.work()
    assert left(hall, wait)
    left(hall, wait)
    assert (messages(hall), hall.wait(wait)["news"]) == (1, "voicemail_kept")
    hall.work()
    assert (hall.carrier.hung_up, hall.status("eva")) == (["CA1"], "free")
    hall.waits.change(wait, "talking", news=None)
    hall.work()
    assert (hall.wait(wait)["status"], hall.wait(wait)["outcome"]) == ("over", "voicemail")


@pytest.mark.parametrize(("sid", "seconds"), [(None, 0), ("RE1", 0)])
def test_silence_is_no_message(hall: Hall, sid: str | None, seconds: int) -> None:
    wait = hall.caller()
    assert not left(hall, wait, sid, seconds)
    assert (messages(hall), hall.wait(wait)["status"], hall.wait(wait)["news"]) == (
        0,
        "waiting",
        "voicemail_empty",
    )


def test_in_danger_a_message_ends_no_waiting(hall: Hall) -> None:
    wait = hall.caller(priority="P0")
    left(hall, wait)
    assert (messages(hall), hall.wait(wait)["status"], hall.wait(wait)["outcome"]) == (1, "waiting", None)
