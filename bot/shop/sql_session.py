"""Transactions on the shop's tables, with database failures turned into ShopUnavailable."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, TimeoutError
from sqlalchemy.orm import Session

from bot.errors import ShopUnavailable

R = TypeVar("R")


@contextmanager
def transaction(engine: Engine, *, judge_conflicts: bool = False) -> Iterator[Session]:
    """A session that commits at the end, or not at all; IntegrityError passes if the caller judges it."""
    try:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session
    except (DBAPIError, TimeoutError) as error:
        if judge_conflicts and isinstance(error, IntegrityError):
            raise
        # The database's message quotes the statement's values, which are personal: only its kind goes on.
        raise ShopUnavailable(f"the shop's database failed: {type(error).__name__}") from None


def once(engine: Engine, work: Callable[[Session], R], tries: int = 2) -> R:
    """Work that looks for what is there before it inserts, done once whoever asks at the same moment.

    Two tries suffice where only the same request can be in the way; who competes for numbers or places needs
    more. Raises ShopUnavailable when the last try collides too.
    """
    for _ in range(tries - 1):
        try:
            with transaction(engine, judge_conflicts=True) as session:
                return work(session)
        except IntegrityError:
            # Whoever loses the insert looks again, and finds the winner's row.
            continue
    with transaction(engine) as session:
        return work(session)
