"""The record keeps every turn and event as it happens, the same on both databases."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import Engine, select, text

from bot.conversation.owner import Owner
from bot.conversation.record import EVENTS, NumberTaken, Record, Repeated, StaleConversation, TurnResult
from bot.conversation.state import Heard
from tests.builders import CALLER, NOW, conversation, recorded

SECOND = "22222222-2222-4222-8222-222222222222"


def events(engine: Engine) -> list[str]:
    with engine.connect() as db:
        return list(db.scalars(select(EVENTS.c.what).order_by(EVENTS.c.id)))


def test_a_conversation_comes_back_as_it_was_written(engine: Engine) -> None:
    talk = conversation(call_sid="CA1")
    talk.memory.facts["postcode"] = {"value": "01067", "how": "spoken"}
    Record(engine).begin(talk)
    assert Record(engine).by_id(talk.id) == talk
    assert Record(engine).by_call("CA1") == talk


def test_an_unknown_call_is_none(engine: Engine) -> None:
    assert Record(engine).by_call("CA404") is None


def test_a_call_is_begun_once(engine: Engine) -> None:
    recorded(engine, call_sid="CA1")
    with pytest.raises(Repeated):
        recorded(engine, id=SECOND, call_sid="CA1")


def test_two_people_may_write_at_once(engine: Engine) -> None:
    recorded(engine, channel="sms")
    recorded(engine, id=SECOND, channel="sms", caller="+491713920002")
    assert Record(engine).by_id(SECOND)


def test_one_number_has_one_running_thread(engine: Engine) -> None:
    recorded(engine, channel="sms")
    with pytest.raises(Repeated):
        recorded(engine, id=SECOND, channel="sms")


def test_one_number_may_call_twice_at_once(engine: Engine) -> None:
    recorded(engine, call_sid="CA1")
    recorded(engine, id=SECOND, call_sid="CA2")
    assert Record(engine).by_call("CA2") != Record(engine).by_call("CA1")


def test_a_thread_that_rested_makes_room(engine: Engine) -> None:
    old = recorded(engine, channel="sms")
    fresh = conversation(id=SECOND, channel="sms", last_at=NOW + timedelta(hours=13))
    Record(engine).begin(fresh, (), NOW + timedelta(hours=1))
    assert Record(engine).running_thread(CALLER, old.called, NOW + timedelta(hours=1)) == fresh


def test_a_thread_that_is_closed_makes_room_at_once(engine: Engine) -> None:
    Record(engine).end(recorded(engine, channel="sms"), "said_goodbye", NOW)
    fresh = conversation(id=SECOND, channel="sms")
    Record(engine).begin(fresh, (), NOW - timedelta(hours=12))
    assert Record(engine).by_id(SECOND) == fresh


def test_a_running_thread_makes_no_room(engine: Engine) -> None:
    recorded(engine, channel="sms")
    with pytest.raises(Repeated):
        Record(engine).begin(conversation(id=SECOND, channel="sms"), (), NOW - timedelta(hours=12))
    assert Record(engine).by_id(SECOND) is None
    assert events(engine) == ["conversation_started"]


def test_another_message_with_the_same_number_is_told_from_a_repeat(engine: Engine) -> None:
    talk = recorded(engine, channel="sms")
    Record(engine).open_turn(talk, Heard("ja"), 1, 5, "SM1")
    with pytest.raises(NumberTaken):
        Record(engine).open_turn(talk, Heard("nein"), 1, 5, "SM2")


def test_what_belongs_to_no_conversation_can_be_noted(engine: Engine) -> None:
    Record(engine).note(NOW, "opted_out", {"word": "stopp"})
    assert events(engine) == ["opted_out"]


def test_what_was_heard_is_written_before_it_is_answered(engine: Engine) -> None:
    talk = recorded(engine)
    Record(engine).open_turn(talk, Heard("wo ist mein Paket", confidence=0.8), 1, 5)
    (turn,) = Record(engine).turns_of(talk.id)
    assert (turn["heard"], turn["speech_confidence"], turn["answer"]) == ("wo ist mein Paket", 0.8, None)


def test_a_turn_is_opened_once(engine: Engine) -> None:
    talk = recorded(engine)
    Record(engine).open_turn(talk, Heard("ja"), 1, 5)
    with pytest.raises(Repeated) as repeated:
        Record(engine).open_turn(talk, Heard("ja"), 1, 5)
    assert repeated.value.number == 1


def test_a_message_leads_to_one_turn_even_under_another_number(engine: Engine) -> None:
    talk = recorded(engine, channel="sms")
    Record(engine).open_turn(talk, Heard("ja"), 1, 5, "SM1")
    with pytest.raises(Repeated):
        Record(engine).open_turn(talk, Heard("ja"), 2, 5, "SM1")
    assert [turn["number"] for turn in Record(engine).turns_of(talk.id)] == [1]


def test_only_one_turn_holds_a_conversation(engine: Engine) -> None:
    talk = recorded(engine)
    assert Record(engine).open_turn(talk, Heard("eins"), 1, 5).held
    assert not Record(engine).open_turn(talk, Heard("zwei"), 2, 5).held
    assert not Record(engine).hold(talk.id, 5)


def test_a_hold_ends_by_itself(engine: Engine) -> None:
    talk = recorded(engine)
    Record(engine).open_turn(talk, Heard("eins"), 1, -0.01)
    assert Record(engine).hold(talk.id, 5)


def test_a_hold_ends_with_the_answer(engine: Engine) -> None:
    talk = recorded(engine)
    Record(engine).open_turn(talk, Heard("eins"), 1, 60)
    Record(engine).close_turn(talk, 1, TurnResult("gut", answer="<Response/>"), [])
    assert Record(engine).hold(talk.id, 5)


def test_the_answer_and_the_state_are_written_together(engine: Engine) -> None:
    talk = recorded(engine)
    Record(engine).open_turn(talk, Heard("eins"), 1, 60)
    talk.memory.expecting = "postcode"
    result = TurnResult("gut", intent="inform", understood={"how": "answer"}, answer="<Response/>")
    Record(engine).close_turn(talk, 1, result, [("odd", {"a": 1})])
    turn = Record(engine).turn(talk.id, 1)
    assert turn
    assert (turn["said"], turn["answer"], turn["understood"]) == ("gut", "<Response/>", {"how": "answer"})
    again = Record(engine).by_id(talk.id)
    assert again
    assert (again.memory.expecting, again.turns, again.version) == ("postcode", 1, 1)
    assert events(engine) == ["conversation_started", "odd"]


def test_an_answer_on_stale_knowledge_is_refused_and_nothing_of_it_kept(engine: Engine) -> None:
    talk = recorded(engine)
    Record(engine).open_turn(talk, Heard("eins"), 1, 60)
    stale = Record(engine).by_id(talk.id)
    assert stale
    Record(engine).close_turn(talk, 1, TurnResult("gut", answer="1"), [])
    stale.memory.expecting = "email"
    with pytest.raises(StaleConversation):
        Record(engine).close_turn(stale, 1, TurnResult("nein", answer="2"), [("lost", {})])
    turn, now = Record(engine).turn(talk.id, 1), Record(engine).by_id(talk.id)
    assert turn
    assert now
    assert (turn["answer"], now.memory.expecting, events(engine)) == ("1", None, ["conversation_started"])


def test_an_overtaken_turn_still_keeps_its_words(engine: Engine) -> None:
    talk = recorded(engine)
    Record(engine).open_turn(talk, Heard("eins"), 1, 60)
    Record(engine).close_turn_alone(talk, 1, TurnResult("gut", answer="1"), [])
    assert events(engine) == ["conversation_started", "state_overtaken"]


def test_a_call_that_ended_during_a_turn_stays_ended(engine: Engine) -> None:
    talk = recorded(engine, call_sid="CA1")
    Record(engine).open_turn(talk, Heard("eins"), 1, 60)
    Record(engine).end(talk, "caller_hung_up", NOW)
    with pytest.raises(StaleConversation):
        Record(engine).close_turn(talk, 1, TurnResult("gut", answer="1"), [])
    ended = Record(engine).by_call("CA1")
    assert ended
    assert (ended.owner, ended.closed_because, ended.closed_at) == (Owner.CLOSED, "caller_hung_up", NOW)


def test_ending_twice_keeps_the_first_reason_and_one_event(engine: Engine) -> None:
    talk = recorded(engine, call_sid="CA1")
    Record(engine).end(talk, "said_goodbye", NOW)
    Record(engine).end(talk, "caller_hung_up", NOW)
    ended = Record(engine).by_id(talk.id)
    assert ended
    assert ended.closed_because == "said_goodbye"
    assert events(engine).count("conversation_closed") == 1


def test_a_conversation_is_given_from_outside_whatever_a_running_turn_does(engine: Engine) -> None:
    record, talk = Record(engine), recorded(engine, owner=Owner.QUEUE)
    record.open_turn(talk, Heard("hallo"), 1, 5)
    assert record.give(talk.id, Owner.EXPERT, "joined", NOW)
    with pytest.raises(StaleConversation):
        record.close_turn(talk, 1, TurnResult("ja"), [])
    after = record.by_id(talk.id)
    assert after
    assert (after.owner, events(engine)[-1]) == (Owner.EXPERT, "owner_changed")


@pytest.mark.parametrize("owner", [Owner.EXPERT, Owner.CLOSED, Owner.BOT])
def test_a_conversation_is_only_given_as_the_owners_allow(engine: Engine, owner: Owner) -> None:
    record, talk = Record(engine), recorded(engine, owner=owner)
    before = events(engine)
    assert not record.give(talk.id, Owner.EXPERT, "joined", NOW)
    assert not record.give("nobody", Owner.EXPERT, "joined", NOW)
    assert events(engine) == before


def test_a_thread_rests_after_its_time(engine: Engine) -> None:
    talk = recorded(engine, channel="sms")
    find = Record(engine).running_thread
    assert find(CALLER, talk.called, NOW - timedelta(hours=12)) == talk
    assert find(CALLER, talk.called, NOW + timedelta(seconds=1)) is None


def test_a_thread_belongs_to_one_pair_of_numbers(engine: Engine) -> None:
    talk = recorded(engine, channel="sms")
    find = Record(engine).running_thread
    assert find("+491713920002", talk.called, NOW) is None
    assert find(CALLER, "+49301", NOW) is None


def test_a_phone_call_is_no_thread(engine: Engine) -> None:
    talk = recorded(engine)
    assert Record(engine).running_thread(CALLER, talk.called, NOW) is None


def test_a_closed_thread_is_not_taken_up_again(engine: Engine) -> None:
    talk = recorded(engine, channel="sms")
    Record(engine).end(talk, "said_goodbye", NOW)
    assert Record(engine).running_thread(CALLER, talk.called, NOW) is None


def test_of_two_turns_at_once_exactly_one_holds(engine: Engine) -> None:
    talk, held = recorded(engine), []

    def take(number: int) -> None:
        held.append(Record(engine).open_turn(talk, Heard("ja"), number, 60).held)

    threads = [Thread(target=take, args=(number,)) for number in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(held) == [False] * 4 + [True]
    assert len(Record(engine).turns_of(talk.id)) == 5


def test_of_the_same_turn_at_once_exactly_one_is_written(engine: Engine) -> None:
    talk, outcomes = recorded(engine), []

    def take() -> None:
        try:
            Record(engine).open_turn(talk, Heard("ja"), 1, 60)
            outcomes.append("new")
        except Repeated:
            outcomes.append("repeat")

    threads = [Thread(target=take) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["new"] + ["repeat"] * 4


@pytest.mark.parametrize(
    "words", ["Robert'); DROP TABLE turns;--", "<Say>&amp;]]></Say>", "Ä€😀 \t", "x" * 10_000]
)
def test_any_words_are_kept_as_they_came(engine: Engine, words: str) -> None:
    talk = recorded(engine)
    Record(engine).open_turn(talk, Heard(words), 1, 5)
    turn = Record(engine).turn(talk.id, 1)
    assert turn
    assert turn["heard"] == words


def test_many_keys_do_not_break_the_record(engine: Engine) -> None:
    talk = recorded(engine)
    Record(engine).open_turn(talk, Heard(keys="1" * 500), 1, 5)
    turn = Record(engine).turn(talk.id, 1)
    assert turn
    assert turn["keyed"] == "1" * 64


def test_moments_are_stored_in_utc_and_come_back_aware(engine: Engine) -> None:
    talk = recorded(engine)
    with engine.connect() as db:
        raw = str(db.execute(text("SELECT started_at FROM conversations")).scalar())
    assert raw.startswith("2026-11-23 09:00")
    again = Record(engine).by_id(talk.id)
    assert again
    assert again.started_at == NOW
