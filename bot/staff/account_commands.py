"""`hotline staff`: keeping accounts safe, and reading who did what."""

import json
from datetime import timedelta
from typing import Any

import click
from sqlalchemy import RowMapping, update

from bot.handover.experts import STAFF
from bot.staff.audit import Audit
from bot.staff.here import accounts_here, engine_here, now_here
from bot.staff.lockout import Attempts
from bot.staff.recovery_codes import forget_codes
from bot.staff.sessions import Lifetimes, Sessions

WHO = click.argument("who", metavar="NAME|ID")
# Ending sessions asks for no lifetimes.
ANY = Lifetimes(timedelta(0), timedelta(0))
NO_FACTOR = {"totp_secret": None, "totp_confirmed_at": None, "totp_last_step": None}


@click.command("sign-out")
@WHO
def sign_out(who: str) -> None:
    """End all their sessions."""
    row = accounts_here().find(who)
    click.echo(f"{row['name']}: {all_ended(row['id'], 'signed_out')} sessions ended")


@click.command()
@WHO
def unlock(who: str) -> None:
    """Let them try to sign in again at once."""
    row = accounts_here().find(who)
    Attempts(engine_here()).clear(row["id"])
    noted("unlocked", row)
    click.echo(f"{row['name']}: may try again")


@click.command()
@WHO
def deactivate(who: str) -> None:
    """Close an account: nobody signs in or gets cases with it; what they did stays in the record."""
    row = accounts_here().deactivate(who, now_here())
    ended = all_ended(row["id"], "deactivated")
    noted("deactivated", row)
    click.echo(f"{row['name']}: account closed, {ended} sessions ended")


@click.command()
@WHO
def activate(who: str) -> None:
    """Open a closed account again."""
    row = accounts_here().activate(who)
    noted("activated", row)
    click.echo(f"{row['name']}: account open, off duty")


@click.command("second-factor-off")
@WHO
def second_factor_off(who: str) -> None:
    """For whoever lost theirs: the password alone lets them in, and they are signed out."""
    row, engine = accounts_here().find(who), engine_here()
    with engine.begin() as db:
        db.execute(update(STAFF).where(STAFF.c.id == row["id"]).values(**NO_FACTOR))
        forget_codes(db, row["id"])
    all_ended(row["id"], "second_factor")
    noted("second_factor_off", row)
    click.echo(f"{row['name']}: no second factor")


@click.command()
@click.option("--who", help="Only what this person did, by name or id.")
@click.option("--about", help='Only what was done with this, like "case:…" or "staff:…".')
@click.option("--last", type=click.IntRange(1), default=100, show_default=True)
@click.option("--json", "machine", is_flag=True, help="One JSON array instead of a table.")
def audit(who: str | None, about: str | None, last: int, machine: bool) -> None:
    """Show who did or looked at what, the newest at the end."""
    names = {row["id"]: row["name"] for row in accounts_here().all()}
    of = accounts_here().find(who)["id"] if who else None
    entries = [_shown(entry, names) for entry in Audit(engine_here()).entries(of, about, last)]
    if machine:
        click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
        return
    for entry in entries:
        data = " ".join(f"{name}={value}" for name, value in entry["data"].items())
        click.echo(
            f"{entry['at']}  {entry['who'] or '-':<24} {entry['what']:<24} {entry['about'] or '-'}  {data}"
        )
    if not entries:
        click.echo("Nothing is noted.")


ACCOUNT_COMMANDS = (sign_out, unlock, deactivate, activate, second_factor_off, audit)


def all_ended(staff_id: str, because: str) -> int:
    """End all sessions somebody has; how many there were."""
    now, about = now_here(), f"staff:{staff_id}"
    ended = Sessions(engine_here(), ANY).end_all(staff_id, because, now)
    if ended:
        Audit(engine_here()).note(None, "sessions_ended", about, now, because=because, count=ended)
    return ended


def noted(what: str, row: RowMapping) -> None:
    """Done to an account by whoever may type commands on this machine."""
    Audit(engine_here()).note(None, what, f"staff:{row['id']}", now_here(), by="command_line")


def _shown(entry: RowMapping, names: dict[str, str]) -> dict[str, Any]:
    moment = entry["at"].astimezone(now_here().tzinfo).isoformat(timespec="seconds")
    who = names.get(entry["staff_id"]) or entry["staff_id"]
    return {"at": moment, "who": who, "what": entry["what"], "about": entry["about"], "data": entry["data"]}
