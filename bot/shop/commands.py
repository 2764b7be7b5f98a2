"""`hotline shop`: fill the demo shop, list orders, import a retailer's own data, read what was sent."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import click

from bot.shop import connection
from bot.shop.demo import seed_if_empty
from bot.shop.importing import import_folder
from bot.shop.listing import as_json, as_table, newest_orders
from bot.shop.mailroom import outbox
from bot.shop.ordering.sql import SqlOrdering
from bot.shop.ordering.sql_contracts import attachments
from bot.shop.sql_session import transaction


@click.group()
def shop() -> None:
    """The shop the hotline answers for."""


@shop.command()
def seed() -> None:
    """Fill an empty shop with demo orders dated back from now."""
    count = seed_if_empty(connection.shop_engine(os.environ), connection.shop_clock(os.environ))
    click.echo(f"{count} demo orders." if count else "The shop has orders already; nothing was changed.")


@shop.command()
@click.option("--json", "machine", is_flag=True, help="One JSON array instead of a table.")
@click.option("--limit", type=click.IntRange(1), help="Only so many.")
def orders(machine: bool, limit: int | None) -> None:
    """List the orders, newest first."""
    engine, zone = connection.shop_engine(os.environ), connection.shop_zone(os.environ)
    found = newest_orders(engine, zone, limit)
    owed = SqlOrdering(engine, zone).confirmations([order.order_number for order in found])
    if machine:
        click.echo(json.dumps(as_json(found, owed), ensure_ascii=False, indent=1))
    else:
        click.echo(as_table(found, owed))


@shop.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def import_(folder: Path) -> None:
    """Take in products.csv, customers.csv, orders.csv, lines.csv and returns.csv of a FOLDER, or nothing."""
    engine, clock = connection.shop_engine(os.environ), connection.shop_clock(os.environ)
    imported = import_folder(engine, folder, clock, connection.shop_zone(os.environ))
    click.echo(", ".join(f"{count} {name}" for name, count in asdict(imported).items()) + " taken in.")


@shop.command()
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@click.option(
    "--save", type=click.Path(file_okay=False, path_type=Path), help="Write the attachments into this folder."
)
def mail(limit: int, save: Path | None) -> None:
    """Show what the shop sent, newest first."""
    with transaction(connection.shop_engine(os.environ)) as session:
        rows = outbox(session, limit)
        enclosed = attachments(session, [row.id for row in rows])
    zone = connection.shop_zone(os.environ)
    for row in rows:
        click.echo(f"{row.sent_at.astimezone(zone):%Y-%m-%d %H:%M}  {row.channel} to {row.recipient}")
        click.echo(f"{row.subject}\n\n{row.body}")
        for item in enclosed.get(row.id, ()):
            click.echo(f"attached: {item.filename} ({len(item.content)} bytes, sha256 {item.sha256})\n")
            if save:
                save.mkdir(parents=True, exist_ok=True)
                (save / item.filename).write_bytes(item.content)
    if not rows:
        click.echo("Nothing was sent yet.")
