"""`hotline promises`: the kept rate, and what is still owed to whom."""

import json
import os
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Engine, RowMapping

from bot.conversation.record import Record
from bot.handover.kept_rate import KeptRate, kept_rates
from bot.handover.promises import Promises, is_overdue
from bot.shop import connection
from bot.store.contact_safety import is_protected
from bot.store.opening import migrated_engine

ENDING = 4


@click.command()
@click.option(
    "--days", type=click.IntRange(1), default=30, show_default=True, help="The rate of so many days."
)
@click.option("--json", "machine", is_flag=True, help="One JSON object instead of text.")
def promises(days: int, machine: bool) -> None:
    """Show how many promises were kept, and the open ones."""
    engine = migrated_engine(connection.database_url(os.environ))
    now, zone = connection.shop_clock(os.environ).now(), connection.shop_zone(os.environ)
    rates = kept_rates(engine, now - timedelta(days=days), now)
    owed = [_owed(row, now, zone) | _whom(engine, row) for row in Promises(engine, Record(engine)).open()]
    if machine:
        told = {"days": days, "rates": [vars(rate) for rate in rates], "open": owed}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _tell(rates, owed, days)


def _tell(rates: list[KeptRate], owed: list[dict[str, Any]], days: int) -> None:
    for rate in rates:
        reached = f", {rate.reached} of {rate.called} called were reached" if rate.called else ""
        click.echo(f"{rate.kind}: {rate.kept} of {rate.promised} kept ({rate.share:.1%}){reached}")
    if not rates:
        click.echo(f"Nothing was promised or fell due in {days} days.")
    for one in owed:
        when = f"{one['from']} to {one['by']}{' OVERDUE' if one['overdue'] else ''}"
        whom = f"case {one['case']}, {one['owner']}, {one['phone'] or 'number not shown'}"
        again = f", next call {one['next']}" if one["next"] else ""
        click.echo(f"open {one['kind']}: {when}, {whom}, {one['attempts']} calls{again}")
    if not owed:
        click.echo("Nothing is owed.")


def _owed(row: RowMapping, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": row["id"],
        "kind": row["kind"],
        "case": row["case_number"],
        "owner": row["owner"],
        "from": _moment(row["due_from"], zone),
        "by": _moment(row["due_by"], zone),
        "attempts": row["attempts"],
        "next": _moment(row["next_try_at"], zone) if row["next_try_at"] else None,
        "overdue": is_overdue(row, now),
    }


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _whom(engine: Engine, row: RowMapping) -> dict[str, str | None]:
    """Of the number only its end; nothing of who is in danger."""
    with engine.connect() as db:
        hidden = is_protected(db, row["phone"], row["conversation_id"])
    return {"phone": f"…{row['phone'][-ENDING:]}" if row["phone"] and not hidden else None}
