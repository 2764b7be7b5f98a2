"""Who is with the bot now: everybody, by need, without their numbers; and what a page of it shows whom."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.conversation.owner import Owner
from bot.conversation.record import Record, TurnResult
from bot.conversation.state import Conversation, Heard
from bot.desk.live_talks import LiveTalks, quotes_for
from bot.desk.live_views import LiveViews
from bot.errors import NotAllowed, NotThere
from bot.handover.cases import Cases
from bot.handover.waits import Place, Waits
from bot.staff.audit import AUDIT, Audit
from bot.staff.person import Person
from tests.builders import NOW, conversation
from tests.handover.hall import MovingClock
from tests.handover.thread_hall import ThreadHall


def person(**facts: Any) -> Person:
    values: dict[str, Any] = {"id": "anna", "name": "Anna", "role": "agent", "skills": frozenset({"care"})}
    return Person(**{**values, "languages": ("de", "en"), "level": 2, "site": "main", **facts})


class Switchboard:
    """Conversations with the bot, put there as a test needs them."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.clock, self.record = engine, MovingClock(), Record(engine)
        self.live = LiveTalks(engine, self.clock)

    def talk(self, name: str, flags: tuple[tuple[str, str], ...] = (), **facts: Any) -> Conversation:
        memory = {key: facts.pop(key) for key in ("wish", "signals") if key in facts}
        talk = conversation(
            id=f"{name:0<8}-1111-4111-8111-111111111111",
            call_sid=f"CA{name}",
            started_at=facts.pop("started_at", NOW),
            last_at=facts.pop("last_at", self.clock.now()),
            **facts,
        )
        for key, value in memory.items():
            setattr(talk.memory, key, value)
        for code, level in flags:
            told = {"code": code, "level": level, "quote": "", "turn": 1, "seen_by": "cue"}
            talk.memory.flags.append(told | {"at": NOW.isoformat(), "confidence": 1.0})
        self.record.begin(talk)
        return talk

    def turn(self, talk: Conversation, number: int, **result: Any) -> None:
        self.record.open_turn(talk, Heard("blubb"), number, 0)
        self.record.close_turn(talk, number, TurnResult("hm", **result), [])

    def names(self) -> list[str]:
        return [one.talk.id[:8].rstrip("0") for one in self.live.all(person())]


@pytest.fixture
def board(sqlite: Engine) -> Switchboard:
    return Switchboard(sqlite)


# --- who is there ---


def test_who_is_with_the_bot_is_there_and_nobody_else(board: Switchboard) -> None:
    board.talk("a")
    board.talk("b", owner=Owner.QUEUE)
    board.talk("c", owner=Owner.EXPERT)
    board.talk("d", owner=Owner.CLOSED)
    assert sorted(board.names()) == ["a", "b"]


def test_a_call_that_says_nothing_for_minutes_is_over_whatever_the_row_says(board: Switchboard) -> None:
    board.talk("a", last_at=NOW - timedelta(minutes=4))
    board.talk("c", last_at=NOW - timedelta(minutes=2))
    assert board.names() == ["c"]


def test_who_texts_may_take_their_time(sqlite: Engine) -> None:
    hall = ThreadHall(sqlite)
    hall.write("hallo")
    live = LiveTalks(sqlite, hall.clock)
    hall.clock.pass_s(10 * 60)
    assert [one.talk.channel for one in live.all(person())] == ["sms"]
    hall.clock.pass_s(6 * 60)
    assert live.all(person()) == []


# --- signals and their order ---


def test_the_neediest_come_first(board: Switchboard) -> None:
    board.talk("fine", started_at=NOW - timedelta(minutes=9))
    lost = board.talk("lost")
    board.turn(lost, 1, route="clarify")
    board.talk("angry", signals=[{"what": "irritation", "turn": 1, "quote": "x"}])
    board.talk("grief", (("bereavement", "clear"),))
    board.talk("crisis", (("crisis", "acute"),))
    assert board.names() == ["crisis", "grief", "angry", "lost", "fine"]


