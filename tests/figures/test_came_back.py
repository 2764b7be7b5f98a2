"""Who is here again about the same thing within seven days, on whatever channel, was not helped for good."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from bot.conversation.record import CONVERSATIONS, EVENTS, TURNS
from bot.figures.counting import whole
from bot.figures.definitions import BY_KEY
from bot.figures.period import Piece
from bot.handover.outbound_facts import DIALS
from tests.builders import NOW

MONDAY, DAY = NOW, timedelta(days=1)
FIRST, OTHER = "+4915112345678", "+4915187654321"


class Talks:
    """Conversations with a wish that the bot settles."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.count = 0

    def add(self, at: datetime, wish: str = "order_status", **facts: Any) -> str:
        self.count += 1
        talk = f"talk-{self.count}"
        values: dict[str, Any] = {"id": talk, "channel": "voice", "language": "de", "owner": "closed"}
        values |= {
            "caller": FIRST,
            "called": "+49",
            "call_sid": f"CA{self.count}",
            "memory": {},
            "version": 0,
        }
        values |= {"started_at": at, "last_at": at, "closed_at": at + timedelta(minutes=2), "turns": 1}
        turn = {
            "conversation_id": talk,
            "number": 1,
            "at": at,
            "language": "de",
            "intent": wish,
            "route": "bot",
        }
        settled = {"at": at, "conversation_id": talk, "who": "hotline", "what": "wish_settled"}
        with self.engine.begin() as db:
            db.execute(insert(CONVERSATIONS).values(**values | facts))
            db.execute(insert(TURNS).values(**turn))
            db.execute(insert(EVENTS).values(**settled, data={"wish": wish}))
        return talk

    def about(self, talk: str, order: str, at: datetime, wish: str = "order_status") -> None:
        told = {"at": at, "conversation_id": talk, "who": "hotline", "what": "contact_about"}
        with self.engine.begin() as db:
            db.execute(insert(EVENTS).values(**told, data={"wish": wish, "order": order}))

    def net(self, now: datetime = MONDAY + 30 * DAY) -> tuple[float, float]:
        piece = Piece(MONDAY, MONDAY + DAY)
        (figure,) = whole(self.engine, piece, now, [BY_KEY["net_containment"]])
        return figure.of, figure.all


@pytest.fixture
def talks(engine: Engine) -> Talks:
    return Talks(engine)


def test_who_does_not_come_back_was_helped(talks: Talks) -> None:
    talks.add(MONDAY)
    assert talks.net() == (1, 1)


def test_it_is_known_only_after_seven_days(talks: Talks) -> None:
    talks.add(MONDAY)
    assert talks.net(MONDAY + timedelta(days=7, minutes=1)) == (0, 0)
    assert talks.net(MONDAY + timedelta(days=7, minutes=2)) == (1, 1)


@pytest.mark.parametrize(("channel", "sid"), [("voice", "CA99"), ("sms", None)])
def test_back_on_any_channel_is_back(talks: Talks, channel: str, sid: str | None) -> None:
    talks.add(MONDAY)
    talks.add(MONDAY + 2 * DAY, channel=channel, call_sid=sid)
    assert talks.net() == (0, 1)


def test_seven_days_after_the_end_is_the_last_moment(talks: Talks) -> None:
    talks.add(MONDAY)
    end = MONDAY + timedelta(minutes=2)
    talks.add(end + 7 * DAY + timedelta(microseconds=1))
    assert talks.net() == (1, 1)
    talks.add(end + 7 * DAY, caller=FIRST)
    assert talks.net() == (0, 1)


def test_another_wish_or_another_number_is_somebody_or_something_else(talks: Talks) -> None:
    talks.add(MONDAY)
    talks.add(MONDAY + DAY, wish="invoice_copy")
    talks.add(MONDAY + DAY, caller=OTHER)
    talks.add(MONDAY + DAY, caller=None)
    assert talks.net() == (1, 1)


def test_the_same_order_is_the_same_matter_from_whatever_number(talks: Talks) -> None:
    first = talks.add(MONDAY, caller=None)
    talks.about(first, "WM-104823", MONDAY)
    later = talks.add(MONDAY + DAY, caller=OTHER)
    talks.about(later, "WM-104823", MONDAY + DAY)
    assert talks.net() == (0, 1)


def test_our_own_call_to_them_is_no_contact_of_theirs(talks: Talks) -> None:
    talks.add(MONDAY)
    talks.add(MONDAY + DAY, call_sid="CAours")
    with talks.engine.begin() as db:
        dial = {"at": MONDAY + DAY, "purpose": "callback", "to": FIRST, "call_sid": "CAours"}
        db.execute(insert(DIALS).values(**dial))
    assert talks.net() == (1, 1)
