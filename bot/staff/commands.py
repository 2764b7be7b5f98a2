"""`hotline staff`: who works here, what they can do, and who is on duty."""

import json
from typing import Any

import click
from sqlalchemy import RowMapping

from bot.staff.account_commands import ACCOUNT_COMMANDS, all_ended, noted
from bot.staff.here import accounts_here, engine_here, now_here
from bot.staff.lockout import Attempts
from bot.staff.wanted import LEVELS, ROLES, Wanted

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
    row, password = accounts_here().add(wanted, now_here(), on_duty)
    noted("account_made", row)
    click.echo(f"{row['name']} ({row['role']}), {_duty(row)}, id {row['id']}")
    click.echo(f"First password, shown only now and to be changed at the first login: {password}")


@staff.command("list")
@click.option("--json", "machine", is_flag=True, help="One JSON array instead of a table.")
def list_(machine: bool) -> None:
    """Show everybody."""
    people = [_shown(row) for row in accounts_here().all()]
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
    row = accounts_here().on_duty(who, now_here())
    click.echo(f"{row['name']}: {_duty(row)}")


@staff.command("off-duty")
@click.argument("who", metavar="NAME|ID")
def off_duty(who: str) -> None:
    """No more cases for them."""
    row = accounts_here().off_duty(who, now_here())
    click.echo(f"{row['name']}: {_duty(row)}")


@staff.command("set")
@click.argument("who", metavar="NAME|ID")
@click.option("--phone")
@click.option("--skills", help=COMMAS)
@click.option("--languages", help=COMMAS)
@click.option("--level", type=click.IntRange(LEVELS[0], LEVELS[-1]))
@click.option("--site")
@click.option("--role", type=click.Choice(ROLES), help="Signs them out, so that it counts at once.")
def set_(who: str, skills: str | None, languages: str | None, **changes: Any) -> None:
    """Change what is named, leave the rest."""
    lists = {"skills": skills, "languages": languages}
    wanted = {name: value for name, value in changes.items() if value is not None}
    wanted |= {name: value.split(",") for name, value in lists.items() if value is not None}
    if not wanted:
        raise click.UsageError("Nothing to change was named.")
    row = accounts_here().change(who, **wanted)
    noted("account_changed", row)
    if "role" in wanted:
        all_ended(row["id"], "role")
    click.echo(f"{row['name']}: {', '.join(row['skills']) or 'no skills'}; {', '.join(row['languages'])}")


@staff.command()
@click.argument("who", metavar="NAME|ID")
def password(who: str) -> None:
    """Replace a lost password by a new first one, printed once; they are signed out everywhere."""
    accounts = accounts_here()
    new, row = accounts.new_password(who), accounts.find(who)
    Attempts(engine_here()).clear(row["id"])
    all_ended(row["id"], "password")
    noted("password_replaced", row)
    click.echo(f"First password, to be changed at the next login: {new}")


for command in ACCOUNT_COMMANDS:
    staff.add_command(command)


def _duty(row: RowMapping) -> str:
    return "off duty" if row["status"] == "off" else f"on duty ({row['status']})"


def _shown(row: RowMapping) -> dict[str, Any]:
    ending = f"…{row['phone'][-4:]}" if row["phone"] else None
    lists = {"skills": row["skills"], "languages": row["languages"]}
    return {name: row[name] for name in SHOWN} | {"phone": ending} | lists
