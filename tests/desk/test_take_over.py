"""An expert takes a conversation over before anybody asked for a person: once, and nobody is lost by it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from bot.conversation.owner import Owner
from bot.conversation.record import CONVERSATIONS, EVENTS
from bot.conversation.state import Conversation, Heard
from bot.desk.accept_call import AcceptCall, Desk
from bot.desk.take_over import NEWS, TakeOver, TakingOver
from bot.errors import CarrierUnavailable, DeskError, NotPossible, NotThere, TooLate
from bot.handover.cases import HANDOVERS, Cases
from bot.handover.thread_errors import NotFree
from bot.handover.thread_hold import held
from bot.staff.audit import AUDIT, Audit
from bot.staff.person import Person, as_person
from bot.understanding.delicate.tuning import read_tuning
from carrier import Call, connected, hears, then
from carrier import Owner as PhoneOwner
from carrier import talk as talks
from tests.builders import ScriptedRasa, conversation, said, sure
from tests.handover.at_once import at_once
from tests.handover.hall import Hall
from tests.handover.thread_hall import ThreadHall
from tests.staff.browser import Browser
from tests.virtual import VirtualHotline, virtual_hotline

CALLER, EXPERT, OTHER = "+491713920001", "+4915228895456", "+4915228895457"
TAKES = "Jemand aus dem Team übernimmt jetzt selbst"


class TakingHall(Hall):
    """Callers with the bot, and experts who read along."""

    def restart(self, figures: Any = None) -> None:
        super().restart(figures)
        side, audit = self.side, Audit(self.engine)
        desk = Desk(side.rows, side.ends, side.ringing, side.line, self.carrier, side.bridge.is_gone)
        parts = TakingOver(
            cases=self.cases,
            takeover=None,  # type: ignore[arg-type]
            accepts=AcceptCall(desk, audit, self.clock),
            lines=self.carrier,
            situations=read_tuning().situations,
            gone=side.bridge.gone,
        )
        self.taking = TakeOver(self.engine, parts, self.clock, audit)

    def with_bot(self, *flags: tuple[str, str], **facts: Any) -> str:
        """A caller who talks with the bot; the conversation's id."""
        talk = conversation(call_sid="CALLER", started_at=self.clock.now(), **facts)
        for code, level in flags:
            told = {"code": code, "level": level, "quote": code, "turn": 0, "seen_by": "cue", "text": code}
            talk.memory.flags.append(told | {"at": self.clock.now().isoformat(), "confidence": 1.0})
        self.record.begin(talk)
        return talk.id

    def person(self, staff_id: str) -> Person:
        row = self.experts.get(staff_id)
        assert row
        return as_person(row)

    def take(self, conversation_id: str, who: str = "eva") -> str:
        return self.taking.take(conversation_id, self.person(who))

    def now(self, conversation_id: str) -> Conversation:
        found = self.record.by_id(conversation_id)
        assert found
        return found

    def rows(self, table: Any) -> list[Any]:
        with self.engine.connect() as db:
            return list(db.execute(select(table)).mappings())


@pytest.fixture
def hall(engine: Engine) -> TakingHall:
    made = TakingHall(engine)
    made.expert("eva", phone=EXPERT)
    return made


# --- a call ---


def test_the_experts_phone_rings_and_the_caller_is_told_at_once(hall: TakingHall) -> None:
    talk = hall.with_bot()
    case_id = hall.take(talk)
    assert [to for to, _, _ in hall.carrier.rung] == [EXPERT]
    assert hall.carrier.moved == [("CALLER", "turn")]
    wait = hall.waits.open_of(talk)
    assert wait
    assert (wait["handover_id"], wait["status"], wait["news"]) == (case_id, "ringing", NEWS)
    assert hall.now(talk).owner is Owner.QUEUE


def test_there_is_a_case_before_the_phone_rings(hall: TakingHall) -> None:
    talk = hall.with_bot()
    hall.take(talk)
    (case,) = hall.rows(HANDOVERS)
    assert (case["reason"], case["kind"], case["priority"]) == ("expert_took_over", "person", "P3")
    assert hall.now(talk).memory.case is not None


@pytest.mark.parametrize(
    ("flags", "priority", "skill"),
    [
        ((), "P3", "care"),
        ((("illness", "hint"),), "P3", "care"),
        ((("anger", "clear"), ("bereavement", "clear")), "P1", "care_estate"),
        ((("privacy_incident", "request"),), "P3", "care"),
    ],
)
def test_as_urgent_as_what_was_said_outright(hall: TakingHall, flags: Any, priority: str, skill: str) -> None:
    hall.set_expert("eva", skills=["care", "care_estate"])
    talk = hall.with_bot(*flags)
    hall.take(talk)
    wait = hall.waits.open_of(talk)
    assert wait
    assert (wait["priority"], wait["skill"]) == (priority, skill)


