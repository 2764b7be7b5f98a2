"""A lead listens in: only where the house allows it, the caller has agreed, and both know when it begins."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.desk.coaching import Coaching
from bot.desk.side_calling import Phones
from bot.errors import DeskError, NotAllowed, NotPossible, TooLate
from bot.staff.audit import Audit
from bot.staff.person import as_person
from carrier import hears
from carrier.voice.call import Call
from carrier.voice.transcript import Joined
from tests.desk.phone_desk import ACCEPTS, PhoneDesk, phone_desk, voices, words


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[PhoneDesk]:
    with phone_desk(tmp_path, listen_in="coach") as desk:
        desk.hire("eva")
        yield desk


def lea_at_work(desk: PhoneDesk, **facts: Any) -> None:
    desk.hire("lea", **{"role": "lead", "status": "paused", **facts})
    desk.owner("lea", ACCEPTS)


def listening(desk: PhoneDesk) -> tuple[Call, Call, Call]:
    """The caller has agreed, and Lea listens."""
    caller, eva = desk.talking()
    lea_at_work(desk)
    desk.click("eva", "agree", "yes")
    assert desk.click("lea", "listen-in").status_code in (200, 303)
    desk.run(20)
    return caller, eva, desk.call("lea")


def side(desk: PhoneDesk) -> dict[str, Any]:
    return desk.rows("SELECT * FROM side_calls ORDER BY created_at DESC LIMIT 1")[0]


def coaching(desk: PhoneDesk, allowed: str = "coach") -> Coaching:
    """The service, as the leads' board uses it."""
    beside = desk.hotline.parts.experts.beside
    phones = Phones(beside.rows, beside.sides, beside.ringing)
    return Coaching(desk.hotline.engine, allowed, phones, Audit(desk.hotline.engine), desk.hotline.clock)


def refused(desk: PhoneDesk, who: str = "lea", allowed: str = "coach") -> tuple[type[DeskError], str]:
    row = desk.hotline.parts.experts.rows.experts.get(who)
    assert row
    with pytest.raises(DeskError) as why:
        coaching(desk, allowed).listen_in(desk.expert_call("eva")["id"], as_person(row))
    return type(why.value), why.value.code


def test_both_are_told_before_anybody_listens_and_only_the_expert_hears_the_coach(desk: PhoneDesk) -> None:
    caller, eva, lea = listening(desk)
    assert words(caller).endswith("eine zweite Person aus dem Team mit, wie Sie es erlaubt haben.")
    assert words(eva).endswith("Jetzt hört jemand mit. Nur Sie hören diese Person.")
    entered = next(entry.at for entry in lea.state.transcript.entries if isinstance(entry, Joined))
    assert caller.heard[-1].at < entered
    desk.say(lea, "Biete ihm den Umtausch an.")
    assert "Biete ihm den Umtausch an." in voices(eva)
    assert "Biete ihm den Umtausch an." not in voices(caller)
    desk.say(caller, "Was machen wir jetzt?")
    assert "Was machen wir jetzt?" in voices(lea)
    assert [len(desk.events(what)) for what in ("listen_in_agreed", "listen_in_begun")] == [1, 1]
    assert {"listen_in_agreed", "listen_in_asked"} <= set(desk.audited())
    assert "Lea: ist dabei" in desk.bar("eva")
    assert desk.status("lea") == "paused"


def test_it_ends_with_the_talk(desk: PhoneDesk) -> None:
    caller, _, lea = listening(desk)
    desk.click("eva", "finish")
    desk.run(8)
    assert (lea.over, side(desk)["status"]) == (True, "over")
    assert "Das Gespräch ist beendet" in words(caller)


def test_a_coach_who_goes_ends_nothing(desk: PhoneDesk) -> None:
    caller, eva, lea = listening(desk)
    lea.begin_to.begin_to_press("*")
    desk.run(5)
    desk.say(eva, "Wir sind wieder zu zweit.")
    assert "Wir sind wieder zu zweit." in voices(caller)
    assert (side(desk)["outcome"], len(desk.events("listen_in_ended"))) == ("left", 1)


def test_whoever_agreed_may_think_better_of_it_and_then_nobody_listens(desk: PhoneDesk) -> None:
    caller, eva, lea = listening(desk)
    desk.click("eva", "agree", "no")
    desk.run(4)
    assert (lea.over, caller.over, eva.over) == (True, False, False)
    assert refused(desk) == (NotPossible, "caller_not_agreed")


