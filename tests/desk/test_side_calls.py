"""A colleague is asked into a talk, hears who asks and what for, joins, and leaves again or takes over."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from carrier import hears
from carrier.voice.call import Call
from tests.desk.phone_desk import ACCEPTS, PhoneDesk, phone_desk, voices, words


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PhoneDesk]:
    with phone_desk(tmp_path) as desk:
        desk.hire("eva")
        yield desk


def three(desk: PhoneDesk) -> tuple[Call, Call, Call]:
    """Caller, Eva and Ida, all in one talk."""
    caller, eva = desk.talking()
    desk.hire("ida")
    desk.owner("ida", ACCEPTS)
    assert desk.click("eva", "ask", "ida").status_code in (200, 303)
    desk.run(30)
    return caller, eva, desk.call("ida")


def side(desk: PhoneDesk) -> dict[str, object]:
    return desk.rows("SELECT * FROM side_calls ORDER BY created_at DESC LIMIT 1")[0]


def all_hear(desk: PhoneDesk, speaker: Call, *others: Call) -> None:
    said = f"Ein Satz Nummer {len(speaker.heard)} von {speaker.sid[-4:]}."
    desk.say(speaker, said)
    for one in others:
        assert said in voices(one)


def test_a_colleague_joins_after_hearing_who_asks_and_what_for(desk: PhoneDesk) -> None:
    caller, eva, ida = three(desk)
    heard = words(ida)
    assert heard.startswith("Eva bittet Sie in ein Gespräch der Hotline.")
    assert "Möchte einen Menschen sprechen" in heard
    all_hear(desk, eva, caller, ida)
    all_hear(desk, caller, eva, ida)
    all_hear(desk, ida, eva, caller)
    assert (side(desk)["status"], desk.status("ida")) == ("joined", "talking")
    assert "Ida: ist dabei" in desk.bar("eva")
    assert "colleague_asked" in desk.audited()


def test_a_colleague_who_leaves_by_the_star_ends_nothing(desk: PhoneDesk) -> None:
    caller, eva, ida = three(desk)
    ida.begin_to.begin_to_press("*")
    desk.run(6)
    assert (ida.over, caller.over, eva.over, side(desk)["outcome"]) == (True, False, False, "left")
    assert desk.status("ida") == "free"
    all_hear(desk, eva, caller)
    desk.click("eva", "finish")
    desk.run(8)
    assert "Das Gespräch ist beendet" in words(caller)


def test_the_expert_goes_and_the_colleague_stays(desk: PhoneDesk) -> None:
    caller, eva, ida = three(desk)
    assert "Gehen, Ida bleibt" in desk.bar("eva")
    before = len(caller.heard)
    desk.click("eva", "leave")
    desk.run(6)
    assert (eva.over, ida.over, caller.over) == (True, False, False)
    all_hear(desk, ida, caller)
    assert words(caller, before) == ""
    assert desk.expert_call("eva")["outcome"] == "transferred"
    assert desk.expert_call("ida")["status"] == "talking"
    assert (desk.wait["status"], desk.wait["last_expert_id"]) == ("talking", "ida")
    assert (desk.status("eva"), desk.status("ida"), side(desk)["outcome"]) == (
        "after_call",
        "talking",
        "took_over",
    )
    # The talk is Ida's now, with everything that can be done in it.
    desk.click("ida", "hold", "look_up")
    desk.run(4)
    assert "sieht etwas für Sie nach" in words(caller, before)
    desk.click("ida", "resume")
    all_hear(desk, caller, ida)
    desk.click("ida", "hand-back", "anything_else")
    desk.run(8)
    assert ida.over
    assert "Das Gespräch ist beendet" in words(caller, before)
    assert desk.expert_call("ida")["outcome"] == "handed_back"
    caller.hang_up()
    desk.run(100)
    assert desk.status("eva") == "free"


def test_an_expert_who_just_hangs_up_leaves_the_caller_to_the_colleague(desk: PhoneDesk) -> None:
    caller, eva, ida = three(desk)
    eva.hang_up()
    desk.run(6)
    all_hear(desk, ida, caller)
    assert (desk.wait["status"], desk.wait["last_expert_id"]) == ("talking", "ida")
    # The phone of who has taken over knows the star menu, too.
    ida.begin_to.begin_to_press("*")
    desk.run(4)
    assert "Eins: zurück ins Gespräch." in words(ida)
    assert desk.expert_call("ida")["status"] == "menu"
    ida.begin_to.begin_to_press("1")
    desk.run(6)
    all_hear(desk, ida, caller)
    caller.hang_up()
    desk.run(6)
    assert (desk.wait["outcome"], desk.expert_call("ida")["outcome"]) == ("talked", "completed")
    assert ida.over


def test_while_the_expert_looks_at_the_menu_the_other_two_go_on(desk: PhoneDesk) -> None:
    caller, eva, ida = three(desk)
    eva.begin_to.begin_to_press("*")
    desk.run(3)
    all_hear(desk, ida, caller)
    eva.begin_to.begin_to_press("1")
    desk.run(5)
    all_hear(desk, eva, caller, ida)
    assert words(caller).count("es geht gleich weiter") == 0


def test_finished_with_three_in_the_talk_lets_the_colleague_go(desk: PhoneDesk) -> None:
    caller, eva, ida = three(desk)
    desk.click("eva", "finish")
    desk.run(8)
    assert (eva.over, ida.over, caller.over) == (True, True, False)
    assert "Das Gespräch ist beendet" in words(caller)
    assert (desk.wait["outcome"], desk.status("ida")) == ("talked", "free")


def test_a_caller_who_hangs_up_frees_both(desk: PhoneDesk) -> None:
    caller, eva, ida = three(desk)
    caller.hang_up()
    desk.run(8)
    assert (eva.over, ida.over) == (True, True)
    assert (desk.wait["outcome"], desk.status("eva"), desk.status("ida")) == ("talked", "after_call", "free")


def test_two_experts_may_talk_alone_while_the_caller_is_on_hold(desk: PhoneDesk) -> None:
    caller, eva, ida = three(desk)
    desk.click("eva", "hold", "ask_colleague")
    desk.say(eva, "Was meinst du, Ida?")
    assert "Was meinst du, Ida?" in voices(ida)
    assert "Was meinst du, Ida?" not in voices(caller)
    # Eva goes while the caller is on hold: Ida has both the caller and the hold.
    desk.click("eva", "leave")
    desk.run(5)
    assert desk.expert_call("ida")["held_since"] is not None
    desk.click("ida", "resume")
    all_hear(desk, ida, caller)


def test_one_who_does_not_come_is_free_again_and_the_talk_goes_on(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    desk.hire("ida")
    desk.owner("ida", hears("drücken Sie die Eins", press="2"))
    desk.click("eva", "ask", "ida")
    desk.run(20)
    assert (side(desk)["outcome"], desk.status("ida")) == ("declined", "free")
    assert "Ida: kann gerade nicht" in desk.bar("eva")
    all_hear(desk, eva, caller)
    desk.hotline.network.phone("+4915170000002").owner = None
    desk.hotline.network.phone("+4915170000002").behaviour = "no-answer"
    desk.click("eva", "ask", "ida")
    desk.run(30)
    assert (side(desk)["outcome"], desk.status("ida")) == ("no_answer", "free")


def test_a_colleague_who_is_not_needed_after_all_is_let_go(desk: PhoneDesk) -> None:
    caller, eva, ida = three(desk)
    desk.click("eva", "take-back")
    desk.run(4)
    assert (ida.over, side(desk)["outcome"], desk.status("ida")) == (True, "withdrawn", "free")
    all_hear(desk, eva, caller)


def test_only_who_is_free_can_be_asked_and_one_at_a_time(desk: PhoneDesk) -> None:
    desk.talking()
    desk.hire("ida", "lea")
    desk.owner("ida", ACCEPTS)
    desk.hotline.network.run_for(1)
    assert desk.click("eva", "ask", "ida").status_code in (200, 303)
    assert desk.click("eva", "ask", "lea").status_code == 409
    assert desk.status("lea") == "free"
    assert desk.click("eva", "ask", "eva").status_code == 404
    assert desk.click("eva", "ask", "nobody").status_code == 404


def test_while_beside_a_talk_nobody_is_rung_for_another_caller(desk: PhoneDesk) -> None:
    _, _, ida = three(desk)
    rung = len(desk.hotline.network.phone("+4915170000002").calls)
    desk.caller(number="+491713920002")
    desk.run(60)
    assert len(desk.hotline.network.phone("+4915170000002").calls) == rung
    assert (desk.status("ida"), ida.over) == ("talking", False)


def test_a_process_that_dies_with_three_in_the_talk_loses_none_of_them(desk: PhoneDesk) -> None:
    caller, eva, ida = three(desk)
    desk.hotline.restart()
    desk.run(20)
    all_hear(desk, eva, caller, ida)
    eva.hang_up()
    desk.run(5)
    all_hear(desk, ida, caller)


def test_without_the_carrier_s_help_nobody_is_left_alone_in_a_room(desk: PhoneDesk) -> None:
    """The carrier refuses to change who ends the talk: the expert's hanging up ends it for all three."""
    caller, eva = desk.talking()
    desk.hire("ida")
    desk.owner("ida", ACCEPTS)
    desk.click("eva", "ask", "ida")
    desk.hotline.network.rest_faults.refuse("participants.update", times=50)
    desk.run(30)
    eva.hang_up()
    desk.run(30)
    assert not caller.over
    said = words(caller)
    with_ida = desk.expert_call("ida")["status"] in ("talking", "menu")
    assert with_ida or "abgerissen" in said or "gleich weiter" in said
    desk.hotline.network.rest_faults.clear()
    desk.run(40)
    assert desk.wait["status"] in ("talking", "waiting", "ringing", "over")
    assert caller.in_conference is None or len(desk.hotline.network.conferences[-1].calls) == 2
