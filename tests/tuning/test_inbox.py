"""Finding sentences: filters, words, pages, groups, and counts that add up; alike on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, delete, insert, update

from bot.clock import FixedClock
from bot.tuning.inbox import Inbox
from bot.tuning.inbox_asked import EVERY, STATUS_CHOICES, TO_DO, VIEWS, Asked, read_asked
from bot.tuning.utterances import STATUSES, UTTERANCES
from tests.builders import NOW

SENTENCES = (
    "Wo bleibt meine Bestellung [order_number]?",
    "Meine E-Mail-Adresse hat sich geändert",
    "where is my order",
    "Die Lieferung der Möbel ist überfällig, ÄRGERLICH",
    "I'd like to cancel order number seven",
)
SIZE = 300


def rows(seed: int = 3) -> Iterator[dict[str, Any]]:
    random = Random(seed)
    for number in range(1, SIZE + 1):
        yield {
            "id": number,
            "conversation_id": f"c{number:08d}",
            "turn": 1,
            "at": NOW - timedelta(hours=SIZE - number),
            "channel": random.choice(("voice", "sms")),
            "language": random.choice(("de", "en")),
            "text": f"{random.choice(SENTENCES)} w{number}",
            "intent": random.choice(("order_status", "order_cancel", None)),
            "confidence": random.choice((None, 0.3, 0.5, 0.5, 0.99)),
            "model_version": random.choice((None, 1, 2)),
            "flags": [],
            **{name: random.random() < 0.3 for name in ("clarified", "failed", "handed_over", "corrected")},
            "candidate_intent": random.choice((None, None, "other_topic")),
            "group_id": random.choice((None, 1, 2, 3, number + 10)),
            "status": random.choice(STATUSES),
        }


@pytest.fixture
def box(engine: Engine) -> Inbox:
    with engine.begin() as db:
        db.execute(insert(UTTERANCES), list(rows()))
    return Inbox(engine, FixedClock(NOW))


def walked(box: Inbox, asked: Asked) -> list[int]:
    """All ids, page by page."""
    found, after = [], ""
    while True:
        page = box.page(asked, after)
        found += [row["id"] for row in page.rows]
        if page.after is None:
            return found
        after = page.after


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "more", [{}, {"status": EVERY}, {"language": "en", "status": EVERY}, {"words": "order"}]
)
def test_as_many_are_found_as_are_counted(box: Inbox, view: str, more: dict[str, str]) -> None:
    asked = read_asked({"view": view, **more})
    found = walked(box, asked)
    assert len(found) == len(set(found)) == box.counts(asked)[view]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("language", ("de", "en")),
        ("channel", ("voice", "sms")),
        ("intent", ("order_status", "order_cancel", "-")),
    ],
)
@pytest.mark.parametrize("base", [{"status": EVERY}, {}, {"words": "order"}])
def test_the_parts_of_a_filter_add_up_to_the_whole(
    box: Inbox, name: str, parts: tuple[str, ...], base: dict[str, str]
) -> None:
    whole = box.counts(read_asked(base))
    each = [box.counts(read_asked({**base, name: part})) for part in parts]
    assert whole == {view: sum(one[view] for one in each) for view in VIEWS}
    assert whole["newest"] > 0


def test_the_statuses_add_up(box: Inbox) -> None:
    number = {status: box.counts(read_asked({"status": status}))["newest"] for status in STATUS_CHOICES}
    assert number[EVERY] == SIZE == sum(number[status] for status in STATUSES)
    assert number[TO_DO] == number["open"] + number["half"] + number["disputed"]


def test_groups_hold_all_that_have_one(box: Inbox) -> None:
    asked, found, after = read_asked({"status": EVERY, "grouped": "1"}), [], ""
    while True:
        page = box.groups(asked, after)
        found += [(group.size, group.id) for group in page.groups]
        if page.after is None:
            break
        after = page.after
    expected = sum(row["group_id"] is not None for row in rows())
    assert sum(size for size, _ in found) == expected
    assert all(left[0] >= right[0] for left, right in pairwise(found))
    assert len({group for _, group in found}) == len(found)


def test_a_group_alone_is_what_is_in_it(box: Inbox) -> None:
    asked = read_asked({"status": EVERY, "group": "2"})
    assert set(walked(box, asked)) == {row["id"] for row in rows() if row["group_id"] == 2}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("bestellung", ("bestellung",)),
        ("BESTELL", ("bestellung",)),
        ("order", ("order",)),
        ("möbel", ("möbel",)),
        ("ärgerlich überfällig", ("ärgerlich",)),
        ("mobel", ()),
        ("e-mail", ("e-mail",)),
        ("mail-adresse", ("e-mail",)),
        ('"order number"', ("order number", "[order_number]")),
        ('"number order"', ()),
        ("order_number", ("order number", "[order_number]")),
        ("w7", ("w7",)),
        ("or", ()),
    ],
)
def test_sentences_are_found_by_their_words(box: Inbox, typed: str, expected: tuple[str, ...]) -> None:
    found = set(walked(box, read_asked({"status": EVERY, "words": typed})))
    by_hand = {row["id"] for row in rows() if any(one in row["text"].casefold() for one in expected)}
    if typed == "w7":
        by_hand = {7}
    assert found == by_hand


def test_the_words_follow_what_becomes_of_a_sentence(box: Inbox, engine: Engine) -> None:
    asked = read_asked({"status": EVERY, "words": "w7"})
    with engine.begin() as db:
        db.execute(update(UTTERANCES).where(UTTERANCES.c.id == 8).values(text="w7 noch einmal"))
    assert walked(box, asked) == [8, 7]
    with engine.begin() as db:
        db.execute(delete(UTTERANCES).where(UTTERANCES.c.id == 7))
        db.execute(update(UTTERANCES).where(UTTERANCES.c.id == 8).values(text="anders"))
    assert walked(box, asked) == []


def test_a_period_ends_with_today(box: Inbox) -> None:
    midnight = NOW.replace(hour=0)
    today = set(walked(box, read_asked({"status": EVERY, "period": "today"})))
    assert today == {row["id"] for row in rows() if row["at"] >= midnight}
    week = walked(box, read_asked({"status": EVERY, "period": "week"}))
    assert len(week) == sum(row["at"] >= midnight - timedelta(days=6) for row in rows())


def test_days_are_both_included_and_the_houses_own(box: Inbox) -> None:
    day = (NOW - timedelta(days=2)).date().isoformat()
    found = set(walked(box, read_asked({"status": EVERY, "first": day, "last": day})))
    assert found == {row["id"] for row in rows() if row["at"].date().isoformat() == day}
    assert len(found) == 24


def test_what_is_asked_for_can_be_read_back_from_its_address() -> None:
    asked = read_asked(
        {
            "view": "failed",
            "words": ' "order  number" ',
            "grouped": "1",
            "version": "2",
            "first": "2026-11-01",
        }
    )
    assert read_asked(asked.as_args()) == asked
    assert asked.words == '"order number"'
    assert Asked().as_args() == {}
    assert not Asked(view="failed", grouped=True).filtered
    assert asked.filtered


def test_moments_are_kept_in_utc_whatever_the_database(box: Inbox) -> None:
    assert box.page(read_asked({"status": EVERY})).rows[0]["at"] == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
