"""Orders to be collected, spare parts and repairs in the demo shop, on both databases."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.errors import SettingsInvalid
from bot.shop.knowledge import load_knowledge
from bot.shop.models import OrderStatus
from bot.shop.pickups.models import PickupState
from bot.shop.pickups.terms import load_pickup_terms
from bot.shop.sql_shop import SqlShop
from tests.shop.builders import BERLIN

TODAY = date(2026, 11, 23)


@pytest.fixture
def shop(lasting_engine: Engine) -> SqlShop:
    return SqlShop(lasting_engine, BERLIN)


@pytest.mark.parametrize(
    ("number", "state", "status"),
    [
        ("WM-131407", PickupState.READY, OrderStatus.PACKED),
        ("WM-152938", PickupState.ON_ITS_WAY, OrderStatus.PAID),
        ("WM-168251", PickupState.COLLECTED, OrderStatus.DELIVERED),
        ("WM-173364", PickupState.EXPIRED, OrderStatus.PACKED),
    ],
)
def test_the_demo_shop_has_every_state_of_a_collection(
    shop: SqlShop, number: str, state: PickupState, status: OrderStatus
) -> None:
    pickup = shop.pickups.pickup_of(number)
    assert pickup is not None
    assert (pickup.state(TODAY), shop.order(number).status) == (state, status)
    assert pickup.store_id in {store.id for store in load_knowledge().stores}


def test_the_last_day_counts(shop: SqlShop) -> None:
    pickup = shop.pickups.pickup_of("WM-131407")
    assert pickup is not None
    assert pickup.keep_until is not None
    assert pickup.state(pickup.keep_until) is PickupState.READY
    assert pickup.state(pickup.keep_until + timedelta(days=1)) is PickupState.EXPIRED


@pytest.mark.parametrize("number", ["WM-104823", "", "\0"])
def test_other_orders_are_not_collected(shop: SqlShop, number: str) -> None:
    assert shop.pickups.pickup_of(number) is None


def test_a_slip_in_the_terms_is_named(tmp_path: Path) -> None:
    (tmp_path / "pickup.yml").write_text("source: x\n")
    with pytest.raises(SettingsInvalid, match=r"pickup\.yml"):
        load_pickup_terms(tmp_path)


def test_parts_belong_to_articles_of_the_range(shop: SqlShop) -> None:
    lid, seal = shop.workshop.parts_for("481207")
    assert (lid.part_number, lid.name("de"), lid.name("en")) == (
        "48120701",
        "Ersatzdeckel",
        "replacement lid",
    )
    assert seal.days == (2, 4)
    assert shop.workshop.parts_for("999999") == ()


def test_repairs_are_found_by_their_order(shop: SqlShop, lasting_engine: Engine) -> None:
    with lasting_engine.connect() as db:
        number = db.exec_driver_sql("SELECT min(order_number) FROM shop_repairs").scalar_one()
    (repair, *_) = shop.workshop.repairs_of(number)
    assert repair.order_number == number
    assert repair.article_number in {line.article_number for line in shop.order(number).lines}
    assert shop.workshop.repairs_of("WM-000000") == ()
