import pytest

from bot.errors import SettingsInvalid
from bot.shop.connection import database_url, shop_clock, shop_zone


def test_the_given_database_is_used() -> None:
    assert database_url({"DATABASE_URL": "postgresql://db/hotline"}) == "postgresql://db/hotline"


def test_otherwise_it_is_a_file_in_the_data_folder() -> None:
    assert database_url({"DATA_DIR": "/srv/hotline"}) == "sqlite:////srv/hotline/hotline.db"


def test_the_simulated_clock_counts_for_the_shop_too() -> None:
    now = shop_clock({"HOTLINE_NOW": "2026-11-23T10:00"}).now()
    assert f"{now:%Y-%m-%d %H:%M}" == "2026-11-23 10:00"
    assert shop_zone({}).key == "Europe/Berlin"


def test_a_bad_moment_is_named() -> None:
    with pytest.raises(SettingsInvalid, match="HOTLINE_NOW"):
        shop_clock({"HOTLINE_NOW": "morgen"})