def test_a_case_that_is_open_already_is_gone_on_with(hall: TakingHall) -> None:
    talk = hall.with_bot()
    known = hall.cases.open(hall.now(talk), "complaint", "complaint", {}, hall.clock.now())
    kept = {"id": known.id, "number": known.number, "kind": known.kind, "promised": False}
    memory = hall.now(talk).memory
    memory.case = kept
    with hall.engine.begin() as db:
        db.execute(update(CONVERSATIONS).values(memory=memory.to_json()))
    assert hall.take(talk) == known.id
    assert len(hall.rows(HANDOVERS)) == 1


def test_the_question_that_was_open_can_be_gone_on_with_afterwards(hall: TakingHall) -> None:
    talk = hall.with_bot()
    memory = hall.now(talk).memory
    memory.expecting, memory.last_said = "postcode", [["Welche Postleitzahl?", "de"]]
    with hall.engine.begin() as db:
        db.execute(update(CONVERSATIONS).values(memory=memory.to_json()))
    hall.take(talk)
    assert (hall.now(talk).memory.interrupted or {})["expecting"] == "postcode"


def test_a_double_click_takes_it_once(hall: TakingHall) -> None:
    talk = hall.with_bot()
    found = at_once(partial(hall.take, talk), partial(hall.take, talk))
    assert {one for one in found if isinstance(one, str)} == {hall.take(talk)}
    assert len(hall.carrier.rung) == 1
    assert len(hall.rows(HANDOVERS)) == 1


def test_of_two_experts_at_once_one_gets_the_caller(hall: TakingHall) -> None:
    hall.expert("udo", phone=OTHER)
    talk = hall.with_bot()
    found = at_once(partial(hall.take, talk, "eva"), partial(hall.take, talk, "udo"))
    assert sorted(isinstance(one, str) for one in found) == [False, True]
    refused = next(one for one in found if not isinstance(one, str))
    assert issubclass(refused, DeskError)
    assert (len(hall.carrier.rung), len(hall.rows(HANDOVERS))) == (1, 1)


def test_the_second_expert_comes_too_late(hall: TakingHall) -> None:
    hall.expert("udo", phone=OTHER)
    talk = hall.with_bot()
    hall.take(talk)
    with pytest.raises(TooLate, match="taken"):
        hall.take(talk, "udo")


def test_a_turn_of_the_callers_is_waited_for(hall: TakingHall, monkeypatch: Any) -> None:
    talk = hall.with_bot()
    opened = hall.record.open_turn(hall.now(talk), Heard("hallo"), 1, 2.0)
    assert opened.held
    monkeypatch.setattr("bot.desk.take_over.held", lambda record, which: held(record, which, 0))
    with pytest.raises(NotPossible, match="thread_busy"):
        hall.take(talk)
    assert hall.waits.open_of(talk) is None


def test_who_has_hung_up_is_not_waited_for(hall: TakingHall) -> None:
    talk = hall.with_bot()
    hall.record.end(hall.now(talk), "caller_hung_up", hall.clock.now())
    with pytest.raises(TooLate, match="caller_gone"):
        hall.take(talk)
    assert hall.carrier.rung == []


def test_whom_the_carrier_says_to_be_gone_the_queue_forgets(hall: TakingHall) -> None:
    talk = hall.with_bot()
    hall.carrier.over.add("CALLER")
    with pytest.raises(TooLate, match="caller_gone"):
        hall.take(talk)
    assert hall.waits.open_of(talk) is None


def test_where_the_call_cannot_be_moved_the_next_turn_says_it(hall: TakingHall, monkeypatch: Any) -> None:
    def away(talk: Conversation) -> None:
        raise CarrierUnavailable("503")

    monkeypatch.setattr(hall.carrier, "to_turn", away)
    talk = hall.with_bot()
    assert hall.take(talk)
    wait = hall.waits.open_of(talk)
    assert wait
    assert wait["news"] == NEWS


def test_an_expert_who_does_not_pick_up_costs_the_caller_nothing(hall: TakingHall) -> None:
    hall.expert("udo", phone=OTHER)
    talk = hall.with_bot()
    hall.take(talk)
    wait = hall.waits.open_of(talk)
    assert wait
    x = hall.ringing(wait["id"])
    assert x
    call = hall.calls.get(x)
    assert call
    hall.line.progress(x, call["call_sid"], "no-answer")
    hall.pass_s(3)
    assert hall.who_rings() == ["udo"]


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"status": "paused"}, NotFree),
        ({"status": "talking"}, NotFree),
        ({"status": "off"}, NotFree),
        ({"phone": None}, NotPossible),
        ({"languages": ["en"]}, NotPossible),
        ({"role": "ops"}, NotPossible),
        ({"active": False}, NotPossible),
    ],
)
def test_who_cannot_take_it_changes_nothing(hall: TakingHall, facts: Any, error: Any) -> None:
    talk = hall.with_bot()
    hall.set_expert("eva", **facts)
    with pytest.raises(error):
        hall.take(talk)
    assert (hall.now(talk).owner, hall.rows(HANDOVERS), hall.waits.open_of(talk)) == (Owner.BOT, [], None)


def test_nobody_breaks_in_where_somebody_may_be_listening(hall: TakingHall) -> None:
    talk = hall.with_bot(("abuse_safety", "clear"))
    with pytest.raises(NotPossible, match="unsafe_to_take"):
        hall.take(talk)


