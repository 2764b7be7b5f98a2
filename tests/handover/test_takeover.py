"""Experts take text message threads, write in them, give them back: each deed once, whoever else tries."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.channels.outbox import opt_out
from bot.conversation.owner import Owner
from bot.handover.contact_rules import ContactRules
from bot.handover.thread_errors import AlreadyTaken, MayNotWrite, NotFree, NotYours
from bot.handover.thread_texts import MESSAGES
from tests.builders import CALLER, ScriptedRasa, said, sure
from tests.handover.at_once import at_once
from tests.handover.thread_hall import ThreadHall


@pytest.fixture
def hall(engine: Engine) -> ThreadHall:
    made = ThreadHall(engine)
    made.expert("anna")
    return made


# --- taking ---


def test_a_thread_that_was_taken_is_with_the_expert(hall: ThreadHall) -> None:
    conversation_id = hall.taken("anna")
    assert conversation_id == hall.talk.id
    assert hall.talk.owner is Owner.EXPERT
    assert (hall.wait["status"], hall.wait["last_expert_id"]) == ("talking", "anna")
    assert hall.wait["answered_at"] == hall.clock.now()
    assert hall.status("anna") == "talking"
    assert hall.events("owner_changed")[-1]["to"] == "expert"


def test_of_two_experts_at_once_one_gets_it_and_the_other_stays_free(hall: ThreadHall) -> None:
    hall.expert("ben")
    wait_id = hall.asked()
    take = hall.desk.take
    found = at_once(lambda: take(wait_id, "anna"), lambda: take(wait_id, "ben"))
    assert sorted(map(str, found)) == sorted([hall.talk.id, str(AlreadyTaken)])
    winner = "anna" if found[0] == hall.talk.id else "ben"
    loser = "ben" if winner == "anna" else "anna"
    assert (hall.wait["last_expert_id"], hall.status(winner), hall.status(loser)) == (
        winner,
        "talking",
        "free",
    )


def test_many_experts_at_once_take_one_thread_once(engine: Engine) -> None:
    hall = ThreadHall(engine)
    names = [hall.expert(f"e{number}") for number in range(8)]
    wait_id = hall.asked()
    found = at_once(*[partial(hall.desk.take, wait_id, name) for name in names])
    assert sorted(map(str, found)).count(hall.talk.id) == 1
    assert sum(hall.status(name) == "talking" for name in names) == 1


def test_the_same_click_twice_takes_it_once(hall: ThreadHall) -> None:
    wait_id = hall.asked()
    assert hall.desk.take(wait_id, "anna") == hall.desk.take(wait_id, "anna")
    assert len([event for event in hall.events("owner_changed") if event["to"] == "expert"]) == 1


@pytest.mark.parametrize("status", ["talking", "ringing", "after_call", "paused", "off"])
def test_who_is_not_free_takes_nothing(hall: ThreadHall, status: str) -> None:
    wait_id = hall.asked()
    hall.set_expert("anna", status=status)
    with pytest.raises(NotFree):
        hall.desk.take(wait_id, "anna")
    assert (hall.wait["status"], hall.talk.owner) == ("waiting", Owner.QUEUE)


def test_ops_take_no_cases(hall: ThreadHall) -> None:
    wait_id = hall.asked()
    hall.expert("olga", role="ops")
    with pytest.raises(NotFree):
        hall.desk.take(wait_id, "olga")


def test_a_caller_on_the_phone_is_not_taken_at_the_desk(hall: ThreadHall) -> None:
    wait_id = hall.asked()
    hall.waits.change(wait_id, "waiting", channel="voice")
    with pytest.raises(AlreadyTaken):
        hall.desk.take(wait_id, "anna")
    assert hall.status("anna") == "free"


def test_nothing_is_taken_of_a_thread_that_is_over(hall: ThreadHall) -> None:
    wait_id = hall.asked()
    hall.record.end(hall.talk, "said_goodbye", hall.clock.now())
    with pytest.raises(AlreadyTaken):
        hall.desk.take(wait_id, "anna")
    assert hall.status("anna") == "free"
    with pytest.raises(AlreadyTaken):
        hall.desk.take("nobody", "anna")


def test_threads_wait_in_routing_order(hall: ThreadHall) -> None:
    hall.asked()
    hall.clock.pass_s(60)
    for number, text in ((2, "ordinary"), (3, "sad")):
        hall.gate["sad"] = ("bereavement", "clear")
        hall.write(text if text == "sad" else "MITARBEITER", From=f"+49171392000{number}")
        hall.clock.pass_s(1)
    assert [row["priority"] for row in hall.desk.waiting()] == ["P1", "P3", "P3"]
    by_age = [row["entered_at"] for row in hall.desk.waiting()][1:]
    assert by_age == sorted(by_age)


def test_a_thread_is_meant_for_who_may_take_it(hall: ThreadHall) -> None:
    hall.asked()
    hall.expert("ida", languages=["en"])
    assert [len(hall.desk.waiting(name)) for name in ("anna", "ida", "nobody")] == [1, 0, 0]


# --- writing ---


def test_what_the_expert_writes_reaches_the_customer_and_the_record(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    hall.desk.send("anna", talk_id, "Guten Tag, ich kümmere mich darum.", "k1")
    hall.work()
    assert hall.said == ["Guten Tag, ich kümmere mich darum."]
    assert hall.turns()[-1] == (None, "Guten Tag, ich kümmere mich darum.", "expert")
    assert hall.events("thread_text")[-1]["staff"] == "anna"


def test_the_same_key_is_written_once(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    send = partial(hall.desk.send, "anna", talk_id, "Guten Tag", "k1")
    assert len({*at_once(*[send] * 6), send()}) == 1
    hall.work()
    hall.work()
    assert hall.said == ["Guten Tag"]


def test_a_key_counts_also_after_the_thread_has_gone_back(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    first = hall.desk.send("anna", talk_id, "Guten Tag", "k1")
    hall.desk.close("anna", talk_id)
    hall.restart()
    assert hall.desk.send("anna", talk_id, "Guten Tag", "k1") == first
    assert hall.owed().count("Guten Tag") == 1


def test_only_the_expert_whose_thread_it_is_writes_in_it(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    hall.expert("ben")
    for staff_id, where in (("ben", talk_id), ("anna", "nowhere")):
        with pytest.raises(NotYours):
            hall.desk.send(staff_id, where, "Guten Tag", "k1")
    hall.desk.hand_back("anna", talk_id, "finished")
    with pytest.raises(NotYours):
        hall.desk.send("anna", talk_id, "Guten Tag", "k2")
    assert "Guten Tag" not in hall.owed()


@pytest.mark.parametrize(("text", "reason"), [("  ", "empty"), ("x" * 1501, "too_long")])
def test_an_empty_or_endless_text_is_refused_rather_than_cut(
    hall: ThreadHall, text: str, reason: str
) -> None:
    talk_id = hall.taken()
    with pytest.raises(MayNotWrite, match=reason):
        hall.desk.send("anna", talk_id, text, "k1")


def test_who_wants_no_messages_gets_none_from_an_expert_either(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    assert "keine Textnachrichten" in hall.write("STOPP")
    with pytest.raises(MayNotWrite, match="opted_out"):
        hall.desk.send("anna", talk_id, "Guten Tag", "k1")


def test_a_wish_for_no_messages_counts_until_the_last_moment(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    hall.desk.send("anna", talk_id, "Guten Tag", "k1")
    with hall.engine.begin() as db:
        opt_out(db, CALLER, "stopp")
    hall.work()
    assert hall.said == []


def test_who_has_no_number_cannot_be_written_to(hall: ThreadHall) -> None:
    hall.write("MITARBEITER", From="MusterShop")
    talk_id = hall.desk.take(hall.wait["id"], "anna")
    with pytest.raises(MayNotWrite, match="no_number"):
        hall.desk.send("anna", talk_id, "Guten Tag", "k1")


def test_an_unsafe_customer_is_answered_and_never_written_to_otherwise(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    ContactRules(hall.engine).protect(hall.talk, hall.wait["handover_id"], hall.clock.now())
    hall.desk.send("anna", talk_id, "Ich bin da.", "k1")
    hall.work()
    assert hall.said == ["Ich bin da."]
    hall.clock.pass_s(16 * 60)
    with pytest.raises(MayNotWrite, match="unsafe"):
        hall.desk.send("anna", talk_id, "Sind Sie noch da?", "k2")
    hall.write("ja bin ich")
    hall.desk.send("anna", talk_id, "Gut.", "k3")
    hall.work()
    assert hall.said == ["Ich bin da.", "Gut."]


def test_a_customer_who_writes_at_the_same_time_costs_nobody_a_message(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    answers = [partial(hall.desk.send, "anna", talk_id, f"e{number}", f"k{number}") for number in range(5)]
    messages = [partial(hall.write, f"c{number}", f"SMat{number}") for number in range(5)]
    at_once(*answers, *messages)
    heard = sorted(words for words, _, _ in hall.turns() if words and words.startswith("c"))
    written = sorted(words for _, words, by in hall.turns() if by == "expert" and words)
    assert (heard, written) == ([f"c{n}" for n in range(5)], [f"e{n}" for n in range(5)])


# --- the bot beside the expert ---


def test_the_bot_is_silent_while_an_expert_has_the_thread(hall: ThreadHall) -> None:
    hall.taken()
    for words in ("hallo", "MITARBEITER", "wiederholen", "auf Wiederhören", "where is my parcel please"):
        assert hall.write(words) == ""
    assert hall.talk.owner is Owner.EXPERT
    assert [words for words, _, _ in hall.turns()][-2:] == ["auf Wiederhören", "where is my parcel please"]


def test_the_gate_looks_on_and_the_expert_reads_it(hall: ThreadHall) -> None:
    hall.taken()
    hall.gate["sie ist gestorben"] = ("bereavement", "clear")
    assert hall.write("sie ist gestorben") == ""
    assert [flag["code"] for flag in hall.packet["flags"]] == ["bereavement"]
    assert hall.events("flag_raised")[-1]["code"] == "bereavement"
    assert hall.packet["quotes"][-1]["words"] == "sie ist gestorben"


def test_a_p0_beside_the_expert_alerts_those_in_charge_once(hall: ThreadHall) -> None:
    hall.boss()
    hall.taken()
    hall.gate["ich will nicht mehr"] = ("crisis", "clear")
    assert hall.write("ich will nicht mehr") == ""
    hall.pass_s(30)
    hall.restart()
    hall.pass_s(30)
    assert hall.alerts == [f"Fall {hall.case}, Stufe P0: bitte sofort am Arbeitsplatz ansehen."]
    assert (hall.wait["priority"], hall.packet["routing"]["priority"]) == ("P0", "P0")


def test_an_alert_lost_with_its_process_is_made_up_for(hall: ThreadHall, monkeypatch: Any) -> None:
    hall.boss()
    hall.taken()
    hall.gate["ich will nicht mehr"] = ("crisis", "clear")
    hall.write("ich will nicht mehr")

    def dies(case: str, priority: str) -> None:
        raise KeyboardInterrupt

    alerts: Any = hall.side.watch._by.taken._alerts
    monkeypatch.setattr(alerts, "_alert", dies)
    with pytest.raises(KeyboardInterrupt):
        hall.side.watch.work()
    hall.restart()
    hall.pass_s(15)
    assert len(hall.alerts) == 1


def test_a_picture_goes_to_the_case_the_expert_has(hall: ThreadHall) -> None:
    hall.taken()
    assert hall.write("", NumMedia="1", MediaUrl0="https://carrier.example/1") == ""
    assert hall.packet["summary"]["pictures"] == ["https://carrier.example/1"]


def test_a_fault_beside_the_expert_stays_ours(hall: ThreadHall, monkeypatch: Any) -> None:
    hall.taken()

    def broken(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(hall.given.waiting, "answer", broken)
    assert hall.write("hallo") == ""
    assert hall.turns()[-1][0] == "hallo"


def test_a_repeated_message_is_noted_once(hall: ThreadHall) -> None:
    hall.taken()
    assert hall.write("hallo", "SMx") == hall.write("hallo", "SMx") == ""
    assert [words for words, _, _ in hall.turns()].count("hallo") == 1


# --- giving it back ---


def ordering(engine: Engine) -> ThreadHall:
    """A customer in the middle of an order asks for a person, and anna comes."""
    rasa = ScriptedRasa({"zwei tassen bitte": sure("order_status")})
    rasa.answers = [said("An welche Postleitzahl?", expecting="postcode", form="order_form")]
    hall = ThreadHall(engine, rasa)
    hall.expert("anna")
    hall.write("zwei tassen bitte")
    hall.taken()
    return hall


def test_the_bot_goes_on_with_the_order_and_says_that_it_is_a_machine(engine: Engine) -> None:
    hall = ordering(engine)
    hall.rasa.answers = [said("An welche Postleitzahl?", expecting="postcode"), said("Danke, Köln.")]
    assert hall.desk.hand_back("anna", hall.talk.id, "go_on")
    hall.work()
    assert hall.said == [
        "Ab hier antwortet wieder das Computerprogramm (KI) von Muster & Co. An welche Postleitzahl?"
    ]
    assert (hall.talk.owner, hall.talk.memory.expecting) == (Owner.BOT, "postcode")
    assert hall.write("50667") == "Danke, Köln."
    assert hall.rasa.asked[-1]["entities"][0]["value"] == "50667"


def test_without_the_dialogue_the_question_is_asked_as_it_was(engine: Engine) -> None:
    hall = ordering(engine)
    hall.rasa.answers = [None]
    hall.desk.hand_back("anna", hall.talk.id, "go_on")
    hall.work()
    assert hall.said[0].endswith("An welche Postleitzahl?")
    assert hall.talk.memory.expecting == "postcode"


def test_what_the_expert_has_settled_is_not_asked_for_again(engine: Engine) -> None:
    hall = ordering(engine)
    hall.rasa.answers = [said("")]
    hall.desk.hand_back("anna", hall.talk.id, "finished")
    hall.work()
    assert "Postleitzahl" not in hall.said[0]
    assert hall.talk.memory.expecting is None
    # The form is dropped in the dialogue, too.
    assert hall.rasa.asked[-1]["intent"] == "start_over"


def test_the_wait_ends_in_a_typed_way_and_the_expert_writes_it_up(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    hall.desk.hand_back("anna", talk_id, "go_on")
    assert (hall.wait["status"], hall.wait["outcome"]) == ("over", "handed_back")
    assert hall.status("anna") == "after_call"


def test_what_brought_the_expert_does_not_bring_the_next(hall: ThreadHall) -> None:
    hall.gate["sie ist gestorben"] = ("bereavement", "clear")
    hall.write("sie ist gestorben")
    talk_id = hall.desk.take(hall.wait["id"], "anna")
    hall.desk.hand_back("anna", talk_id, "finished")
    hall.rasa.intents["wie gesagt, sie ist gestorben"] = sure("greet")
    hall.gate["wie gesagt, sie ist gestorben"] = ("bereavement", "clear")
    hall.rasa.answers = [said("Gern.")]
    assert hall.write("wie gesagt, sie ist gestorben") == "Gern."
    assert hall.talk.owner is Owner.BOT


def test_our_own_question_that_led_to_the_person_is_not_asked_again(hall: ThreadHall) -> None:
    hall.gate["hm"] = ("bereavement", "hint")
    assert "Menschen" in hall.write("hm")
    hall.write("ja")
    talk_id = hall.desk.take(hall.wait["id"], "anna")
    hall.desk.hand_back("anna", talk_id, "go_on")
    assert hall.talk.memory.question is None
    hall.work()
    assert "Möchten Sie" not in hall.said[0]


def test_handed_back_twice_at_once_the_customer_is_told_once(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    back = partial(hall.desk.hand_back, "anna", talk_id, "finished")
    assert sorted(map(str, at_once(back, back))) == sorted([str(True), str(NotYours)])
    hall.work()
    assert len(hall.said) == 1


def test_who_must_not_be_written_to_hears_of_the_machine_in_its_first_answer(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    ContactRules(hall.engine).protect(hall.talk, hall.wait["handover_id"], hall.clock.now())
    assert not hall.desk.hand_back("anna", talk_id, "go_on")
    hall.work()
    assert hall.said == []
    hall.rasa.intents["hallo"] = sure("greet")
    hall.rasa.answers = [said("Hallo.")]
    assert hall.write("hallo").startswith("Hier antwortet ein Computerprogramm")


def test_after_a_heavy_thread_the_pause_is_five_minutes(hall: ThreadHall) -> None:
    hall.gate["sie ist gestorben"] = ("bereavement", "clear")
    hall.write("sie ist gestorben")
    talk_id = hall.desk.take(hall.wait["id"], "anna")
    hall.desk.close("anna", talk_id)
    row = hall.row_of("anna")
    assert (row["free_at"] - hall.clock.now(), row["heavy_last"]) == (timedelta(minutes=5), True)


# --- passing it on, and closing it ---


def test_a_break_puts_the_thread_to_the_front_of_the_queue(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    hall.clock.pass_s(60)
    hall.write("MITARBEITER", From="+491713920002")
    hall.desk.release("anna", talk_id, to_break=True)
    assert hall.desk.waiting()[0]["conversation_id"] == talk_id
    assert hall.status("anna") == "paused"
    assert hall.waits.open_of(talk_id)["first"]  # type: ignore[index]


def test_the_colleague_finds_the_note_and_the_customer_is_told(hall: ThreadHall) -> None:
    hall.expert("ben")
    talk_id = hall.taken()
    hall.desk.send("anna", talk_id, "Moment bitte.", "k1")
    hall.desk.pass_on("anna", talk_id, "Braucht Ersatz bis Freitag.", to="ben")
    hall.work()
    assert hall.said[-1].startswith("Hier antwortet Ihnen gleich jemand anderes")
    assert [(note["who"], note["words"]) for note in hall.packet["notes"]] == [
        ("anna", "Braucht Ersatz bis Freitag.")
    ]
    wait = hall.desk.waiting()[0]
    assert (wait["last_expert_id"], wait["not_experts"], wait["first"]) == ("ben", ["anna"], True)
    assert hall.desk.take(wait["id"], "ben") == talk_id
    assert hall.talk.owner is Owner.EXPERT


def test_who_has_heard_of_nobody_yet_is_not_told_of_somebody_else(hall: ThreadHall) -> None:
    hall.expert("ben")
    talk_id = hall.taken()
    hall.desk.pass_on("anna", talk_id, "Ist für Ben.")
    hall.work()
    assert hall.said == []


def test_a_note_is_kept_once_when_passing_on_is_tried_twice(hall: ThreadHall) -> None:
    hall.expert("ben")
    talk_id = hall.taken()
    pass_on = partial(hall.desk.pass_on, "anna", talk_id, "Eilt.")
    at_once(pass_on, pass_on)
    assert [note["words"] for note in hall.packet["notes"]] == ["Eilt."]


def test_a_closed_thread_is_over_and_the_next_message_begins_anew(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    hall.desk.close("anna", talk_id)
    assert (hall.talk.owner, hall.talk.closed_because) == (Owner.CLOSED, "closed_by_expert")
    assert (hall.wait["status"], hall.wait["outcome"]) == ("over", "talked")
    hall.clock.pass_s(60)
    assert hall.write("hallo").startswith("Hier antwortet ein Computerprogramm")
    assert hall.talk.id != talk_id


def test_nothing_of_a_change_of_hands_stays_when_a_part_of_it_fails(
    hall: ThreadHall, monkeypatch: Any
) -> None:
    """As if the process died in the middle: all or nothing."""
    talk_id = hall.taken()

    def dies(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.handover.thread_back.write", dies)
    with pytest.raises(KeyboardInterrupt):
        hall.desk.hand_back("anna", talk_id, "finished")
    monkeypatch.undo()
    assert (hall.talk.owner, hall.wait["status"], hall.status("anna")) == (
        Owner.EXPERT,
        "talking",
        "talking",
    )
    hall.restart()
    assert hall.desk.hand_back("anna", talk_id, "finished")
    hall.work()
    assert len(hall.said) == 1


def test_every_outgoing_message_of_a_thread_has_its_turn(hall: ThreadHall) -> None:
    talk_id = hall.taken()
    hall.desk.send("anna", talk_id, "Eins.", "k1")
    hall.desk.hand_back("anna", talk_id, "finished")
    with hall.engine.connect() as db:
        purposes = db.execute(select(MESSAGES.c.purpose).order_by(MESSAGES.c.id)).scalars().all()
    assert purposes == ["expert_reply", "thread_line"]
    assert [by for _, _, by in hall.turns()][-2:] == ["expert", "hotline"]
