"""A withdrawal is confirmed in writing: by text where it arrives, else by a person."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.channels.outbox import MESSAGES, opt_out
from bot.handover.cases import HANDOVERS
from bot.shop.textable import can_text
from tests.builders import CALLER, recorded, services_on, turn

RECEIPT = {
    "kind": "withdrawal",
    "reference": "WR-5",
    "at": "2026-11-23T08:12:00+00:00",
    "order_number": "WM-104823",
}


def confirm(
    engine: Engine, receipt: dict[str, Any] = RECEIPT, **talk: Any
) -> tuple[list[Any], list[Any], Any]:
    """Messages and cases after a withdrawal, and the turn."""
    given = services_on(engine)
    under_way = turn(talk=recorded(engine, **talk), given=given)
    given.receipts.send(under_way, receipt)
    with engine.connect() as db:
        messages = list(db.execute(select(MESSAGES)).mappings())
        return messages, list(db.execute(select(HANDOVERS)).mappings()), under_way


def test_a_mobile_number_gets_a_text_with_content_date_and_time(engine: Engine) -> None:
    (message,), cases, _ = confirm(engine)
    assert (message["to"], message["purpose"], cases) == (CALLER, "withdrawal_receipt", [])
    for part in ("WM-104823", "23.11.", "09:12 Uhr", "WR-5", "14 Tagen"):
        assert part in message["body"]


def test_the_receipt_is_worded_in_the_caller_s_language(sqlite: Engine) -> None:
    (message,), _, _ = confirm(sqlite, language="en")
    assert "We received your withdrawal from order WM-104823" in message["body"]


def test_without_an_order_number_the_receipt_is_a_whole_sentence(sqlite: Engine) -> None:
    (message,), _, _ = confirm(sqlite, {**RECEIPT, "order_number": None})
    assert "Ihren Widerruf haben wir" in message["body"]


@pytest.mark.parametrize("caller", [None, "+4930123456"])
def test_who_cannot_be_texted_gets_the_receipt_from_a_person(engine: Engine, caller: str | None) -> None:
    messages, (case,), under_way = confirm(engine, caller=caller)
    assert (messages, case["kind"], case["reason"]) == ([], "receipt", "receipt_by_hand")
    assert case["packet"]["summary"]["reference"] == "WR-5"
    assert ("receipt", {"reference": "WR-5", "by": "person"}) in under_way.events


def test_a_receipt_by_hand_does_not_put_the_caller_in_the_queue(sqlite: Engine) -> None:
    _, _, under_way = confirm(sqlite, caller=None)
    assert under_way.conversation.owner == "bot"
    assert under_way.memory.case is None


def test_a_receipt_already_mailed_needs_no_person(sqlite: Engine) -> None:
    _, cases, _ = confirm(sqlite, {**RECEIPT, "mailed": True}, caller=None)
    assert cases == []


def test_who_opted_out_gets_the_receipt_from_a_person(sqlite: Engine) -> None:
    with sqlite.begin() as db:
        opt_out(db, CALLER, "stopp")
    messages, (case,), _ = confirm(sqlite)
    assert (messages, case["kind"]) == ([], "receipt")


@pytest.mark.parametrize(
    ("number", "reachable"),
    [
        ("+491713920001", True),
        ("+43664123456", True),
        ("+12025550123", True),
        ("+4930123456", False),
        (None, False),
        ("MusterShop", False),
    ],
)
def test_which_numbers_a_text_reaches(number: str | None, reachable: bool) -> None:
    assert can_text(number) is reachable


@pytest.mark.parametrize(
    ("kind", "words"),
    [("subscription_end", "Ihre Kündigung haben wir"), ("privacy", "Ihren Antrag zum Datenschutz haben wir")],
)
def test_other_declarations_have_words_of_their_own(sqlite: Engine, kind: str, words: str) -> None:
    (message,), _, _ = confirm(sqlite, {**RECEIPT, "kind": kind, "order_number": None})
    assert (message["purpose"], words in message["body"]) == (f"{kind}_receipt", True)
    assert "WR-5" in message["body"]
