"""What an expert who reads along tells the bot: said or understood once, never before what comes first."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.conversation.hint_rows import Hint, HintRows
from bot.conversation.record import Record, TurnResult
from bot.conversation.state import Heard
from bot.desk.give_hints import GiveHints, wishes
from bot.errors import NotPossible, TooLate
from bot.staff.audit import AUDIT, Audit
from carrier import hears, then
from tests.builders import ScriptedRasa, conversation, recorded, said, sure
from tests.desk.hint_hall import HintHall
from tests.handover.at_once import at_once
from tests.virtual import VirtualHotline, virtual_hotline

WHERE, MUMBLE = "Wo ist mein Paket?", "dings das ist noch so komisch"
READS = "Jemand aus dem Team liest mit und lässt Ihnen sagen:"
CALLER = "+491713920001"


def rasa(*answers: Any) -> ScriptedRasa:
    unclear = [("return_status", 0.2), ("order_status", 0.19), ("greet", 0.1)]
    return ScriptedRasa({WHERE: sure("order_status"), MUMBLE: unclear}, list(answers))


@pytest.fixture
def hall(engine: Engine) -> HintHall:
    made = HintHall(engine, rasa(*[said("Es kommt morgen.") for _ in range(5)]))
    made.expert("anna")
    return made


# --- words to pass on ---


def test_the_bot_says_them_at_its_next_turn_as_a_colleagues(hall: HintHall) -> None:
    hall.write(WHERE)
    hall.say("Der Fahrer ist schon in Ihrer Straße")
    assert hall.write(WHERE) == f"{READS} Der Fahrer ist schon in Ihrer Straße. Es kommt morgen."


def test_they_are_said_once(hall: HintHall) -> None:
    hall.write(WHERE)
    hall.say("Der Fahrer ist da.")
    assert [READS in hall.write(WHERE) for _ in range(3)] == [True, False, False]


def test_several_are_said_one_after_the_other(hall: HintHall) -> None:
    hall.write(WHERE)
    hall.say("Erstens.")
    hall.say("Zweitens.")
    assert ["Erstens" in hall.write(WHERE), "Zweitens" in hall.write(WHERE)] == [True, True]


def test_the_record_says_which_turn_used_it(hall: HintHall) -> None:
    hall.write(WHERE)
    hint = hall.say("Der Fahrer ist da.")
    hall.write(WHERE)
    (used,) = hall.events("bot_hint_used")
    assert used == {"hint": hint, "kind": "say", "turn": 2}
    (given,) = hall.hints.of(hall.talk)
    assert (given.used_turn, given.over) == (2, False)


def test_a_turn_that_died_says_them_when_it_is_taken_up_again(hall: HintHall, monkeypatch: Any) -> None:
    hall.write(WHERE)
    hall.say("Der Fahrer ist da.")

    def dies(*args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("bot.channels.run_turn.TurnRunner._write", dies)
        with pytest.raises(KeyboardInterrupt):
            hall.write(WHERE, "SMagain")
    hall.restart()
    with hall.engine.begin() as db:
        db.exec_driver_sql("UPDATE conversations SET busy_until = NULL")
    assert hall.write(WHERE, "SMagain").startswith(f"{READS} Der Fahrer ist da.")
    assert hall.write(WHERE, "SMagain").startswith(f"{READS} Der Fahrer ist da.")
    assert READS not in hall.write(WHERE)
    assert len(hall.events("bot_hint_used")) == 1


def test_what_a_dead_turn_took_is_said_by_the_next(engine: Engine) -> None:
    talk, rows, now = recorded(engine), HintRows(engine), conversation().started_at
    rows.give(talk.id, given_by(engine), Hint(0, "say", "Ja.", ""), now)
    Record(engine).open_turn(talk, Heard("hallo"), 1, 0)
    assert rows.take(talk.id, "say", 1, now)
    assert rows.take(talk.id, "say", 1, now), "the same turn, taken up again"
    assert rows.take(talk.id, "say", 2, now), "the turn that took it was never answered"
    Record(engine).open_turn(talk, Heard("hallo"), 2, 0)
    Record(engine).close_turn(talk, 2, TurnResult("Gut."), [])
    assert rows.take(talk.id, "say", 3, now) is None


def test_of_two_turns_at_once_one_takes_it(engine: Engine) -> None:
    talk, rows, now = recorded(engine), HintRows(engine), conversation().started_at
    rows.give(talk.id, given_by(engine), Hint(0, "say", "Ja.", ""), now)
    record = Record(engine)
    for number in (1, 2, 3, 4):
        record.open_turn(talk, Heard("hallo"), number, 0)
        record.close_turn_alone(talk, number, TurnResult("Gut."), [])
    found = at_once(*[partial(rows.take, talk.id, "say", number, now) for number in (1, 2, 3, 4)])
    assert sum(one is not None for one in found) == 1


def given_by(engine: Engine) -> str:
    hall = HintHall(engine)
    return hall.expert("anna")


def test_a_store_that_fails_costs_the_caller_nothing(hall: HintHall, monkeypatch: Any) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(hall.rows, "take", broken)
    assert hall.write(WHERE) == "Hier antwortet ein Computerprogramm (KI) von Muster & Co.: Es kommt morgen."


def test_after_half_an_hour_they_are_no_longer_true(hall: HintHall) -> None:
    hall.write(WHERE)
    hall.say("Der Fahrer ist gleich da.")
    hall.clock.pass_s(31 * 60)
    assert READS not in hall.write(WHERE)
    assert hall.hints.of(hall.talk)[0].over


# --- what comes first ---


@pytest.mark.parametrize("control", ["wiederholen", "langsamer bitte", "Moment bitte"])
def test_what_is_asked_of_the_conversation_itself_goes_first(hall: HintHall, control: str) -> None:
    hall.rasa.intents |= {"langsamer bitte": sure("slower"), "Moment bitte": sure("pause")}
    hall.write(WHERE)
    hall.say("Der Fahrer ist da.")
    assert READS not in hall.write(control)
    assert READS in hall.write(WHERE)


def test_something_delicate_goes_first_and_the_hint_comes_later(hall: HintHall) -> None:
    hall.write(WHERE)
    hall.say("Der Fahrer ist da.")
    hall.gate["meine Frau ist verstorben"] = ("bereavement", "clear")
    assert READS not in hall.write("meine Frau ist verstorben")
    assert READS in hall.write("und jetzt?")


def test_who_waits_is_told_too(hall: HintHall) -> None:
    hall.asked()
    hall.say("Frau Weber ist in zwei Minuten frei.")
    assert "Frau Weber" in hall.write("hallo?")


def test_once_an_expert_writes_the_bot_passes_nothing_on(hall: HintHall) -> None:
    hall.asked()
    hall.say("Frau Weber ist gleich frei.")
    hall.desk.take(hall.wait["id"], "anna")
    assert hall.write("hallo?") == ""
    assert hall.hints.of(hall.talk)[0].over
    with pytest.raises(TooLate, match="bot_gone"):
        hall.say("Zu spät.")


def test_where_somebody_may_listen_nothing_is_added(hall: HintHall) -> None:
    hall.write(WHERE)
    hall.gate["er darf es nicht wissen"] = ("abuse_safety", "clear")
    hall.say("Ich helfe Ihnen.")
    assert READS not in hall.write("er darf es nicht wissen")
    with pytest.raises(NotPossible, match="hint_unsafe"):
        hall.say("Ich helfe Ihnen gleich.")
    assert READS not in hall.write("nein")


@pytest.mark.parametrize("binds", [True, False])
def test_nothing_comes_between_what_binds_and_the_yes_to_it(hall: HintHall, binds: bool) -> None:
    asked = {"must_hear": {"token": "t", "responses": [None]}} if binds else {}
    hall.rasa.answers = [
        said("Hallo."),
        said("Zwei Tassen. Bestellen Sie zahlungspflichtig?", "yes_no", **asked),
    ]
    hall.write(WHERE)
    hall.say("Die Tassen sind schön.")
    assert (READS in hall.write(WHERE)) is not binds


# --- the wish the bot does not see ---


def test_unclear_words_are_taken_for_the_wish(hall: HintHall) -> None:
    hall.write(WHERE)
    hall.wish("return_status")
    hall.rasa.answers = [said("Ihre Rücksendung ist da.")]
    assert hall.write(MUMBLE) == "Ihre Rücksendung ist da."
    assert hall.rasa.asked[-1]["intent"] == "return_status"
    assert hall.events("bot_hint_used")[-1]["kind"] == "wish"


def test_the_record_keeps_what_the_bot_itself_had_understood(hall: HintHall) -> None:
    hall.write(WHERE)
    hall.wish("return_status")
    hall.rasa.answers = [said("Ihre Rücksendung ist da.")]
    hall.write(MUMBLE)
    turn = hall.record.turns_of(hall.talk.id)[-1]
    assert (turn["route"], turn["heard"]) == ("clarify", MUMBLE)


def test_a_clear_wish_is_the_callers_own(hall: HintHall) -> None:
    hall.write(WHERE)
    hall.wish("return_status")
    hall.clock.pass_s(5)
    assert hall.write(WHERE) == "Es kommt morgen."
    assert hall.rasa.asked[-1]["intent"] == "order_status"
    assert "Meinten Sie" in hall.write(MUMBLE), "the hint was about the words before"
    assert hall.events("bot_hint_used") == []


def test_after_an_unclear_sentence_the_next_unclear_one_is_taken_for_it(hall: HintHall) -> None:
    assert "Meinten Sie" in hall.write(MUMBLE)
    hall.wish("return_status")
    hall.rasa.answers = [said("Ihre Rücksendung ist da.")]
    hall.rasa.intents["hm dings"] = [("greet", 0.2), ("inform", 0.1)]
    assert hall.write("hm dings") == "Ihre Rücksendung ist da."
    assert hall.talk.memory.question is None


def test_in_words_that_raise_a_flag_the_hint_is_not_used(hall: HintHall) -> None:
    hall.write(WHERE)
    hall.wish("return_status")
    hall.gate[MUMBLE] = ("bereavement", "clear")
    hall.write(MUMBLE)
    assert hall.events("bot_hint_used") == []


# --- giving one ---


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("  ", "hint_empty"),
        ("x" * 201, "hint_too_long"),
        ("Ihre Nummer ist [[phone:123]]", "hint_signs"),
        ("<break time='10s'/>", "hint_signs"),
        ("{company}", "hint_signs"),
        ("gut 🙂", "hint_signs"),
        ("a_b", "hint_signs"),
    ],
)
def test_what_cannot_be_said_safely_is_refused(hall: HintHall, words: str, code: str) -> None:
    hall.write(WHERE)
    with pytest.raises(NotPossible, match=code):
        hall.say(words)


def test_ordinary_sentences_can_be_said(hall: HintHall) -> None:
    hall.write(WHERE)
    assert hall.say("Ja, das geht: 2 Stück für 59,80 € (inkl. Versand) - o.k.?")


def test_a_double_click_says_it_once(hall: HintHall) -> None:
    hall.write(WHERE)
    assert hall.say("Der Fahrer ist da.") == hall.say(" Der  Fahrer ist da. ")


@pytest.mark.parametrize("intent", ["affirm", "human_request", "nothing_of_ours", ""])
def test_only_a_wish_can_be_understood(hall: HintHall, intent: str) -> None:
    hall.write(WHERE)
    with pytest.raises(NotPossible):
        hall.wish(intent)


def test_there_are_many_wishes_to_choose_from() -> None:
    assert {"order_status", "return_status", "complaint"} <= set(wishes())


def test_who_told_the_bot_is_in_the_audit_trail_without_the_words(hall: HintHall) -> None:
    hall.write(WHERE)
    hall.say("Der Fahrer ist da.")
    with hall.engine.connect() as db:
        (row,) = db.execute(select(AUDIT).where(AUDIT.c.what == "hint_given")).mappings()
    assert (row["staff_id"], row["about"]) == ("anna", f"conversation:{hall.talk.id}")
    assert "Fahrer" not in str(row["data"])


# --- whole calls ---


@pytest.fixture
def hotline(tmp_path: Path) -> Iterator[VirtualHotline]:
    answers = [said("Ihre Rücksendung ist angekommen.") for _ in range(6)]
    with virtual_hotline(tmp_path, rasa(*answers)) as running:
        running.hire("eva", "+4915228895456")
        yield running
        assert running.network.violations == []


def tell(hotline: VirtualHotline) -> tuple[Any, GiveHints]:
    (row,) = hotline.rows("SELECT id FROM conversations")
    talk = Record(hotline.engine).by_id(row["id"])
    return talk, GiveHints(HintRows(hotline.engine), Audit(hotline.engine), hotline.clock)


def test_a_caller_hears_it_before_the_answer(hotline: VirtualHotline) -> None:
    call = hotline.network.call(
        CALLER, hotline.number, [then(16, say=MUMBLE), hears("Meinten Sie", say=WHERE)]
    )
    hotline.network.run_for(18)
    talk, hints = tell(hotline)
    hints.say(talk, "eva", "Ich sehe Ihre Bestellung schon vor mir")
    hotline.network.run_for(20)
    heard = [one.text for one in call.heard]
    at = next(n for n, text in enumerate(heard) if "liest mit" in text)
    assert "Ich sehe Ihre Bestellung schon vor mir." in heard[at]
    assert any("Rücksendung" in text for text in heard[at:])


def test_silence_after_unclear_words_is_enough_for_the_bot_to_go_on(hotline: VirtualHotline) -> None:
    call = hotline.network.call(CALLER, hotline.number, [then(16, say=MUMBLE)])
    hotline.network.run_for(22)
    talk, hints = tell(hotline)
    hints.wish(talk, "eva", "return_status")
    hotline.network.run_for(20)
    assert any("Rücksendung ist angekommen" in one.text for one in call.heard)
    assert hotline.rasa.asked[0]["intent"] == "return_status"


def test_what_the_unclear_words_may_mean_comes_first(hall: HintHall) -> None:
    hall.write(MUMBLE)
    first, others = hall.hints.choices(hall.talk)
    assert first == ["return_status", "order_status"]
    assert "complaint" in others
    assert not set(first) & set(others)
