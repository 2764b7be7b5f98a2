"""A caller on hold hears why, and every twenty seconds that somebody is still there."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from carrier import left, then
from carrier.voice.call import Call
from tests.desk.phone_desk import PhoneDesk, phone_desk, voices, words


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PhoneDesk]:
    with phone_desk(tmp_path) as desk:
        desk.hire("eva")
        yield desk


def heard_at(call: Call, since: int) -> list[float]:
    """The seconds between one sentence's end and the next one's beginning, roughly."""
    spoken = [one.at for one in call.heard[since:] if one.kind == "say"]
    return [(later - earlier).total_seconds() for earlier, later in pairwise(spoken)]


def test_on_hold_with_a_reason_and_back_again(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    desk.say(eva, "Guten Tag, hier ist Eva.")
    assert "Guten Tag, hier ist Eva." in voices(caller)
    before = len(caller.heard)
    assert desk.click("eva", "hold", "look_up").status_code in (200, 303)
    desk.run(61)
    assert words(caller, before).startswith("Ihr Gegenüber sieht etwas für Sie nach. Bitte bleiben Sie dran.")
    assert len(heard_at(caller, before)) >= 2
    assert max(heard_at(caller, before)) <= 25
    desk.say(eva, "Das hört niemand.")
    desk.say(caller, "Hallo?")
    assert "Das hört niemand." not in voices(caller)
    assert "Hallo?" not in voices(eva)
    assert "Wird gehalten" in desk.bar("eva")
    assert "Ich sehe etwas nach" in desk.bar("eva")
    desk.click("eva", "resume")
    after = len(caller.heard)
    desk.run(40)
    assert words(caller, after) == ""
    desk.say(eva, "Da bin ich wieder.")
    assert "Da bin ich wieder." in voices(caller)
    call = desk.expert_call("eva")
    assert (call["held_since"], call["status"]) == (None, "talking")
    assert 60 <= call["held_s"] <= 70
    assert [len(desk.events(what)) for what in ("caller_held", "caller_resumed")] == [1, 1]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("look_up", "sieht etwas für Sie nach"),
        ("ask_colleague", "fragt kurz im Team nach"),
        ("system_slow", "Das System braucht"),
        ("note_down", "wird gerade notiert"),
    ],
)
def test_every_reason_is_said(desk: PhoneDesk, reason: str, said: str) -> None:
    caller, _ = desk.talking()
    desk.click("eva", "hold", reason)
    desk.run(3)
    assert said in words(caller)


def test_a_reason_nobody_knows_holds_nobody(desk: PhoneDesk) -> None:
    desk.talking()
    assert desk.click("eva", "hold", "tea").status_code == 409
    assert desk.expert_call("eva")["held_since"] is None


def test_nobody_takes_a_long_hold_for_a_dead_call(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    desk.click("eva", "hold", "system_slow")
    desk.run(900)
    assert (desk.wait["status"], desk.expert_call("eva")["status"], desk.status("eva")) == (
        "talking",
        "talking",
        "talking",
    )
    assert "Es dauert länger als gedacht." in words(caller)
    desk.click("eva", "resume")
    desk.say(caller, "Ich bin noch da.")
    assert "Ich bin noch da." in voices(eva)


def test_a_caller_who_gives_up_on_hold_ends_the_talk_for_both(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    desk.click("eva", "hold", "look_up")
    desk.run(10)
    caller.hang_up()
    desk.run(6)
    assert eva.over
    assert (desk.wait["outcome"], desk.expert_call("eva")["outcome"]) == ("talked", "completed")
    assert desk.status("eva") == "after_call"


def test_a_process_that_dies_during_a_hold_leaves_the_caller_in_company(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    desk.click("eva", "hold", "look_up")
    desk.run(5)
    desk.hotline.restart()
    before = len(caller.heard)
    desk.run(60)
    assert "gleich weiter" in words(caller, before)
    assert "Wird gehalten" in desk.bar("eva")
    desk.click("eva", "resume")
    desk.say(eva, "So, da bin ich.")
    assert "So, da bin ich." in voices(caller)


def test_a_double_click_holds_once_and_a_second_resume_does_no_harm(desk: PhoneDesk) -> None:
    caller, _ = desk.talking()
    for _ in range(2):
        desk.click("eva", "hold", "look_up")
    desk.run(3)
    assert words(caller).count("sieht etwas für Sie nach") == 1
    for _ in range(2):
        assert desk.click("eva", "resume").status_code in (200, 303)


def test_where_the_carrier_does_not_listen_nothing_is_changed_and_it_is_said(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    desk.hotline.network.rest_faults.refuse("participants.update", times=2)
    answer = desk.click("eva", "hold", "look_up")
    assert answer.status_code == 409
    assert "Die Telefonie antwortet gerade nicht." in answer.get_data(as_text=True)
    assert desk.expert_call("eva")["held_since"] is None
    desk.say(eva, "Sie hören mich noch?")
    assert "Sie hören mich noch?" in voices(caller)


def test_muted_is_heard_by_nobody_until_it_is_undone(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    desk.click("eva", "mute")
    desk.say(eva, "Psst.")
    assert "Psst." not in voices(caller)
    desk.say(caller, "Sind Sie noch da?")
    assert "Sind Sie noch da?" in voices(eva)
    assert "Mikrofon an" in desk.bar("eva")
    desk.click("eva", "unmute")
    desk.say(eva, "Ja, bin ich.")
    assert "Ja, bin ich." in voices(caller)


def test_the_star_key_ends_a_hold_with_its_own_words(desk: PhoneDesk) -> None:
    desk.owner("eva", then(40), left(0))
    caller, eva = desk.talking()
    desk.click("eva", "hold", "look_up")
    desk.run(5)
    eva.begin_to.begin_to_press("*")
    desk.run(4)
    call = desk.expert_call("eva")
    assert (call["status"], call["held_since"]) == ("menu", None)
    assert call["held_s"] >= 5
    assert "Einen Moment bitte, es geht gleich weiter." in words(caller)
    desk.click("eva", "resume")
    desk.run(6)
    desk.say(eva, "Wieder da.")
    assert "Wieder da." in voices(caller)
