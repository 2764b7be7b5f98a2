"""A rule protects the number and the conversation; only the call the caller set is allowed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.conversation.state import Conversation
from bot.handover.contact_rules import RULES, ContactRules
from bot.store.contact_safety import is_protected
from tests.builders import CALLER, NOW, recorded
from tests.handover.delicate_line import DelicateLine

SAFE_PHONE, OTHER = "+491713920044", "+491713929999"
HOUR = timedelta(hours=1)


def protected(engine: Engine, **talk: Any) -> tuple[ContactRules, Conversation, str]:
    """A conversation whose caller must not be contacted, and its case."""
    line = DelicateLine(engine, **talk)
    line.say("gestorben")
    rules = ContactRules(engine)
    rules.protect(line.talk, line.case["id"], NOW)
    return rules, line.talk, line.case["id"]


def may_call(engine: Engine, rules: ContactRules, phone: str, talk: str | None, at: datetime) -> bool:
    with engine.connect() as db:
        return rules.may_call(db, phone, talk, at)


def test_neither_the_number_nor_anybody_about_the_conversation_is_called(sqlite: Engine) -> None:
    rules, talk, _ = protected(sqlite)
    assert not may_call(sqlite, rules, CALLER, None, NOW)
    assert not may_call(sqlite, rules, OTHER, talk.id, NOW)
    assert may_call(sqlite, rules, OTHER, None, NOW)


@pytest.mark.parametrize(
    ("phone", "after", "allowed"),
    [
        (SAFE_PHONE, 0 * HOUR, True),
        (SAFE_PHONE, 1 * HOUR, True),
        (SAFE_PHONE, -timedelta(seconds=1), False),
        (SAFE_PHONE, HOUR + timedelta(seconds=1), False),
        (CALLER, 0 * HOUR, False),
    ],
)
def test_only_the_number_and_the_hour_they_set(
    sqlite: Engine, phone: str, after: timedelta, allowed: bool
) -> None:
    rules, talk, _ = protected(sqlite)
    rules.allow(talk, SAFE_PHONE, NOW, NOW + HOUR)
    assert may_call(sqlite, rules, phone, talk.id, NOW + after) is allowed


def test_a_second_protection_does_not_forget_what_was_set(sqlite: Engine) -> None:
    rules, talk, case = protected(sqlite)
    rules.allow(talk, SAFE_PHONE, NOW, NOW + HOUR)
    rules.protect(talk, case, NOW)
    with sqlite.connect() as db:
        (callback,) = db.execute(select(RULES.c.callback)).scalars().all()
    assert callback["phone"] == SAFE_PHONE


def test_a_withheld_number_is_protected_by_its_conversation(sqlite: Engine) -> None:
    rules, talk, _ = protected(sqlite, caller=None)
    other = recorded(sqlite, id="22222222-2222-4222-8222-222222222222", caller=None)
    with sqlite.connect() as db:
        assert is_protected(db, None, talk.id)
        assert not is_protected(db, None, other.id)
    assert not may_call(sqlite, rules, OTHER, talk.id, NOW)


def test_with_the_case_the_rule_ends(sqlite: Engine) -> None:
    rules, talk, case = protected(sqlite)
    rules.lift(case, NOW)
    assert may_call(sqlite, rules, CALLER, talk.id, NOW)