def test_signals_are_counted(board: Switchboard) -> None:
    talk = board.talk(
        "a", (("anger", "hint"),), signals=[{"what": "repeated", "times": 2}], wish="order_status"
    )
    board.turn(talk, 1, route="clarify")
    board.turn(talk, 2, route="clarify")
    board.turn(talk, 3, route="bot", intent="order_status", failure="DialogueUnavailable")
    (one,) = board.live.all(person())
    assert (one.unclear, one.failures, one.repeated, one.irritated) == (2, 1, True, 0)
    assert one.flags == (("anger", "hint"),)


def test_a_question_about_ones_rights_and_what_was_denied_are_no_signals(board: Switchboard) -> None:
    talk = board.talk("a", (("privacy_incident", "request"), ("illness", "hint")))
    talk.memory.flags_settled = ["illness"]
    board.turn(talk, 1)
    assert board.live.all(person())[0].flags == ()


def test_whoever_is_being_helped_comes_last(board: Switchboard) -> None:
    grief = board.talk("grief", (("bereavement", "clear"),), owner=Owner.QUEUE)
    board.talk("fine")
    waits, now = Waits(board.engine), board.clock.now()
    case = Cases(board.engine, board.record).open(grief, "person", "bereavement", {}, now)
    wait = waits.enter({"id": grief.id, "channel": "voice"}, case.id, Place("P1", "care", "de"), now)
    assert board.names() == ["grief", "fine"]
    (first, _) = board.live.all(person())
    assert (first.waits, first.priority, first.case_id) == (True, "P1", case.id)
    waits.change(wait["id"], "waiting", status="ringing")
    assert board.names() == ["fine", "grief"]


# --- for whose eyes ---


@pytest.mark.parametrize("facts", [{"role": "ops"}, {"site": "partner"}])
def test_who_does_not_take_cases_of_the_house_reads_nothing(board: Switchboard, facts: Any) -> None:
    talk = board.talk("a")
    for look in (board.live.all, lambda who: board.live.one(talk.id, who)):
        with pytest.raises(NotAllowed):
            look(person(**facts))  # type: ignore[operator]


def test_a_conversation_there_is_not_is_not_there(board: Switchboard) -> None:
    with pytest.raises(NotThere):
        board.live.one("nowhere", person())


def test_the_words_of_a_flag_are_for_its_skill_and_for_leads(board: Switchboard) -> None:
    talk = board.talk("a", (("fraud", "clear"), ("illness", "clear")))
    live = board.live.one(talk.id, person())
    assert quotes_for(person(), live) == {"illness"}
    assert quotes_for(person(skills=frozenset({"fraud"})), live) == {"fraud"}
    assert quotes_for(person(role="lead", skills=frozenset()), live) == {"fraud", "illness"}


def test_reading_along_with_something_delicate_is_written_down_once(board: Switchboard) -> None:
    talk, plain = board.talk("a", (("fraud", "clear"),)), board.talk("b")
    views = LiveViews(board.engine, Audit(board.engine))
    for minutes in (0, 1, 12):
        now = NOW + timedelta(minutes=minutes)
        views.note("anna", board.live.one(talk.id, person()), now)
        views.note("anna", board.live.one(plain.id, person()), now)
    with board.engine.connect() as db:
        rows = db.execute(AUDIT.select()).mappings().all()
    assert [row["about"] for row in rows] == [f"conversation:{talk.id}"] * 2


def test_whom_we_call_back_ourselves_is_not_with_the_bot(board: Switchboard) -> None:
    leg = board.talk("leg")
    case = Cases(board.engine, board.record).open(leg, "callback", "asked_for_callback", {}, NOW)
    Waits(board.engine).enter({"id": leg.id, "channel": "callback"}, case.id, Place("P3", "care", "de"), NOW)
    assert board.names() == []