def test_the_expert_may_end_it(desk: PhoneDesk) -> None:
    _, eva, lea = listening(desk)
    desk.click("eva", "end-listening")
    desk.run(4)
    assert (lea.over, eva.over, side(desk)["outcome"]) == (True, False, "withdrawn")


def test_nobody_listens_without_the_caller_s_word(desk: PhoneDesk) -> None:
    desk.talking()
    lea_at_work(desk)
    assert refused(desk) == (NotPossible, "caller_not_agreed")
    assert "/call/listen-in" not in desk.bar("lea")
    desk.click("eva", "agree", "yes")
    assert "/call/listen-in" in desk.bar("lea")


def test_what_was_said_in_one_talk_is_not_said_in_the_next(desk: PhoneDesk) -> None:
    caller, _ = desk.talking()
    lea_at_work(desk)
    desk.click("eva", "agree", "yes")
    caller.hang_up()
    desk.owner("eva", hears("Annehmen mit der Eins", press="1"))
    desk.run(95)
    desk.caller()
    talks = "SELECT id FROM expert_calls WHERE status = 'talking'"
    assert desk.hotline.network.run_until(lambda: bool(desk.rows(talks)), 120)
    desk.run(5)
    assert refused(desk) == (NotPossible, "caller_not_agreed")


def test_only_leads_listen_and_never_to_themselves(desk: PhoneDesk) -> None:
    desk.talking()
    desk.hire("ida")
    desk.click("eva", "agree", "yes")
    assert refused(desk, "ida") == (NotAllowed, "role")
    with desk.hotline.engine.begin() as db:
        db.exec_driver_sql("UPDATE staff SET role = 'admin' WHERE id = 'eva'")
    assert refused(desk, "eva") == (NotPossible, "own_talk")


def test_where_the_house_does_not_allow_it_nobody_can(desk: PhoneDesk) -> None:
    desk.talking()
    lea_at_work(desk)
    desk.click("eva", "agree", "yes")
    assert refused(desk, allowed="off") == (NotPossible, "listen_in_off")


def test_the_bar_offers_nothing_where_the_house_does_not_allow_it(tmp_path: Path) -> None:
    with phone_desk(tmp_path) as desk:
        desk.hire("eva")
        desk.talking()
        assert "Mithören" not in desk.bar("eva")
        assert desk.click("eva", "agree", "yes").status_code == 409


def test_a_held_call_is_not_listened_to(desk: PhoneDesk) -> None:
    desk.talking()
    lea_at_work(desk)
    desk.click("eva", "agree", "yes")
    desk.click("eva", "hold", "look_up")
    assert refused(desk) == (NotPossible, "on_hold")


def test_where_the_carrier_cannot_tell_them_nobody_listens(desk: PhoneDesk) -> None:
    caller, eva = desk.talking()
    lea_at_work(desk)
    desk.click("eva", "agree", "yes")
    desk.hotline.network.rest_faults.refuse("participants.update", times=20)
    desk.click("lea", "listen-in")
    desk.run(20)
    lea = desk.call("lea")
    assert "Mithören geht gerade nicht." in words(lea)
    assert (lea.over, side(desk)["outcome"], desk.events("listen_in_begun")) == (True, "refused", [])
    assert voices(lea) == []
    desk.say(eva, "Weiter geht es.")
    assert "Weiter geht es." in voices(caller)


def test_who_passes_the_talk_on_does_not_pass_on_the_listener(desk: PhoneDesk) -> None:
    _, _, lea = listening(desk)
    desk.hire("ida")
    desk.owner("ida", ACCEPTS)
    desk.click("eva", "ask", "ida")
    desk.run(25)
    desk.click("eva", "leave")
    desk.run(5)
    assert lea.over
    assert desk.expert_call("ida")["status"] == "talking"


def test_a_talk_that_is_over_or_unknown_cannot_be_listened_to(desk: PhoneDesk) -> None:
    caller, _ = desk.talking()
    lea_at_work(desk)
    desk.click("eva", "agree", "yes")
    caller.hang_up()
    desk.run(6)
    assert refused(desk) == (TooLate, "call_over")


def test_a_lead_in_a_call_of_their_own_cannot_listen(desk: PhoneDesk) -> None:
    desk.talking()
    lea_at_work(desk, status="talking", status_since=desk.hotline.clock.now())
    desk.click("eva", "agree", "yes")
    assert refused(desk) == (NotPossible, "in_call")
