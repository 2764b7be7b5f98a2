"""Transactions on the shop's tables, with database failures turned into ShopUnavailable."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, TimeoutError
from sqlalchemy.orm import Session

from bot.errors import ShopUnavailable


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
