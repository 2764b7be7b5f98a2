"""The packet in the store: notes, promises and what people added outlive every update."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from bot.conversation.record import EVENTS, Record
from bot.conversation.state import Conversation
from bot.handover.cases import HANDOVERS, Case, Cases, Window
from bot.handover.order_facts import OrderFacts
from bot.handover.waits import Place
from tests.builders import CALLER, NOW, recorded
from tests.handover.flagged import day, flag, order

LATER = Window(NOW + timedelta(hours=1), NOW + timedelta(hours=3))
SAFE_NUMBER = "+491713920009"


class Opened:
    """A case on a database, and what its packet says now."""

    def __init__(self, engine: Engine, *flags: dict[str, Any], orders: tuple[OrderFacts, ...] = ()) -> None:
        self.engine, self.orders = engine, orders
        self.cases = Cases(engine, Record(engine), orders_of=lambda talk: self.orders)
        self.talk: Conversation = recorded(engine)
        self.talk.memory.flags = list(flags)
        self.case: Case = self.cases.open(self.talk, "delicate", "bereavement", {}, NOW)

    def refresh(self, reason: str = "waiting", **summary: Any) -> dict[str, Any]:
        self.cases.refresh(self.case.id, self.talk, reason, summary, NOW)
        return self.packet

    @property
    def packet(self) -> dict[str, Any]:
        with self.engine.connect() as db:
            content: dict[str, Any] = db.execute(select(HANDOVERS.c.packet)).scalar_one()
        return content

    @property
    def events(self) -> list[dict[str, Any]]:
        with self.engine.connect() as db:
            return [dict(row) for row in db.execute(select(EVENTS).order_by(EVENTS.c.id)).mappings()]


def test_a_note_is_appended_and_outlives_updates(engine: Engine) -> None:
    opened = Opened(engine)
    opened.cases.note(opened.case.id, "staff-1", "möchte lieber schreiben", NOW)
    opened.cases.note(opened.case.id, "staff-2", "Konto ist zu")
    opened.refresh(more=1)
    notes = opened.packet["notes"]
    assert [(note["who"], note["words"]) for note in notes] == [
        ("staff-1", "möchte lieber schreiben"),
        ("staff-2", "Konto ist zu"),
    ]
    assert notes[0]["at"] == NOW.isoformat()
    assert opened.packet["summary"]["notes"] == notes


def test_a_note_leaves_an_event_without_its_words(sqlite: Engine) -> None:
    opened = Opened(sqlite)
    opened.cases.note(opened.case.id, "staff-1", "ihr Mann hieß Karl", NOW)
    assert (opened.events[-1]["who"], opened.events[-1]["what"]) == ("staff-1", "case_noted")
    assert "Karl" not in json.dumps(opened.events[-1]["data"])


def test_a_flag_heard_while_waiting_is_in_the_packet(engine: Engine) -> None:
    opened = Opened(engine)
    opened.talk.memory.flags.append(flag("crisis", "acute", 4))
    assert [one["code"] for one in opened.refresh()["flags"]] == ["crisis"]
    assert opened.packet["do_dont"][0] == "dont_sell"


def test_what_an_expert_said_of_a_flag_is_not_overwritten(sqlite: Engine) -> None:
    opened = Opened(sqlite, flag("bereavement"))
    content = opened.packet
    content["flags"][0]["confirmed_by_expert"] = True
    content["expert_notes"] = [{"disposition": "resolved"}]
    with sqlite.begin() as db:
        db.execute(update(HANDOVERS).values(packet=content))
    opened.talk.memory.flags.append(flag("hardship"))
    fresh = opened.refresh()
    assert [(one["code"], one["confirmed_by_expert"]) for one in fresh["flags"]] == [
        ("bereavement", True),
        ("hardship", None),
    ]
    assert fresh["expert_notes"] == [{"disposition": "resolved"}]


def test_the_reason_stays_and_later_ones_are_noted_once(sqlite: Engine) -> None:
    opened = Opened(sqlite)
    for reason in ("waiting", "asked_for_person", "waiting"):
        opened.refresh(reason)
    assert opened.packet["reason"] == "bereavement"
    assert opened.packet["reasons"] == ["bereavement", "waiting", "asked_for_person"]


def test_a_promise_is_a_deadline_and_stays_one(engine: Engine) -> None:
    opened = Opened(engine)
    opened.cases.promise(opened.case.id, opened.talk, "callback", LATER, CALLER)
    expected = {"type": "promised_callback", "date": "2026-11-23", "at": LATER.end.isoformat()}
    for packet in (opened.packet, opened.refresh()):
        assert packet["deadlines"] == [{**expected, "how": "promised", "over": False}]


def test_what_the_shop_said_before_holds_while_it_does_not_answer(sqlite: Engine) -> None:
    opened = Opened(sqlite, orders=(order(withdrawal_until=day(7)),))
    opened.orders = ()
    packet = opened.refresh()
    assert [one["order_number"] for one in packet["orders"]] == ["WM-104823"]
    assert [one["type"] for one in packet["deadlines"]] == ["withdrawal"]
    opened.orders = (order(order_number="WM-100001", refund_until=day(3)),)
    assert [(one["type"], one["order_number"]) for one in opened.refresh()["deadlines"]] == [
        ("refund", "WM-100001")
    ]


def test_where_an_unsafe_caller_can_be_reached_is_in_the_contact_rule_alone(engine: Engine) -> None:
    opened = Opened(engine, flag("abuse_safety"))
    opened.cases.promise(opened.case.id, opened.talk, "callback", LATER, SAFE_NUMBER)
    packet = opened.refresh()
    contact = packet["permissions"].pop("safe_contact")
    assert contact["callback"]["phone"] == SAFE_NUMBER
    assert packet["permissions"]["callback"] is None
    assert SAFE_NUMBER not in json.dumps(packet)
    promised = [event for event in opened.events if event["what"] == "promised"]
    assert [event["data"] for event in promised] == [{"kind": "callback"}]


def test_danger_heard_later_takes_back_the_agreed_number(sqlite: Engine) -> None:
    opened = Opened(sqlite)
    opened.cases.promise(opened.case.id, opened.talk, "callback", LATER, CALLER)
    opened.talk.memory.flags.append(flag("abuse_safety", turn=3))
    assert opened.refresh()["permissions"]["callback"] is None


def test_on_the_way_to_a_person_estimate_and_attempts_become_known(sqlite: Engine) -> None:
    opened = Opened(sqlite)
    assert (opened.packet["routing"]["ewt"], opened.packet["routing"]["attempts"]) == (None, 0)
    opened.cases.queued(opened.case.id, Place("P1", "care_estate", "de"))
    opened.cases.routed(opened.case.id, ewt=240, attempts=2)
    routing = opened.refresh()["routing"]
    assert (routing["priority"], routing["skill"], routing["ewt"], routing["attempts"]) == (
        "P1",
        "care_estate",
        240,
        2,
    )
    assert routing["level"] == 1


@pytest.mark.parametrize("left_out", ["expert_notes", "reasons", "orders", "signals", "notes"])
def test_a_case_opened_by_an_older_version_can_be_brought_up_to_date(sqlite: Engine, left_out: str) -> None:
    opened = Opened(sqlite)
    content = opened.packet
    content.pop(left_out, None)
    content["permissions"] = {"callback": CALLER, "sms": False, "safe_contact": None}
    with sqlite.begin() as db:
        db.execute(update(HANDOVERS).values(packet=content))
    fresh = opened.refresh()
    assert (fresh["permissions"]["callback"], fresh["permissions"]["email"]) == (CALLER, False)
    assert left_out in fresh
