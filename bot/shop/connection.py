"""Opens the shop from DATABASE_URL or DATA_DIR alone, so that it works without the carrier's settings."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.clock import Clock, WallClock
from bot.errors import SettingsInvalid
from bot.settings import DEFAULTS
from bot.shop.sql_shop import SqlShop
from bot.store.database import make_engine


def database_url(environ: Mapping[str, str]) -> str:
    """DATABASE_URL, else the SQLite file in DATA_DIR."""
    data_dir = Path(_text(environ, "DATA_DIR")).absolute()
    return _text(environ, "DATABASE_URL") or f"sqlite:///{data_dir}/hotline.db"


def shop_engine(environ: Mapping[str, str]) -> Engine:
    """The engine on the hotline's database."""
    return make_engine(database_url(environ))


def shop_clock(environ: Mapping[str, str]) -> Clock:
    """The clock the whole hotline shares, also a simulated one; raises SettingsInvalid."""
    try:
        start, started_at = (_moment(environ, name) for name in ("HOTLINE_NOW", "HOTLINE_STARTED_AT"))
        return WallClock(shop_zone(environ), start, started_at)
    except ValueError as error:
        raise SettingsInvalid([f"HOTLINE_NOW, HOTLINE_STARTED_AT: {error}"]) from error


def shop_zone(environ: Mapping[str, str]) -> ZoneInfo:
    """The zone whose dates the shop means."""
    return ZoneInfo(_text(environ, "TIMEZONE"))


def open_shop(environ: Mapping[str, str]) -> SqlShop:
    """The shop on the hotline's database."""
    return SqlShop(shop_engine(environ), shop_zone(environ))


def _text(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name, "").strip() or DEFAULTS[name]


def _moment(environ: Mapping[str, str], name: str) -> datetime | None:
    text = _text(environ, name)
    moment = datetime.fromisoformat(text) if text else None
    return moment.replace(tzinfo=shop_zone(environ)) if moment and not moment.tzinfo else moment
