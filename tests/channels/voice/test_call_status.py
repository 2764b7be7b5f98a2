"""A call's status callbacks count by their number, not by the order they arrive in."""

from itertools import permutations

import pytest
from sqlalchemy import Engine, RowMapping, select

from bot.channels.voice.call_status import STATUSES, CallStatuses
from tests.builders import NOW

NEWS = [("0", "ringing"), ("1", "in-progress"), ("2", "completed")]


def note(engine: Engine, *news: tuple[str, str], **more: str) -> RowMapping:
    """The stored status after this news."""
    for sequence, status in news:
        fields = {"CallSid": "CA1", "SequenceNumber": sequence, "CallStatus": status}
        CallStatuses(engine).note(fields | more, NOW)
    with engine.connect() as db:
        return db.execute(select(STATUSES)).mappings().one()


def test_the_last_word_counts_in_every_order(engine: Engine) -> None:
    for number, order in enumerate(permutations(NEWS)):
        for sequence, status in order:
            fields = {"CallSid": f"CA{number}", "SequenceNumber": sequence, "CallStatus": status}
            CallStatuses(engine).note(fields, NOW)
    with engine.connect() as db:
        assert set(db.scalars(select(STATUSES.c.status))) == {"completed"}


def test_the_same_news_twice_is_one_row(engine: Engine) -> None:
    assert note(engine, *NEWS, *NEWS)["sequence"] == 2


def test_how_long_the_call_took(engine: Engine) -> None:
    assert note(engine, ("3", "completed"), CallDuration="61")["seconds"] == 61


@pytest.mark.parametrize("sequence", ["", "x", "-1", "1.5"])
def test_an_odd_number_counts_as_the_first(sqlite: Engine, sequence: str) -> None:
    assert note(sqlite, (sequence, "completed"))["sequence"] == 0


def test_an_odd_status_is_kept_short(engine: Engine) -> None:
    assert len(note(engine, ("1", "x" * 500))["status"]) <= 20
