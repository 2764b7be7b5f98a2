"""The store and the clock of the hotline in this folder, for the `hotline staff` commands."""

import os
from collections.abc import Mapping
from datetime import datetime
from functools import cache

import phonenumbers
from sqlalchemy import Engine

from bot.shop import connection
from bot.staff.accounts import Accounts
from bot.staff.known_skills import known_skills
from bot.staff.wanted import Rules
from bot.store.opening import migrated_engine


def engine_here() -> Engine:
    """The database, brought to the current schema."""
    return _opened(connection.database_url(os.environ))


def accounts_here() -> Accounts:
    """The accounts in it."""
    return Accounts(engine_here(), rules_here(os.environ))


def rules_here(environ: Mapping[str, str]) -> Rules:
    """What accounts may name here."""
    own = environ.get("HOTLINE_NUMBER") or None
    return Rules(known_skills(), _region(own), own)


def now_here() -> datetime:
    """The hotline's time, simulated or not."""
    return connection.shop_clock(os.environ).now()


@cache
def _opened(url: str) -> Engine:
    return migrated_engine(url)


def _region(number: str | None) -> str:
    try:
        parsed = phonenumbers.parse(number or "")
    except phonenumbers.NumberParseException:
        return Rules.region
    return phonenumbers.region_code_for_number(parsed) or Rules.region
