"""A turn runs once, however often and however simultaneously it is asked for."""

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import Any

from sqlalchemy import Engine, select

from bot.channels.run_turn import Incoming
from bot.conversation.record import CONVERSATIONS, Record
from bot.conversation.state import Conversation, Heard, Reply
from bot.understanding.rasa_client import DialogueAnswer
from tests.builders import ScriptedRasa, recorded, runner_on, said, services, sure

ORDER = {"wo ist mein paket": sure("order_status"), "und die rechnung": sure("invoice_copy")}


def render(talk: Conversation, reply: Reply) -> str:
    """The answer with the number of the next turn, as a webhook's action carries it."""
    return f"{talk.turns}: {reply.text()}"


class Slow(ScriptedRasa):
    """Rasa that answers when it is told to."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.asked_once, self.go_on = Event(), Event()

    def turn(self, message: dict[str, Any], timeout_s: float) -> DialogueAnswer:
        self.asked_once.set()
        assert self.go_on.wait(5)
        return super().turn(message, timeout_s)


def in_thread(deed: Callable[[], str], answers: list[str]) -> Thread:
    """Run beside the test; the answer lands in the list."""
    thread = Thread(target=lambda: answers.append(deed()))
    thread.start()
    return thread


def test_a_repeat_gets_the_same_answer_and_the_turn_runs_once(engine: Engine) -> None:
    rasa, talk = ScriptedRasa(ORDER, [said("Es kommt morgen.", "date")] * 2), recorded(engine)
    runner, asked = runner_on(engine, services(rasa)), Incoming(Heard("wo ist mein paket"), 1)
    first = runner.run(talk, asked, render)
    again = Record(engine).by_id(talk.id)
    assert again
    assert runner.run(again, asked, render) == first
    assert len(rasa.asked) == 1


def test_a_repeat_gets_its_own_answer_even_after_later_turns(engine: Engine) -> None:
    rasa, talk = ScriptedRasa(ORDER, [said("Erstens."), said("Zweitens.")]), recorded(engine)
    runner = runner_on(engine, services(rasa))
    first = runner.run(talk, Incoming(Heard("wo ist mein paket"), 1), render)
    for heard, number in (("und die rechnung", 2), ("wo ist mein paket", 1)):
        fresh = Record(engine).by_id(talk.id)
        assert fresh
        last = runner.run(fresh, Incoming(Heard(heard), number), render)
    assert last == first
    assert len(rasa.asked) == 2


def test_a_repeat_that_comes_during_the_turn_waits_for_its_answer(engine: Engine) -> None:
    rasa, talk = Slow(ORDER, [said("Es kommt morgen.", "date")] * 2), recorded(engine)
    runner, asked = runner_on(engine, services(rasa)), Incoming(Heard("wo ist mein paket"), 1)
    answers: list[str] = []
    original = in_thread(lambda: runner.run(talk, asked, render), answers)
    assert rasa.asked_once.wait(5)
    again = Record(engine).by_id(talk.id)
    assert again
    repeats = [in_thread(lambda: runner.run(again, asked, render), answers) for _ in range(3)]
    rasa.go_on.set()
    for thread in (original, *repeats):
        thread.join(10)
    assert answers == ["1: Es kommt morgen."] * 4
    assert len(rasa.asked) == 1


def test_a_turn_whose_process_died_is_taken_up_with_the_words_it_was_given(engine: Engine) -> None:
    rasa, talk = ScriptedRasa(ORDER, [said("Es kommt morgen.", "date")]), recorded(engine)
    Record(engine).open_turn(talk, Heard("wo ist mein paket"), 1, -1)
    answer = runner_on(engine, services(rasa)).run(talk, Incoming(Heard(), 1), render)
    assert answer == "1: Es kommt morgen."
    assert rasa.asked[0]["text"] == "wo ist mein paket"


def test_a_turn_whose_process_died_while_holding_is_taken_up_when_the_hold_ends(engine: Engine) -> None:
    rasa, talk = ScriptedRasa(ORDER, [said("Es kommt morgen.", "date")]), recorded(engine)
    Record(engine).open_turn(talk, Heard("wo ist mein paket"), 1, 0.1)
    answer = runner_on(engine, services(rasa)).run(talk, Incoming(Heard(), 1), render)
    assert answer == "1: Es kommt morgen."


def test_two_messages_at_once_are_answered_one_after_another(engine: Engine) -> None:
    asked = said("Ihre Bestellnummer bitte?", "order_number", "order_form")
    rasa, talk = Slow(ORDER, [asked, said("Danke.")]), recorded(engine, channel="sms")
    runner = runner_on(engine, services(rasa))
    answers: list[str] = []
    first = in_thread(
        lambda: runner.run(talk, Incoming(Heard("wo ist mein paket"), 1, "SM1"), render), answers
    )
    assert rasa.asked_once.wait(5)
    other = Record(engine).by_id(talk.id)
    assert other
    second = in_thread(lambda: runner.run(other, Incoming(Heard("104823"), 2, "SM2"), render), answers)
    rasa.go_on.set()
    first.join(10)
    second.join(10)
    assert answers == ["1: Ihre Bestellnummer bitte?", "2: Danke."]
    assert [item["value"] for item in rasa.asked[1]["entities"]] == ["WM-104823"]


def test_the_state_of_a_turn_that_ended_after_this_one_was_loaded_is_not_lost(engine: Engine) -> None:
    asked = said("Ihre Bestellnummer bitte?", "order_number", "order_form")
    rasa, talk = ScriptedRasa(ORDER, [asked, said("Danke.")]), recorded(engine, channel="sms")
    runner, loaded_early = runner_on(engine, services(rasa)), Record(engine).by_id(talk.id)
    assert loaded_early
    runner.run(talk, Incoming(Heard("wo ist mein paket"), 1, "SM1"), render)
    runner.run(loaded_early, Incoming(Heard("104823"), 2, "SM2"), render)
    assert [item["value"] for item in rasa.asked[1]["entities"]] == ["WM-104823"]
    after = Record(engine).by_id(talk.id)
    assert after
    assert "order_number" in after.memory.facts


def test_an_overtaken_turn_lets_go_of_the_conversation(engine: Engine) -> None:
    talk = recorded(engine, channel="sms")
    rasa = ScriptedRasa(ORDER, [said("Danke.")])

    def overtaken(conversation: Conversation, reply: Reply) -> str:
        Record(engine).end(conversation, "closed_by_desk", conversation.last_at)
        return render(conversation, reply)

    runner_on(engine, services(rasa)).run(talk, Incoming(Heard("wo ist mein paket"), 1), overtaken)
    with engine.connect() as db:
        assert db.execute(select(CONVERSATIONS.c.busy_until)).scalar_one() is None


def test_a_call_that_ends_during_a_turn_stays_ended_and_its_words_are_kept(engine: Engine) -> None:
    talk = recorded(engine, call_sid="CA1")
    rasa = ScriptedRasa(ORDER, [said("Es kommt morgen.", "date")])

    def hung_up(conversation: Conversation, reply: Reply) -> str:
        Record(engine).end(conversation, "caller_hung_up", conversation.last_at)
        return render(conversation, reply)

    runner_on(engine, services(rasa)).run(talk, Incoming(Heard("wo ist mein paket"), 1), hung_up)
    (turn,) = Record(engine).turns_of(talk.id)
    ended = Record(engine).by_id(talk.id)
    assert ended
    assert (turn["heard"], turn["said"]) == ("wo ist mein paket", "Es kommt morgen.")
    assert ended.closed_because == "caller_hung_up"


def test_a_repeat_that_takes_over_from_a_waiting_original_does_not_make_the_turn_run_twice(
    engine: Engine,
) -> None:
    """The original waits for the turn before it; its repeat gets hold of the conversation first."""
    rasa, talk = ScriptedRasa(ORDER, [said("Es kommt morgen.", "date")] * 2), recorded(engine)
    record, repeated = Record(engine), Event()
    record.open_turn(talk, Heard("hallo"), 1, 5)

    class Waiting(Record):
        def hold(self, conversation_id: str, seconds: float) -> bool:
            return repeated.wait(5) and super().hold(conversation_id, seconds)

    runner, asked = runner_on(engine, services(rasa)), Incoming(Heard("wo ist mein paket"), 2)
    original_runner = runner_on(engine, services(rasa))
    original_runner._record = Waiting(engine)
    answers: list[str] = []
    original = in_thread(lambda: original_runner.run(talk, asked, render), answers)
    while record.turn(talk.id, 2) is None:
        repeated.wait(0.01)
    record.release(talk.id)
    again = record.by_id(talk.id)
    assert again
    answers.append(runner.run(again, asked, render))
    repeated.set()
    original.join(10)
    assert answers == ["2: Es kommt morgen."] * 2
    assert len(rasa.asked) == 1


def test_a_fault_while_rendering_does_not_make_the_next_try_run_the_turn_again(sqlite: Engine) -> None:
    rasa, talk = ScriptedRasa(ORDER, [said("Ihre Bestellung ist storniert.")] * 2), recorded(sqlite)
    runner, asked = runner_on(sqlite, services(rasa)), Incoming(Heard("wo ist mein paket"), 1)

    def broken(conversation: Conversation, reply: Reply) -> str:
        raise ValueError("a value that cannot be said")

    with suppress(ValueError):
        runner.run(talk, asked, broken)
    Record(sqlite).release(talk.id)
    again = Record(sqlite).by_id(talk.id)
    assert again
    runner.run(again, asked, render)
    assert len(rasa.asked) == 1


def test_the_answer_s_moment_is_after_the_question_s(sqlite: Engine) -> None:
    given = services(ScriptedRasa(ORDER, [said("Es kommt morgen.", "date")]))
    talk = recorded(sqlite)

    def later(conversation: Conversation, reply: Reply) -> str:
        clock: Any = given.clock
        clock.at = clock.at.replace(second=3)
        return render(conversation, reply)

    runner_on(sqlite, given).run(talk, Incoming(Heard("wo ist mein paket"), 1), later)
    (turn,) = Record(sqlite).turns_of(talk.id)
    assert turn["answered_at"] > turn["at"]


def test_the_timings_are_in_the_record(sqlite: Engine) -> None:
    talk, rasa = recorded(sqlite), ScriptedRasa(ORDER, [said("Es kommt morgen.", "date")])
    runner_on(sqlite, services(rasa)).run(talk, Incoming(Heard("wo ist mein paket"), 1), render)
    (turn,) = Record(sqlite).turns_of(talk.id)
    assert set(turn["timings"]) == {"understand", "dialogue", "answer", "total"}


def test_a_long_wait_for_the_turn_before_does_not_cost_this_one_its_time(sqlite: Engine) -> None:
    rasa, talk = ScriptedRasa(ORDER, [said("Es kommt morgen.", "date")]), recorded(sqlite)
    Record(sqlite).open_turn(talk, Heard("hallo"), 1, 0.3)
    seen: list[float] = []
    scripted = rasa.turn
    rasa.turn = lambda message, timeout_s: seen.append(timeout_s) or scripted(message, timeout_s)  # type: ignore[func-returns-value, method-assign]
    answer = runner_on(sqlite, services(rasa), budget_s=0.25).run(
        talk, Incoming(Heard("wo ist mein paket"), 2), render
    )
    assert answer == "2: Es kommt morgen."
    assert seen[0] > 0