def test_there_must_be_such_a_conversation(hall: TakingHall) -> None:
    with pytest.raises(NotThere):
        hall.take("nowhere")


def test_it_is_written_down_who_took_it(hall: TakingHall) -> None:
    talk = hall.with_bot()
    hall.take(talk)
    assert [row["what"] for row in hall.rows(AUDIT) if row["staff_id"] == "eva"][-1] == "taken_over"
    (event,) = [row for row in hall.rows(EVENTS) if row["what"] == "expert_took_over"]
    assert event["data"]["staff"] == "eva"


# --- a thread ---


@pytest.fixture
def thread(engine: Engine) -> ThreadHall:
    rasa = ScriptedRasa({"wo ist mein paket": sure("order_status")}, [said("Es kommt morgen.")] * 3)
    made = ThreadHall(engine, rasa)
    made.expert("anna")
    made.write("wo ist mein paket")
    return made


def taking(hall: ThreadHall) -> TakeOver:
    parts: Any = TakingOver(
        cases=Cases(hall.engine, hall.record),
        takeover=hall.desk,
        accepts=None,  # type: ignore[arg-type]
        lines=None,  # type: ignore[arg-type]
        situations=read_tuning().situations,
        gone=lambda talk: None,
    )
    return TakeOver(hall.engine, parts, hall.clock, Audit(hall.engine))


def test_a_thread_is_theirs_to_write_in(thread: ThreadHall) -> None:
    case_id = taking(thread).take(thread.talk.id, as_person(thread.row_of("anna")))
    assert thread.talk.owner is Owner.EXPERT
    assert (thread.wait["handover_id"], thread.status("anna")) == (case_id, "talking")
    thread.desk.send("anna", thread.talk.id, "Guten Tag", "k1")
    assert thread.write("danke") == ""


def test_of_two_who_take_a_thread_one_gets_it(thread: ThreadHall) -> None:
    thread.expert("ben")
    service, talk = taking(thread), thread.talk.id
    people = [as_person(thread.row_of(name)) for name in ("anna", "ben")]
    found = at_once(*[partial(service.take, talk, one) for one in people])
    assert sorted(isinstance(one, str) for one in found) == [False, True]
    assert sorted(thread.status(name) for name in ("anna", "ben")) == ["free", "talking"]


def test_taken_twice_it_is_the_same_case(thread: ThreadHall) -> None:
    anna = as_person(thread.row_of("anna"))
    service = taking(thread)
    assert service.take(thread.talk.id, anna) == service.take(thread.talk.id, anna)


# --- whole calls ---


@pytest.fixture
def hotline(tmp_path: Path) -> Iterator[VirtualHotline]:
    with virtual_hotline(tmp_path) as running:
        running.hire("eva", EXPERT)
        yield running
        assert running.network.violations == []


def on_the_line(hotline: VirtualHotline) -> Call:
    """A caller who has heard the greeting and thinks about what to say."""
    call = hotline.network.call(CALLER, hotline.number, [then(60, say="hallo?")])
    hotline.network.run_for(18)
    return call


def click(hotline: VirtualHotline, who: str = "eva") -> Any:
    """On the page of the only conversation."""
    (talk,) = hotline.rows("SELECT id FROM conversations")
    seat = Browser(hotline.web.app, hotline.engine, hotline.clock).sign_in(who)
    return seat.post(f"/desk/live/{talk['id']}/take")


def spoken(call: Call) -> list[str]:
    return [one.text for one in call.heard]


def test_the_caller_hears_who_comes_and_then_the_expert(hotline: VirtualHotline) -> None:
    owner = PhoneOwner(after=4, script=(connected(1, say="Weber, guten Tag."), talks(5)))
    hotline.network.phone(EXPERT).owner = owner
    call = on_the_line(hotline)
    answer = click(hotline)
    (case,) = hotline.rows("SELECT id, reason FROM handovers")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/desk/cases/{case['id']}/conversation")
    hotline.network.run_for(30)
    heard = spoken(call)
    told = next(n for n, text in enumerate(heard) if TAKES in text)
    assert "Weber, guten Tag." in heard[told:]
    assert hotline.rows("SELECT owner FROM conversations") == [{"owner": "expert"}]


def test_where_the_expert_does_not_come_the_next_one_does(hotline: VirtualHotline) -> None:
    hotline.hire("udo", OTHER)
    hotline.network.phone(EXPERT).owner = PhoneOwner("no-answer")
    taking = (hears("Annehmen", press="1"), connected(1, say="Brandt, guten Tag."), talks(5))
    hotline.network.phone(OTHER).owner = PhoneOwner(after=3, script=taking)
    call = on_the_line(hotline)
    click(hotline)
    hotline.network.run_for(75)
    heard = spoken(call)
    assert any(TAKES in text for text in heard)
    assert "Brandt, guten Tag." in heard


def test_somebody_who_has_hung_up_is_told_of_in_words(hotline: VirtualHotline) -> None:
    call = on_the_line(hotline)
    call.hang_up()
    hotline.network.run_for(2)
    answer = click(hotline)
    assert (answer.status_code, "aufgelegt" in answer.text) == (409, True)
