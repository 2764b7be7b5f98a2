"""How a case is closed: once, by whom it may, with everything that follows from it."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.desk.closings import Closing
from bot.desk.dispositions import DISPOSITIONS, PROMISING
from bot.errors import NotAllowed, NotPossible, NotThere, TooLate
from bot.handover.contact_rules import RULES, ContactRules
from bot.handover.outbound_facts import HOLDS, on_hold
from tests.builders import NOW
from tests.desk.closing_hall import SOON, ClosingHall
from tests.handover.at_once import at_once
from tests.handover.recall import CUSTOMER, START, Recall


@pytest.fixture
def hall(sqlite: Engine) -> ClosingHall:
    hall = ClosingHall(sqlite)
    hall.expert("eva")
    return hall


def test_one_word_closes_the_case(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva")
    wait = hall.talked()
    done = hall.close(wait, bot_should=False, reason_right=True, had_to_repeat=False)
    assert (done.status, done.new, hall.case_of(wait)["status"]) == ("closed", True, "closed")
    (row,) = hall.closed
    assert (row["staff_id"], row["disposition"], row["wait_id"]) == ("eva", "resolved", wait)
    assert (row["bot_should"], row["reason_right"], row["had_to_repeat"]) == (False, True, False)
    assert hall.trail == [("eva", "case_closed", f"case:{row['handover_id']}")]


def test_what_they_say_of_the_bots_work_reaches_those_who_tune_it(hall: ClosingHall) -> None:
    wait = hall.talked(reason="legal_press")
    hall.close(wait, "legal_case", bot_should=True, reason_right=False, had_to_repeat=True)
    assert hall.labels == {
        "bot_should": ("yes", "legal_press"),
        "reason": ("wrong", "legal_press"),
        "repeat": ("yes", "legal_press"),
    }


def test_what_nobody_said_is_no_label(hall: ClosingHall) -> None:
    hall.close(hall.talked(), had_to_repeat=False)
    assert hall.labels == {"repeat": ("no", "asked_for_person")}


@pytest.mark.parametrize("disposition", [one for one in DISPOSITIONS if one not in PROMISING])
def test_every_ending_can_be_written_down(hall: ClosingHall, disposition: str) -> None:
    assert hall.close(hall.talked(), disposition).disposition == disposition


def test_no_ending_of_ones_own_making(hall: ClosingHall) -> None:
    with pytest.raises(NotPossible, match="disposition"):
        hall.close(hall.talked(), "fine")


def test_a_second_click_closes_nothing_twice(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva")
    wait = hall.talked()
    first = hall.close(wait, "callback_scheduled", follow_up=hall.promising())
    again = hall.close(wait, "callback_scheduled", follow_up=hall.promising())
    assert (again.id, again.new) == (first.id, False)
    assert (len(hall.owed), len(hall.closed), len(hall.told("case_closed"))) == (1, 1, 1)


# --- what is promised ---


def test_a_promised_call_back_is_owed_by_the_expert_who_gave_their_word(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva")
    wait = hall.talked()
    assert hall.close(wait, "callback_scheduled", follow_up=hall.promising()).status == "promised"
    (owed,) = hall.owed
    assert (owed["kind"], owed["owner"], owed["outcome"]) == ("callback", "eva", "open")
    assert (owed["due_from"], owed["due_by"]) == (SOON.start, SOON.end)
    assert owed["phone"] == hall.talk(wait).caller
    assert hall.closed[0]["promise_id"] == owed["id"]
    packet = hall.case_of(wait)["packet"]
    assert (packet["promised"][-1]["what"], packet["permissions"]["callback"]) == ("callback", owed["phone"])
    assert hall.told("promised")[0]["staff"] == "eva"


def test_an_answer_may_be_promised_too(hall: ClosingHall) -> None:
    wait = hall.talked()
    hall.close(wait, "followup_promised", follow_up=hall.promising("answer"))
    assert (hall.owed[0]["kind"], hall.case_of(wait)["status"]) == ("answer", "promised")


def test_who_promises_must_say_when(hall: ClosingHall) -> None:
    with pytest.raises(NotPossible, match="promise_when"):
        hall.close(hall.talked(), "followup_promised")


def test_only_a_call_is_a_call_back(hall: ClosingHall) -> None:
    with pytest.raises(NotPossible, match="promise_kind"):
        hall.close(hall.talked(), "callback_scheduled", follow_up=hall.promising("answer"))


def test_what_cannot_be_kept_is_not_promised_and_nothing_is_closed(hall: ClosingHall) -> None:
    wait = hall.talked()
    with pytest.raises(NotPossible, match="callback_not_callable"):
        hall.close(wait, "callback_scheduled", follow_up=hall.promising(phone="+499001234567"))
    assert (hall.owed, hall.closed, hall.case_of(wait)["status"]) == ([], [], "open")


def test_a_case_with_an_open_promise_is_not_over(hall: ClosingHall) -> None:
    wait = hall.talked()
    hall.close(wait, "followup_promised", follow_up=hall.promising("answer"))
    hall.lead()
    assert hall.close(wait, "resolved", by="mira").status == "promised"


def test_who_is_in_danger_is_called_only_as_they_set_it(hall: ClosingHall) -> None:
    wait = hall.talked()
    rules = ContactRules(hall.engine)
    rules.protect(hall.talk(wait), hall.case_of(wait)["id"], hall.clock.now())
    for follow_up in (hall.promising("answer"), hall.promising(phone=CUSTOMER)):
        with pytest.raises(NotPossible, match="contact_rule"):
            hall.close(wait, "followup_promised", follow_up=follow_up)
    agreed = hall.promising(phone=CUSTOMER, set_by_customer=True)
    hall.close(wait, "callback_scheduled", follow_up=agreed)
    (rule,) = hall.all_of(RULES)
    assert (rule["callback"]["phone"], rule["ended_at"]) == (CUSTOMER, None)
    with hall.engine.connect() as db:
        assert rules.may_call(db, CUSTOMER, hall.talk(wait).id, SOON.start)
        assert not rules.may_call(db, CUSTOMER, hall.talk(wait).id, SOON.end + timedelta(minutes=1))


def test_the_rule_ends_only_when_the_expert_says_so(hall: ClosingHall) -> None:
    wait = hall.talked()
    ContactRules(hall.engine).protect(hall.talk(wait), hall.case_of(wait)["id"], hall.clock.now())
    hall.close(wait)
    assert hall.all_of(RULES)[0]["ended_at"] is None
    hall.lead()
    hall.close(wait, by="mira", contact_as_usual=True)
    assert hall.all_of(RULES)[0]["ended_at"] == hall.clock.now()


def test_the_promise_is_kept_by_the_one_who_gave_it(engine: Engine) -> None:
    hall = Recall(engine)
    hall.expert("anna")
    hall.expert("eva", status_since=NOW - timedelta(hours=5))
    promise = hall.promise()
    with engine.begin() as db:
        db.exec_driver_sql("UPDATE promises SET owner = 'anna'")
    hall.at(START)
    assert (hall.row(promise)["owner"], hall.who_rings()) == ("anna", ["anna"])


# --- calls nobody should get any more ---


def test_after_the_worst_moment_nobody_calls_that_number(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva")
    wait = hall.talked()
    hall.close(wait, "callback_scheduled", follow_up=hall.promising())
    hall.lead()
    assert hall.close(wait, "callee_distress", by="mira").status == "callee_distress"
    assert [row["outcome"] for row in hall.owed] == ["cancelled"]
    phone = hall.talk(wait).caller or ""
    with engine.connect() as db:
        assert on_hold(db, phone, hall.clock.now() + timedelta(days=29))
        assert not on_hold(db, phone, hall.clock.now() + timedelta(days=31))
    assert hall.all_of(HOLDS)[0]["phone"] == phone


def test_a_wrong_number_is_not_called_again(hall: ClosingHall) -> None:
    wait = hall.talked()
    hall.close(wait, "callback_scheduled", follow_up=hall.promising())
    hall.lead()
    assert hall.close(wait, "wrong_number", by="mira").status == "closed"
    assert (hall.owed[0]["outcome"], hall.all_of(HOLDS)) == ("cancelled", [])


# --- who may ---


def test_only_who_had_it_closes_it(hall: ClosingHall) -> None:
    wait = hall.talked()
    hall.expert("jonas")
    with pytest.raises(NotAllowed, match="not_your_case"):
        hall.close(wait, by="jonas")


def test_a_wait_of_another_case_closes_nothing(hall: ClosingHall) -> None:
    wait, other = hall.talked(), hall.caller("2")
    case_id = hall.wait(other)["handover_id"]
    hall.lead()
    with pytest.raises(NotAllowed):
        hall.closings.close(case_id, wait, hall.person("mira"), Closing("resolved"))


def test_there_must_be_such_a_case(hall: ClosingHall) -> None:
    with pytest.raises(NotThere):
        hall.closings.close("no-such-case", "", hall.person("eva"), Closing("resolved"))


def test_a_lead_reopens_a_closed_case_once(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva")
    hall.lead()
    wait = hall.talked()
    hall.close(wait)
    case = hall.case_of(wait)["id"]
    with pytest.raises(NotAllowed):
        hall.closings.reopen(case, hall.person("eva"))
    hall.closings.reopen(case, hall.person("mira"))
    assert hall.case_of(wait)["status"] == "open"
    with pytest.raises(TooLate):
        hall.closings.reopen(case, hall.person("mira"))
    assert [what for _, what, _ in hall.trail] == ["case_closed", "case_reopened"]


def test_what_was_said_can_be_put_right_once_for_every_look_at_it(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva")
    wait = hall.talked()
    first = hall.close(wait, "callback_scheduled", follow_up=hall.promising())
    seen = (first.id, hall.clock.now())
    hall.clock.pass_s(5)
    assert hall.close(wait, "resolved", replaces=seen).status == "closed"
    assert [row["disposition"] for row in hall.closed] == ["resolved"]
    assert hall.owed[0]["outcome"] == "cancelled"
    hall.clock.pass_s(5)
    with pytest.raises(TooLate):
        hall.close(wait, "abandoned", replaces=seen)


# --- what the expert does next ---


def test_closed_and_available(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva")
    wait = hall.talked()
    assert hall.status("eva") == "after_call"
    assert hall.close(wait, available=True).free
    assert hall.status("eva") == "free"


def test_closed_and_still_resting(hall: ClosingHall) -> None:
    hall.close(hall.talked())
    assert hall.status("eva") == "after_call"


def test_after_a_heavy_case_the_pause_goes_on(hall: ClosingHall) -> None:
    wait = hall.talked(priority="P1")
    assert not hall.close(wait, available=True).free
    assert hall.status("eva") == "after_call"


def test_an_older_light_case_does_not_end_the_pause_either(hall: ClosingHall) -> None:
    light = hall.talked()
    hall.pass_s(95)
    heavy = hall.talked(name="2", priority="P0")
    assert not hall.close(light, available=True).free
    assert (hall.status("eva"), hall.wait(heavy)["priority"]) == ("after_call", "P0")


def test_two_clicks_at_the_same_moment_close_once_and_promise_once(engine: Engine) -> None:
    hall = ClosingHall(engine)
    hall.expert("eva")
    wait = hall.talked()
    promised = {"follow_up": hall.promising()}
    done = at_once(*[lambda: hall.close(wait, "callback_scheduled", **promised)] * 5)
    assert sorted(one.new for one in done) == [False] * 4 + [True]
    assert (len(hall.owed), len(hall.closed)) == (1, 1)


def test_pictures_that_come_after_it_was_closed_open_it_again(hall: ClosingHall) -> None:
    wait = hall.talked()
    hall.close(wait)
    with hall.engine.begin() as db:
        db.exec_driver_sql("UPDATE handovers SET kind = 'defect'")
    hall.cases.keep_pictures(hall.talk(wait), ("https://pictures.example/1",), hall.clock.now())
    assert hall.case_of(wait)["status"] == "open"
