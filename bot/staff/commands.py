"""`hotline staff`: who works here, what they can do, and who is on duty."""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click
import phonenumbers
from sqlalchemy import RowMapping

from bot.shop import connection
from bot.staff.accounts import Accounts
from bot.staff.known_skills import known_skills
from bot.staff.wanted import LEVELS, ROLES, Rules, Wanted
from bot.store.opening import migrated_engine

# What of an account is shown: never a password's hash, of the number only its end.
SHOWN = ("id", "name", "role", "status", "level", "site")
COMMAS = "Separated by commas."


@click.group()
def staff() -> None:
    """The people of the hotline."""


@staff.command()
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--name", required=True)
@click.option("--phone", help="Their own telephone; agents and leads are rung there.")
@click.option("--skills", default="", help=f"{COMMAS} An unknown one lists all there are.")
@click.option("--languages", default="de", show_default=True, help=COMMAS)
@click.option("--level", type=click.IntRange(LEVELS[0], LEVELS[-1]), default=2, show_default=True)
@click.option("--site", default="main", show_default=True)
@click.option("--on-duty", is_flag=True, help="Cases may be given to them at once.")
def add(on_duty: bool, skills: str, languages: str, **who: Any) -> None:
    """Create an account and print its first password, once."""
    wanted = Wanted(**who, skills=skills.split(","), languages=languages.split(","))
    row, password = _accounts().add(wanted, _now(), on_duty)
    click.echo(f"{row['name']} ({row['role']}), {_duty(row)}, id {row['id']}")
    click.echo(f"First password, shown only now and to be changed at the first login: {password}")


@staff.command("list")
@click.option("--json", "machine", is_flag=True, help="One JSON array instead of a table.")
def list_(machine: bool) -> None:
    """Show everybody."""
    people = [_shown(row) for row in _accounts().all()]
    if machine:
        click.echo(json.dumps(people, ensure_ascii=False, indent=1))
        return
    for person in people:
        who = f"{person['name']:<24} {person['role']:<6} {person['status']:<10} {person['phone'] or '-':<8}"
        able = f"{','.join(person['languages'])}  {','.join(person['skills']) or '-'}"
        click.echo(f"{who} level {person['level']}, {person['site']}  {able}  {person['id']}")
    if not people:
        click.echo("Nobody works here yet: hotline staff add --help")


@staff.command("on-duty")
@click.argument("who", metavar="NAME|ID")
def on_duty(who: str) -> None:
    """From now on cases may be given to them."""
    row = _accounts().on_duty(who, _now())
    click.echo(f"{row['name']}: {_duty(row)}")


@staff.command("off-duty")
@click.argument("who", metavar="NAME|ID")
def off_duty(who: str) -> None:
    """No more cases for them."""
    row = _accounts().off_duty(who, _now())
    click.echo(f"{row['name']}: {_duty(row)}")


@staff.command("set")
@click.argument("who", metavar="NAME|ID")
@click.option("--phone")
@click.option("--skills", help=COMMAS)
@click.option("--languages", help=COMMAS)
@click.option("--level", type=click.IntRange(LEVELS[0], LEVELS[-1]))
@click.option("--site")
def set_(who: str, skills: str | None, languages: str | None, **changes: Any) -> None:
    """Change what is named, leave the rest."""
    lists = {"skills": skills, "languages": languages}
    wanted = {name: value for name, value in changes.items() if value is not None}
    wanted |= {name: value.split(",") for name, value in lists.items() if value is not None}
    if not wanted:
        raise click.UsageError("Nothing to change was named.")
    row = _accounts().change(who, **wanted)
    click.echo(f"{row['name']}: {', '.join(row['skills']) or 'no skills'}; {', '.join(row['languages'])}")


@staff.command()
@click.argument("who", metavar="NAME|ID")
def password(who: str) -> None:
    """Replace a lost password by a new first one, printed once."""
    accounts = _accounts()
    click.echo(f"First password, to be changed at the next login: {accounts.new_password(who)}")


def _accounts() -> Accounts:
    engine = migrated_engine(connection.database_url(os.environ))
    return Accounts(engine, _rules(os.environ))


def _rules(environ: Mapping[str, str]) -> Rules:
    own = environ.get("HOTLINE_NUMBER") or None
    return Rules(known_skills(), _region(own), own)


def _region(number: str | None) -> str:
    try:
        parsed = phonenumbers.parse(number or "")
    except phonenumbers.NumberParseException:
        return Rules.region
    return phonenumbers.region_code_for_number(parsed) or Rules.region


def _now() -> datetime:
    return connection.shop_clock(os.environ).now()


def _duty(row: RowMapping) -> str:
    return "off duty" if row["status"] == "off" else f"on duty ({row['status']})"


def _shown(row: RowMapping) -> dict[str, Any]:
    ending = f"…{row['phone'][-4:]}" if row["phone"] else None
    lists = {"skills": row["skills"], "languages": row["languages"]}
    return {name: row[name] for name in SHOWN} | {"phone": ending} | lists
