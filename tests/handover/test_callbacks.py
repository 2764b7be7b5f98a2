"""A promised call back from beginning to end: expert first, then the customer, and never a nuisance."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.conversation.owner import Owner
from bot.errors import CallRefused, CarrierUnavailable
from tests.builders import NOW
from tests.handover.recall import CUSTOMER, END, OWN_NUMBER, START, Recall

MINUTE = timedelta(minutes=1)


@pytest.fixture
def hall(sqlite: Engine) -> Recall:
    hall = Recall(sqlite)
    hall.expert("eva")
    return hall


def test_an_expert_is_rung_first_and_only_then_the_customer(engine: Engine) -> None:
    hall = Recall(engine)
    hall.expert("eva")
    hall.promise()
    hall.at(START)
    assert (hall.who_rings(), hall.rung_customers()) == (["eva"], 0)
    assert hall.expert_in_room() == "Ich rufe jetzt an. Bitte bleiben Sie dran."
    assert (hall.rung_customers(), hall.carrier.rung[-1][0]) == (1, CUSTOMER)
    (dial,) = hall.dials()
    assert (dial["refused"], dial["benefit"]) == (None, "gewünschter Rückruf zu Ihrer Bestellung")


def test_nobody_is_rung_before_the_window(hall: Recall) -> None:
    hall.promise()
    hall.at(START - MINUTE)
    assert (hall.who_rings(), hall.waits_of()) == ([], [])


def test_the_old_place_in_the_queue_is_kept(hall: Recall) -> None:
    hall.promise(place={"skill": "care", "priority": "P2"})
    hall.at(START)
    row = hall.line_up()
    assert (row["entered_at"], row["priority"], row["channel"]) == (NOW, "P2", "callback")


def test_two_processes_line_a_customer_up_once(hall: Recall) -> None:
    hall.promise()
    hall.at(START)
    hall.restart()
    hall.look()
    assert (len(hall.waits_of()), hall.who_rings()) == (1, ["eva"])


def test_company_computer_and_reason_come_first_then_whether_it_suits(hall: Recall) -> None:
    hall.promise()
    first = hall.answered()
    assert hall.said() == [
        "Guten Tag, hier spricht ein Computerprogramm, eine KI, von Muster & Co.: "
        "Sie hatten um Rückruf zu Ihrer Bestellung gebeten. Passt es gerade?"
    ]
    assert "<Gather" in first
    assert "ai_disclosed" in hall.events_of(hall.leg_id)


@pytest.mark.parametrize("yes", [{"SpeechResult": "ja, passt"}, {"Digits": "1"}])
def test_a_yes_leads_into_the_room_of_the_expert(hall: Recall, yes: dict[str, str]) -> None:
    promise = hall.promise()
    hall.answered()
    answer = hall.post("/turn?n=1", hall.leg_id, **yes)
    assert f"/twilio/voice/join?c={hall.leg_id}" in answer
    room = hall.web.post(f"/twilio/voice/join?c={hall.leg_id}").get_data(as_text=True)
    assert "<Conference" in room
    row = hall.line_up()
    assert (row["status"], row["channel"], row["last_expert_id"]) == ("talking", "voice", "eva")
    assert (hall.row(promise)["outcome"], hall.row(promise)["attempts"]) == ("kept", 1)
    talk = hall.record.by_id(hall.leg_id)
    assert talk is not None
    assert talk.owner is Owner.EXPERT


def test_after_the_talk_both_go_their_ways(hall: Recall) -> None:
    hall.promise()
    hall.answered()
    hall.says("ja")
    hall.web.post(f"/twilio/voice/join?c={hall.leg_id}")
    hall.ends("completed")
    hall.pass_s(5)
    (wait,) = hall.waits_of()
    assert (wait["outcome"], hall.status("eva")) == ("talked", "after_call")


def test_the_next_expert_serves_a_customer_who_said_yes_to_an_empty_room(hall: Recall) -> None:
    hall.expert("ben")
    hall.promise()
    leg = hall.dialled()
    (first,) = hall.who_rings()
    hall.line.put_down(hall.ringing(hall.line_up()["id"]) or "")
    hall.post("", leg)
    answer = hall.says("ja")
    assert "ich hole jemanden für Sie" in answer
    assert "/twilio/voice/turn?" in answer
    hall.pass_s(3)
    (second,) = hall.who_rings()
    assert (first != second, hall.line_up()["first"]) == (True, True)
    assert hall.rung_customers() == 1


def test_a_no_frees_the_expert_and_gets_another_time_in_one_turn(hall: Recall) -> None:
    first = hall.promise()
    hall.answered()
    offer = hall.says("nein, gerade nicht")
    assert "Passt es am" in offer
    assert hall.status("eva") == "free"
    assert hall.carrier.told[-1][1].startswith("Es passt gerade nicht.")
    last = hall.says("ja", 2)
    assert "<Hangup" in last
    (owed,) = hall.promises.open()
    assert (hall.row(first)["outcome"], owed["phone"], owed["attempts"]) == ("kept", CUSTOMER, 0)
    assert owed["due_from"] >= START + timedelta(minutes=30)
    hall.ends("completed")
    hall.pass_s(3)
    assert hall.waits_of()[-1]["status"] == "over"


def test_the_other_time_may_be_named_at_once(hall: Recall) -> None:
    hall.promise()
    hall.answered()
    hall.says("Rufen Sie mich bitte morgen um drei an")
    hall.says("ja", 2)
    (owed,) = hall.promises.open()
    assert owed["due_from"] == datetime(2026, 11, 24, 15, tzinfo=NOW.tzinfo)


def test_without_a_yes_to_the_other_time_nobody_calls(hall: Recall) -> None:
    hall.promise()
    hall.answered()
    hall.says("nein")
    assert "rufen nicht noch einmal an" in hall.says("nein", 2)
    assert (hall.promises.open(), hall.case()["status"]) == ([], "open")


@pytest.mark.parametrize(
    "words",
    ["Nein, die Leitung muss frei bleiben", "mein Vater liegt im Sterben", "mein Mann ist von uns gegangen"],
)
def test_at_the_worst_moment_we_are_gone_at_once_and_for_thirty_days(hall: Recall, words: str) -> None:
    promise, other = hall.promise(), hall.promise("2", window=(START + 60 * MINUTE, END + 60 * MINUTE))
    hall.answered()
    answer = hall.says(words)
    assert "Das tut mir leid. Ich störe nicht weiter. Alles Gute." in answer
    assert ("<Gather" in answer, "<Hangup" in answer, "?" in hall.said()[-1]) == (False, True, False)
    assert len(hall.said()[-1].split()) <= 15
    assert [hall.row(one)["outcome"] for one in (promise, other)] == ["cancelled", "cancelled"]
    assert (hall.status("eva"), hall.promises.open()) == ("free", [])
    for days, refused in ((29, "on_hold"), (31, None)):
        later = START + timedelta(days=days)
        again = hall.promise(str(days), window=(later, later + 120 * MINUTE))
        reason = hall.back.watch._due.may_ring(hall.promises.get(again), later)  # type: ignore[arg-type]
        assert reason == refused


def test_the_case_says_why_nobody_must_call(hall: Recall) -> None:
    hall.promise()
    hall.answered()
    hall.says("mein Vater liegt im Sterben")
    assert hall.case()["status"] == "callee_distress"
    assert hall.case()["packet"]["summary"]["notes"][-1]["words"] == "callee_distress"


def test_who_is_in_danger_is_put_through_and_never_hung_up_on(hall: Recall) -> None:
    hall.promise()
    hall.answered()
    answer = hall.says("ich will nicht mehr")
    assert ("/twilio/voice/join?" in answer, "<Hangup" in answer) == (True, False)
    assert hall.line_up()["priority"] == "P0"


def test_who_may_be_overheard_is_left_in_peace_without_a_word(hall: Recall) -> None:
    hall.promise()
    hall.answered()
    hall.says("er darf das nicht hören")
    assert (hall.promises.open(), "stimmt" in hall.said()[-1]) == ([], False)
    with hall.engine.connect() as db:
        assert not hall.back.dialler._rules._contact.may_call(db, CUSTOMER, None, hall.clock.now())


@pytest.mark.parametrize(
    ("status", "minutes", "told"),
    [
        ("busy", 5, "Dort ist besetzt."),
        ("no-answer", 30, "Niemand hat abgenommen."),
        ("failed", 5, "Der Anruf"),
    ],
)
def test_who_is_not_reached_is_called_again_later(hall: Recall, status: str, minutes: int, told: str) -> None:
    promise = hall.promise()
    hall.dialled()
    hall.ends(status)
    assert hall.row(promise)["next_try_at"] == START + minutes * MINUTE
    assert hall.carrier.told[-1][1].startswith(told)
    assert hall.status("eva") == "free"
    hall.at(START + (minutes - 1) * MINUTE)
    assert hall.who_rings() == []
    hall.at(START + minutes * MINUTE)
    assert hall.who_rings() == ["eva"]


def test_three_times_at_most_then_the_case_stays_open_and_the_promise_is_settled(hall: Recall) -> None:
    promise = hall.promise()
    moments = [START, START + 30 * MINUTE, START + timedelta(days=1)]
    for moment in moments:
        hall.dialled(moment)
        hall.ends("no-answer")
    assert (hall.row(promise)["outcome"], hall.case()["status"]) == ("unreached", "open")
    for days in (2, 3):
        hall.at(START + timedelta(days=days))
    assert (hall.rung_customers(), hall.who_rings()) == (3, [])


def test_only_who_wanted_texts_gets_one_after_the_last_try(hall: Recall) -> None:
    promise = hall.promise(channel="sms")
    for moment in (START, START + 5 * MINUTE, START + 35 * MINUTE):
        hall.dialled(moment)
        hall.ends("busy")
    assert hall.row(promise)["outcome"] == "unreached"
    ((to, body, purpose, _),) = hall.texts
    assert (to, purpose) == (CUSTOMER, "callback_unreached")
    assert "Bestellung" not in body
    assert hall.case()["case_number"] in body


def test_a_caller_who_never_wrote_gets_no_text(hall: Recall) -> None:
    hall.promise()
    for moment in (START, START + 5 * MINUTE, START + 35 * MINUTE):
        hall.dialled(moment)
        hall.ends("busy")
    assert hall.texts == []


def test_a_machine_gets_one_message_without_content_and_no_second(hall: Recall) -> None:
    hall.promise()
    hall.answered()
    hall.post("/machine", hall.leg_id, AnsweredBy="machine_end_beep")
    sid, message = hall.carrier.told[-1]
    talk = hall.record.by_id(hall.leg_id)
    assert talk is not None
    assert (sid, talk.closed_because) == (talk.call_sid, "mailbox")
    assert "Ihrem gewünschten Rückruf" in message
    assert "Bestellung" not in message
    assert hall.said()[-1] == message
    hall.answered(START + 30 * MINUTE)
    hall.post("/machine", hall.leg_id, AnsweredBy="machine_end_beep")
    assert [text for _, text in hall.carrier.told].count(message) == 1
    talk = hall.record.by_id(hall.leg_id)
    assert talk is not None
    assert talk.call_sid in hall.carrier.hung_up


def test_a_person_is_not_taken_for_a_machine(hall: Recall) -> None:
    hall.promise()
    hall.answered()
    for finding in ("human", "unknown"):
        hall.post("/machine", hall.leg_id, AnsweredBy=finding)
    assert hall.line_up()["status"] == "ringing"


def test_a_machine_noticed_after_the_yes_changes_nothing(hall: Recall) -> None:
    hall.promise()
    hall.answered()
    hall.says("ja")
    hall.post("/machine", hall.leg_id, AnsweredBy="machine_start")
    assert hall.carrier.told == []


def test_silence_twice_is_a_mailbox(hall: Recall) -> None:
    hall.promise()
    hall.answered()
    assert "Sagen Sie ja oder nein" in hall.says("")
    assert "Ihrem gewünschten Rückruf" in hall.says("", 2)
    hall.ends("completed")
    assert hall.row(1)["outcome"] == "open"


def test_an_announcement_is_a_mailbox(hall: Recall) -> None:
    hall.promise()
    hall.answered()
    assert "Ihrem gewünschten Rückruf" in hall.says("Guten Tag, Sie sind mit der Mailbox von Klein verbunden")
    assert hall.row(1)["next_try_at"] == START + 30 * MINUTE


def test_who_asks_what_it_is_about_is_told_once_and_then_put_through(hall: Recall) -> None:
    hall.promise()
    hall.answered()
    assert "Ein Mensch von Muster" in hall.says("worum geht es denn")
    assert "/twilio/voice/join?" in hall.says("und wer sind Sie", 2)


@pytest.mark.parametrize(
    ("words", "outcome", "note"),
    [
        ("Sie haben sich verwählt", "cancelled", "wrong_number"),
        ("Rufen Sie nie wieder an", "cancelled", "never"),
        ("Meine Frau ist gerade nicht da", "open", "not_there"),
    ],
)
def test_the_wrong_person_and_the_unwilling_are_left_alone(
    hall: Recall, words: str, outcome: str, note: str
) -> None:
    promise = hall.promise()
    hall.answered()
    assert "<Hangup" in hall.says(words)
    assert hall.row(promise)["outcome"] == outcome
    assert hall.case()["packet"]["summary"]["notes"][-1]["words"] == note
    assert hall.status("eva") == "free"


def test_who_puts_the_phone_down_is_left_alone_until_the_next_day(hall: Recall) -> None:
    promise = hall.promise()
    hall.answered()
    hall.ends("completed")
    assert hall.row(promise)["next_try_at"] == START + timedelta(days=1)


def test_a_repeated_request_gets_the_same_answer_and_is_carried_out_once(hall: Recall) -> None:
    hall.promise()
    first = hall.answered()
    assert hall.post("", hall.leg_id) == first
    no = hall.says("nein")
    assert hall.says("nein") == no
    assert len(hall.said()) == 2


def test_a_carrier_that_takes_no_calls_counts_as_no_try(hall: Recall) -> None:
    promise = hall.promise()
    hall.at(START)
    x = hall.ringing(hall.line_up()["id"])
    assert x
    hall.line.picked_up(x, "CA1")
    hall.line.key(x, "1", 0)
    hall.carrier.fault = CarrierUnavailable("503")
    assert hall.line.join(x).then == "room"
    hall.pass_s(10)
    assert hall.rung_customers() == 0
    hall.carrier.fault = None
    hall.pass_s(5)
    assert (hall.rung_customers(), hall.row(promise)["attempts"]) == (1, 1)


def test_a_carrier_that_stays_away_frees_the_expert(hall: Recall) -> None:
    promise = hall.promise()
    hall.at(START)
    x = hall.ringing(hall.line_up()["id"])
    assert x
    hall.line.picked_up(x, "CA1")
    hall.line.key(x, "1", 0)
    hall.carrier.fault = CarrierUnavailable("503")
    hall.line.join(x)
    hall.pass_s(30)
    assert (hall.status("eva"), hall.row(promise)["attempts"]) == ("free", 0)
    assert hall.row(promise)["next_try_at"] is not None


def test_a_number_that_cannot_be_called_is_settled(hall: Recall) -> None:
    promise = hall.promise()
    hall.at(START)
    x = hall.ringing(hall.line_up()["id"])
    assert x
    hall.line.picked_up(x, "CA1")
    hall.line.key(x, "1", 0)
    hall.carrier.fault = CallRefused("21214")
    step = hall.line.join(x)
    assert (step.then, hall.row(promise)["outcome"]) == ("end", "unreached")


def test_a_customer_who_calls_us_meanwhile_is_not_called(hall: Recall) -> None:
    hall.promise()
    hall.at(START)
    x = hall.ringing(hall.line_up()["id"])
    assert x
    from tests.builders import conversation

    talk = conversation(id="9" * 36, caller=CUSTOMER, call_sid="CAIN", last_at=hall.clock.now())
    hall.record.begin(talk)
    hall.line.picked_up(x, "CA1")
    hall.line.key(x, "1", 0)
    step = hall.line.join(x)
    assert "nicht erlaubt" in step.sentences[0].text
    assert (hall.rung_customers(), hall.dials()[-1]["refused"]) == (0, "on_the_line")
    assert hall.status("eva") == "free"


@pytest.mark.parametrize("news", ["nothing", "over"])
def test_a_call_nobody_reports_on_does_not_keep_the_expert_for_ever(hall: Recall, news: str) -> None:
    hall.promise()
    leg = hall.dialled()
    talk = hall.record.by_id(leg)
    assert talk is not None
    if news == "over":
        hall.carrier.over.add(talk.call_sid or "")
    hall.pass_s(90)
    assert (hall.status("eva"), hall.waits_of()[-1]["status"]) == ("free", "over")


def test_when_the_window_closes_nobody_is_rung_any_more(hall: Recall) -> None:
    hall.set_expert("eva", status="paused")
    hall.promise()
    hall.at(START)
    assert hall.line_up()["status"] == "waiting"
    hall.set_expert("eva", status="free")
    hall.at(END - timedelta(seconds=20))
    assert (hall.who_rings(), hall.waits_of()[-1]["status"]) == ([], "over")


def test_a_restart_in_the_middle_goes_on(hall: Recall) -> None:
    hall.promise()
    leg = hall.dialled()
    hall.restart()
    hall.look()
    hall.post("", leg)
    hall.restart()
    assert "/twilio/voice/join?" in hall.says("ja")
    assert hall.rung_customers() == 1


def test_whoever_must_not_be_found_out_is_told_no_reason_and_gets_no_message(hall: Recall) -> None:
    hall.promise()
    talk = hall.record.by_id("00000001-2222-4222-8222-222222222222")
    assert talk is not None
    contact = hall.back.dialler._rules._contact
    contact.protect(talk, hall.case()["id"], NOW)
    contact.allow(talk, CUSTOMER, START, END)
    hall.answered()
    assert "Rückruf" not in hall.said()[0]
    assert "Sagen Sie ja oder nein" in hall.says("")
    silent = hall.says("", 2)
    assert "<Say" not in silent


def test_an_expert_who_has_just_talked_is_not_rung_for_a_call_back(hall: Recall) -> None:
    hall.promise()
    ended = START - timedelta(seconds=200)
    hall.set_expert("eva", last_case_at=ended, status_since=ended + timedelta(seconds=90))
    hall.at(START)
    assert hall.who_rings() == []
    hall.at(ended + timedelta(seconds=300))
    assert hall.who_rings() == ["eva"]


@pytest.mark.parametrize(("called", "shown"), [("+43720880", "+43720880"), ("+41440000", OWN_NUMBER)])
def test_the_call_s_record_names_the_number_they_know_if_it_is_still_ours(
    sqlite: Engine, called: str, shown: str
) -> None:
    hall = Recall(sqlite, more_numbers=("+43720880",))
    hall.expert("eva")
    hall.promise(called=called)
    leg = hall.record.by_id(hall.dialled())
    assert leg
    assert leg.called == shown
