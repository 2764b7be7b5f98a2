"""What the action server builds from its environment, and what it does when the shop is not there."""

import asyncio
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions import wiring
from actions.order_form import OrderForm
from bot.errors import ShopUnavailable
from bot.shop.connection import shop_clock
from bot.shop.knowledge import load_knowledge
from bot.shop.sql_shop import SqlShop
from bot.store.database import make_engine
from tests.actions.caller import stored_tracker
from tests.actions.wordings import domain

BERLIN = ZoneInfo("Europe/Berlin")


def test_database_and_clock_come_from_the_environment_alone(seeded: Path) -> None:
    environ = {"DATABASE_URL": f"sqlite:///{seeded}", "HOTLINE_NOW": "2026-11-23T10:00"}
    hotline = wiring.build(environ)
    assert hotline.shop.existing(["WM-104823"]) == {"WM-104823"}
    assert hotline.clock.now().date() == datetime(2026, 11, 23, tzinfo=BERLIN).date()


def test_nothing_is_built_when_an_action_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wiring, "build", lambda environ: pytest.fail("built too early"))
    assert OrderForm().name() == "validate_order_form"


def test_a_shop_that_is_down_fails_the_turn_instead_of_being_hidden(tmp_path: Path) -> None:
    shop = SqlShop(make_engine(f"sqlite:///{tmp_path}/nowhere/hotline.db"), BERLIN)
    broken = wiring.Hotline(shop, load_knowledge(), shop_clock({}))
    tracker = Tracker.from_dict(stored_tracker("answered"))
    with pytest.raises(ShopUnavailable):
        asyncio.run(OrderForm(lambda: broken).run(CollectingDispatcher(), tracker, {}))


def test_rasa_finds_every_action_the_domain_names() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    assert set(executor.actions) == set(domain()["actions"])
