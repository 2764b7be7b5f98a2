"""The demo shop on a Monday morning, and callers who talk to the actions in front of it."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, text

from actions.order_form import OrderForm
from actions.wiring import Hotline
from bot.clock import FixedClock
from bot.shop.demo import seed_if_empty
from bot.shop.knowledge import load_knowledge
from bot.shop.listing import newest_orders
from bot.shop.models import Order
from bot.shop.policies import Knowledge
from bot.shop.sql_shop import SqlShop
from bot.store.database import Base, make_engine
from tests.actions.caller import Caller

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN)

Rows = Callable[[str], list[dict[str, Any]]]
OrderLike = Callable[..., Order]
Call = Callable[..., Caller]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "hotline.db"
    engine = make_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    seed_if_empty(engine, FixedClock(NOW))
    engine.dispose()
    return path


@pytest.fixture
def engine(seeded: Path, tmp_path: Path) -> Iterator[Engine]:
    shutil.copy(seeded, tmp_path / "hotline.db")
    engine = make_engine(f"sqlite:///{tmp_path}/hotline.db")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """Read once, because that takes longer than most tests; nothing in it changes."""
    return load_knowledge()


@pytest.fixture
def hotline(engine: Engine, knowledge: Knowledge) -> Hotline:
    return Hotline(SqlShop(engine, BERLIN), knowledge, FixedClock(NOW))


@pytest.fixture
def rows(engine: Engine) -> Rows:
    """Rows of the shop's tables."""

    def read(query: str) -> list[dict[str, Any]]:
        with engine.connect() as db:
            return [dict(row) for row in db.execute(text(query)).mappings()]

    return read


@pytest.fixture(scope="session")
def orders(seeded: Path) -> list[Order]:
    """All demo orders as they were seeded; read once, because that takes longer than most tests."""
    engine = make_engine(f"sqlite:///{seeded}")
    found = newest_orders(engine, BERLIN, None)
    engine.dispose()
    return found


@pytest.fixture
def order_like(orders: list[Order]) -> OrderLike:
    """The newest demo order that fits; keywords are its fields, or predicates on them."""

    def find(**wanted: Any) -> Order:
        def fits(order: Order) -> bool:
            found = ((getattr(order, name), value) for name, value in wanted.items())
            return all(value(has) if callable(value) else has == value for has, value in found)

        return next(order for order in orders if fits(order))

    return find


@pytest.fixture
def call(hotline: Hotline) -> Call:
    """A call in the order form."""

    def start(**slots: Any) -> Caller:
        return Caller(OrderForm, hotline, **slots)

    return start


@pytest.fixture
def owner_of(call: Call) -> Callable[..., Caller]:
    """A caller whose phone number belongs to the order's customer."""
    return lambda order, **slots: call(caller_customers=[order.customer_id], **slots)
