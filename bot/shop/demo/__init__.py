"""The demo shop: the same people and orders every time, dated back from the clock's now."""

from datetime import datetime
from random import Random

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.shop.demo.bills import DemoBills
from bot.shop.demo.catalogue import products
from bot.shop.demo.families import rows as families
from bot.shop.demo.open_orders import DemoOpenOrders
from bot.shop.demo.orders import DemoOrders
from bot.shop.demo.people import customers
from bot.shop.demo.places import places
from bot.shop.demo.recurring import DemoAccounts
from bot.shop.demo.singles import DemoSingles
from bot.shop.demo.sizes import sizes
from bot.shop.demo.vouchers import vouchers
from bot.shop.demo.workshop import repairs, spare_parts
from bot.shop.knowledge import load_knowledge
from bot.shop.sql_session import transaction
from bot.store.shop_tables import CustomerRow, OrderRow

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
    session.add_all([*people, *range_, *places()])
    session.flush()
    orders = demo.orders()
    session.add_all(orders)
    session.flush()
    session.add_all([*demo.returns(), *demo.events()])
    for batch in (*families(now), *sizes(now)):
        session.add_all(batch)
        session.flush()
    _beside_orders(session, now, people, orders)
    session.add_all([*spare_parts(), *repairs(orders, now), *vouchers(now)])
    still_open = _still_open(session, DemoOpenOrders(now, range_))
    return len(orders) + still_open + _singles(session, DemoSingles(now, range_))


def _still_open(session: Session, demo: DemoOpenOrders) -> int:
    session.add_all(demo.customers())
    session.flush()
    orders = demo.orders()
    session.add_all(orders)
    session.flush()
    session.add_all(demo.events(orders))
    return len(orders)


def _singles(session: Session, demo: DemoSingles) -> int:
    session.add_all(demo.customers())
    session.flush()
    orders = demo.orders()
    session.add_all(orders)
    session.flush()
    session.add_all([*demo.pickups(), *demo.events()])
    return len(orders)


def _beside_orders(
    session: Session, now: datetime, people: list[CustomerRow], orders: list[OrderRow]
) -> None:
    accounts, bills = DemoAccounts(now.date(), people, orders), DemoBills(now, orders)
    session.add_all([*accounts.subscriptions(), *accounts.points(), *accounts.gift_cards()])
    session.add_all([*bills.invoices(), *bills.payments()])
