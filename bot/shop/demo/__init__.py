"""The demo shop: the same people and orders every time, dated back from the clock's now."""

from random import Random

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.shop.demo.catalogue import products
from bot.shop.demo.orders import DemoOrders
from bot.shop.demo.people import customers
from bot.shop.knowledge import load_knowledge
from bot.shop.sql_session import transaction
from bot.store.shop_tables import OrderRow

SEED = 2
CUSTOMERS = 230


def seed_if_empty(engine: Engine, clock: Clock, seed: int = SEED) -> int:
    """Fill an empty shop and say how many orders it got; 0 when it has any. The tables must exist."""
    try:
        with transaction(engine, judge_conflicts=True) as session:
            if session.scalar(select(OrderRow.order_number).limit(1)):
                return 0
            # Repeatable on purpose; nothing here is secret.
            return _fill(session, clock, Random(seed))  # noqa: S311
    except IntegrityError:
        # Another process was seeding at the same moment; its rows are the same as ours.
        return 0


def _fill(session: Session, clock: Clock, rng: Random) -> int:
    now = clock.now()
    people = customers(rng, CUSTOMERS)
    range_ = products(now)
    demo = DemoOrders(rng, now, people, range_, load_knowledge().delivery)
    session.add_all([*people, *range_])
    session.flush()
    orders = demo.orders()
    session.add_all(orders)
    session.flush()
    session.add_all([*demo.returns(), *demo.events()])
    return len(orders)
