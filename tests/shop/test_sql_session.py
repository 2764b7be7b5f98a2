"""Work that collides with somebody else's looks again, a bounded number of times."""

from datetime import datetime

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.errors import OrderNotFound, ShopUnavailable
from bot.shop.mailroom import Letter, send, sent
from bot.shop.sql_session import once, transaction
from bot.store.shop_tables import MailRow
from tests.shop.together import at_once

SECRET = "anna.meier@example.com"
LETTER = Letter("notice", None, "email", SECRET, "Hello", "Good day")


class Colliding:
    """Sends a letter, but finds the first ones' place taken."""

    def __init__(self, at: datetime, losses: int) -> None:
        self.at, self.losses, self.tries = at, losses, 0

    def __call__(self, session: Session) -> str:
        self.tries += 1
        send(session, LETTER, f"try {self.tries}", self.at)
        if self.tries <= self.losses:
            send(session, LETTER, f"try {self.tries}", self.at)
        return "sent"


def letters(engine: Engine) -> int:
    with transaction(engine) as session:
        return session.scalar(select(func.count()).select_from(MailRow)) or 0


def test_without_a_collision_there_is_one_try(empty: Engine, now: datetime) -> None:
    work = Colliding(now, losses=0)
    assert (once(empty, work), work.tries) == ("sent", 1)


def test_who_loses_tries_again_and_leaves_nothing_of_the_lost_try(empty: Engine, now: datetime) -> None:
    work = Colliding(now, losses=1)
    assert (once(empty, work), work.tries, letters(empty)) == ("sent", 2, 1)


@pytest.mark.parametrize("tries", [1, 2, 5])
def test_tries_are_bounded(empty: Engine, now: datetime, tries: int) -> None:
    work = Colliding(now, losses=9)
    with pytest.raises(ShopUnavailable, match="IntegrityError") as refused:
        once(empty, work, tries)
    assert (work.tries, letters(empty)) == (tries, 0)
    assert SECRET not in str(refused.value)


def test_the_last_try_counts_too(empty: Engine, now: datetime) -> None:
    assert once(empty, Colliding(now, losses=4), tries=5) == "sent"


def test_only_collisions_are_tried_again(empty: Engine) -> None:
    tries: list[int] = []

    def refuses(_session: Session) -> None:
        tries.append(1)
        raise OrderNotFound("none")

    with pytest.raises(OrderNotFound):
        once(empty, refuses)
    assert len(tries) == 1


def test_of_two_at_the_same_moment_the_second_finds_what_the_first_did(empty: Engine, now: datetime) -> None:
    def work(session: Session) -> int:
        return (sent(session, LETTER.document, "same") or send(session, LETTER, "same", now)).id

    one, other = at_once(lambda: once(empty, work), lambda: once(empty, work))
    assert isinstance(one, int)
    assert (one, letters(empty)) == (other, 1)
