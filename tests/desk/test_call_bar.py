"""What an expert sees and does during a call: from the ring to the last word, by clicking."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.conversation.record import Record
from bot.handover.waits import Waits
from carrier import Owner, connected, hears
from tests.desk.phone_desk import BAR, CALLER, EVA, IDA, PhoneDesk, phone_desk, voices, words


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PhoneDesk]:
    with phone_desk(tmp_path) as desk:
        desk.hire("eva")
        yield desk


def test_from_the_ring_to_the_last_word(desk: PhoneDesk) -> None:
    caller = desk.caller()
    network = desk.hotline.network
    assert network.run_until(lambda: bool(desk.rows("SELECT id FROM waits")), 60)
    desk.accept("eva")
    assert "Ihr Telefon klingelt" in desk.bar("eva")
    assert network.run_until(lambda: desk.expert_call("eva")["status"] == "accepted", 20)
    bar, eva = desk.bar("eva"), desk.call("eva")
    assert "Sie hören die Kurzfassung" in bar
    assert "Annehmen mit der Eins" not in words(eva)
    assert words(eva).startswith("Ohne Namen.")
    assert "Ohne Namen." in bar
    assert network.run_until(lambda: desk.wait["status"] == "talking", 30)
    desk.run(4)
    assert "Im Gespräch" in desk.bar("eva")
    desk.say(eva, "Guten Tag, was kann ich für Sie tun?")
    assert "Guten Tag, was kann ich für Sie tun?" in voices(caller)
    desk.click("eva", "finish")
    desk.run(8)
    assert (eva.over, caller.over) == (True, False)
    assert "Das Gespräch ist beendet, Sie sprechen wieder mit dem Computerprogramm." in words(caller)
    bar = desk.bar("eva")
    assert "Gespräch beendet" in bar
    assert "gesprochen" in bar
    assert (desk.wait["outcome"], desk.status("eva")) == ("talked", "after_call")
    assert desk.audited()[-1] == "call_finished"
    assert "case_accepted" in desk.audited()


def test_nothing_is_sent_again_that_is_shown_already(desk: PhoneDesk) -> None:
    desk.talking()
    browser = desk.browser("eva")
    shown = browser.get(BAR.format(desk.case), htmx=True).get_data(as_text=True)
    seen = shown.split("?seen=")[1].split('"')[0]
    assert browser.get(f"{BAR.format(desk.case)}?seen={seen}", poll=True).status_code == 204
    desk.run(30)
    assert browser.get(f"{BAR.format(desk.case)}?seen={seen}", poll=True).status_code == 204
    desk.click("eva", "mute")
    assert browser.get(f"{BAR.format(desk.case)}?seen={seen}", poll=True).status_code == 200


def test_the_brief_once_more_for_the_expert_alone(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    before, theirs = len(eva.heard), len(caller.heard)
    desk.click("eva", "hear-again")
    desk.run(10)
    assert words(eva, before).startswith("Ohne Namen.")
    assert words(caller, theirs) == ""


def test_handed_back_the_caller_goes_on_with_the_bot(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    desk.click("eva", "hand-back", "go_on")
    desk.run(6)
    assert eva.over
    assert "Ich weiß, was besprochen wurde." in words(caller)
    assert (desk.expert_call("eva")["outcome"], desk.wait["outcome"]) == ("handed_back", "handed_back")
    talk = Record(desk.hotline.engine).by_id(desk.wait["conversation_id"])
    assert talk is not None
    assert talk.owner == "bot"


def test_passed_on_with_a_note_to_the_one_it_is_meant_for(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    desk.hire("ida", "lea")
    for name in ("ida", "lea"):
        desk.owner(name, hears("Annehmen mit der Eins", press="1"), connected(2, say=f"Hier ist {name}."))
    answer = desk.click("eva", "pass-on", note="Rechnung wurde zweimal abgebucht", to="lea")
    assert answer.status_code in (200, 303)
    desk.run(6)
    assert eva.over
    assert "Jemand anderes aus dem Team übernimmt." in words(caller)
    desk.run(40)
    assert "Hier ist lea." in voices(caller)
    assert "Notiz: Rechnung wurde zweimal abgebucht." in words(desk.call("lea"))
    assert (desk.expert_call("eva")["outcome"], desk.wait["last_expert_id"]) == ("transferred", "lea")
    assert desk.hotline.network.phone(IDA).calls == []


def test_passed_on_to_another_skill(desk: PhoneDesk) -> None:
    desk.talking()
    desk.hire("ida", skills=["fraud"])
    desk.hire("lea", skills=["orders"])
    for name in ("ida", "lea"):
        desk.owner(name, hears("Annehmen mit der Eins", press="1"))
    desk.click("eva", "pass-on", note="Verdacht auf Betrug", skill="fraud")
    desk.run(30)
    assert (desk.wait["skill"], desk.wait["last_expert_id"]) == ("fraud", "ida")


@pytest.mark.parametrize(
    "given",
    [
        {"note": "  "},
        {"note": "x" * 1001},
        {"note": "Bitte", "to": "nobody"},
        {"note": "Bitte", "to": "eva"},
        {"note": "Bitte", "skill": "juggling"},
    ],
)
def test_what_cannot_be_passed_on_so_is_not(desk: PhoneDesk, given: dict[str, str]) -> None:
    caller, eva = desk.talking()
    assert desk.click("eva", "pass-on", **given).status_code == 409
    desk.say(eva, "Noch da.")
    assert "Noch da." in voices(caller)


def test_from_the_menu_of_the_phone_the_desk_leads_on_as_well(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    eva.begin_to.begin_to_press("*")
    desk.run(3)
    assert "Im Telefonmenü" in desk.bar("eva")
    desk.click("eva", "finish")
    desk.run(6)
    assert eva.over
    assert "Das Gespräch ist beendet" in words(caller)


def test_the_phone_s_own_menu_works_as_before(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    eva.begin_to.begin_to_press("*")
    desk.run(3)
    eva.begin_to.begin_to_press("4")
    desk.run(6)
    assert eva.over
    assert "Das Gespräch ist beendet" in words(caller)


def test_put_down_before_the_talk_lets_the_next_one_have_it(desk: PhoneDesk) -> None:
    caller = desk.caller()
    assert desk.hotline.network.run_until(lambda: bool(desk.rows("SELECT id FROM waits")), 60)
    desk.accept("eva")
    desk.run(1)
    desk.hire("ida")
    desk.owner("ida", hears("Annehmen mit der Eins", press="1"), connected(1, say="Ida hier."))
    desk.click("eva", "put-down")
    desk.run(30)
    assert desk.expert_call("eva")["outcome"] == "declined"
    assert "Ida hier." in voices(caller)


def test_put_down_in_the_talk_is_as_putting_down_the_phone(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    desk.click("eva", "put-down")
    desk.run(4)
    assert eva.over
    assert desk.expert_call("eva")["outcome"] == "dropped_in_call"
    assert "die Verbindung ist abgerissen" in words(caller)


def test_a_browser_that_dies_changes_nothing(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    # Nobody asks for the bar any more, for ten minutes.
    desk.run(600)
    desk.say(eva, "Ich spreche einfach weiter.")
    assert "Ich spreche einfach weiter." in voices(caller)
    assert "Im Gespräch" in desk.bar("eva")


def test_a_deed_after_the_caller_has_gone_is_said_to_be_too_late(desk: PhoneDesk) -> None:
    caller, _ = desk.talking()
    caller.hang_up()
    desk.run(8)
    for what in ("hold", "finish", "mute", "ask"):
        answer = desk.click("eva", what, "look_up")
        assert answer.status_code == 409
        assert "nicht mehr im Gange" in answer.get_data(as_text=True)


def test_twice_finished_is_finished_once(desk: PhoneDesk) -> None:
    caller, _ = desk.talking()
    first, second = (desk.click("eva", "finish") for _ in range(2))
    assert (first.status_code in (200, 303), second.status_code) == (True, 409)
    desk.run(6)
    assert words(caller).count("Das Gespräch ist beendet") == 1


def test_a_carrier_that_cannot_end_the_expert_s_call_is_no_reason_not_to_finish(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    desk.hotline.network.rest_faults.refuse("calls.update", times=2)
    desk.click("eva", "finish")
    desk.run(12)
    assert "Das Gespräch ist beendet" in words(caller)
    assert eva.over
    assert desk.wait["outcome"] == "talked"


def test_a_process_that_dies_right_after_finishing_is_followed_by_the_next(desk: PhoneDesk) -> None:
    caller, _ = desk.talking()
    desk.hotline.network.rest_faults.refuse("calls.update", times=2)
    desk.click("eva", "finish")
    desk.hotline.restart()
    desk.run(12)
    assert "Das Gespräch ist beendet" in words(caller)


def test_somebody_else_s_talk_is_not_theirs_to_change(desk: PhoneDesk) -> None:
    desk.talking()
    desk.hire("ida")
    for what in ("hold", "finish", "put-down", "hear-again", "resume", "leave"):
        assert desk.click("ida", what, "look_up").status_code == 409
    assert desk.expert_call("eva")["status"] == "talking"


def test_a_lead_sees_who_talks_and_can_change_nothing(desk: PhoneDesk) -> None:
    desk.talking()
    desk.hire("lea", role="lead")
    bar = desk.bar("lea")
    assert "Eva spricht" in bar
    assert "/call/finish" not in bar


def test_who_may_not_see_the_case_does_not_see_the_bar(desk: PhoneDesk) -> None:
    desk.talking()
    desk.hotline.hire("olga", "+4915170000009", role="ops")
    assert desk.browser("olga").get(BAR.format(desk.case)).status_code == 403
    assert desk.browser("eva").get(BAR.format("unknown")).status_code == 404
    assert desk.click("eva", "fly").status_code == 404


def test_the_pages_beside_the_bar(desk: PhoneDesk) -> None:
    desk.talking()
    desk.hire("ida")
    colleagues = desk.browser("eva").get(f"{BAR.format(desk.case)}/colleagues").get_data(as_text=True)
    assert "Ida" in colleagues
    passing = desk.browser("eva").get(f"{BAR.format(desk.case)}/pass-on").get_data(as_text=True)
    assert 'name="note"' in passing
    assert "Ida" in passing


def test_without_script_a_deed_leads_back_to_the_case(desk: PhoneDesk) -> None:
    desk.talking()
    answer = desk.browser("eva").post(f"{BAR.format(desk.case)}/hold", {"choice": "look_up"})
    assert (answer.status_code, answer.location) == (303, f"/desk/cases/{desk.case}")


# --- called back from the case ---


def gone(desk: PhoneDesk) -> None:
    """The caller talked, hung up, and some minutes have passed."""
    caller, _ = desk.talking()
    caller.hang_up()
    desk.run(360)


def test_a_customer_who_asked_for_it_is_called_back_at_once(desk: PhoneDesk) -> None:
    gone(desk)
    agrees = (hears("Passt es gerade", say="ja, passt"), connected(1, say="Ja?"))
    desk.hotline.network.phone(CALLER).owner = Owner(after=3, script=agrees)
    assert desk.click("eva", "back-now", "asked").status_code in (200, 303)
    desk.run(60)
    eva = desk.hotline.network.phone(EVA).call
    assert "Ja?" in voices(eva)
    (promise,) = desk.rows("SELECT kind, outcome, owner, phone FROM promises")
    assert promise == {"kind": "callback", "outcome": "kept", "owner": "eva", "phone": CALLER}
    assert desk.rows("SELECT request_id, refused FROM dials WHERE purpose = 'callback'")[0]["refused"] is None
    bar = desk.bar("eva")
    assert "Im Gespräch" in bar


def test_nobody_is_called_back_who_did_not_ask(desk: PhoneDesk) -> None:
    gone(desk)
    answer = desk.click("eva", "back-now", "promised")
    assert answer.status_code == 409
    assert (desk.rows("SELECT id FROM promises"), desk.hotline.network.phone(CALLER).calls) == ([], [])


def test_at_night_nobody_is_called_and_it_is_said_why(desk: PhoneDesk) -> None:
    gone(desk)
    desk.hotline.network.advance(11 * 3600)
    answer = desk.click("eva", "back-now", "asked")
    assert answer.status_code == 409
    assert "Zu dieser Zeit wird niemand angerufen." in answer.get_data(as_text=True)
    assert desk.rows("SELECT id FROM promises") == []


def test_who_is_on_the_line_is_not_called(desk: PhoneDesk) -> None:
    desk.talking()
    answer = desk.click("eva", "back-now", "asked")
    assert answer.status_code == 409
    assert "gerade mit uns im Gespräch" in answer.get_data(as_text=True)


def test_without_a_phone_of_one_s_own_it_waits_for_a_colleague(desk: PhoneDesk) -> None:
    gone(desk)
    with desk.hotline.engine.begin() as db:
        db.execute(text("UPDATE staff SET reached_by = 'browser'"))
    answer = desk.click("eva", "back-now", "asked")
    assert answer.status_code == 409
    (wait,) = Waits(desk.hotline.engine).in_status("waiting", channels=("callback",))
    assert wait["last_expert_id"] == "eva"


@pytest.mark.parametrize("what", ["finish", "hand-back"])
def test_after_the_end_comes_the_closing(desk: PhoneDesk, what: str) -> None:
    desk.talking()
    answer = desk.click("eva", what, "go_on")
    assert answer.headers["HX-Redirect"] == f"/desk/cases/{desk.case}/closing"


def test_who_was_hung_up_on_is_led_to_the_closing_by_the_bar(desk: PhoneDesk) -> None:
    caller, _ = desk.talking()
    caller.hang_up()
    desk.run(6)
    bar = desk.bar("eva")
    assert "Fall abschließen" in bar
    assert f"/desk/cases/{desk.case}/closing" in bar
