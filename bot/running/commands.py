"""The commands that start, train and migrate."""

import os
import sys

import click

from bot.running import start
from bot.running.console import Console
from bot.running.interruption import interruptible
from bot.running.launch import ROOT
from bot.running.surroundings import surroundings
from bot.running.training import Training


@click.command()
def run() -> None:
    """Start the whole hotline in the foreground; Ctrl-C stops it."""
    start.run(os.environ)


@click.command()
@click.option("--force", is_flag=True, help="Train even if nothing changed.")
def train(force: bool) -> None:
    """Train Rasa if its training data changed."""
    log = surroundings(os.environ).settings.data_dir / "logs" / "train.log"
    with interruptible():
        model = Training(ROOT, log, Console(sys.stdout).say).ensure(force)
    click.echo(model)


@click.command()
def migrate() -> None:
    """Bring the database to the current schema."""
    from bot.store.migrate import upgrade

    upgrade(surroundings(os.environ).settings.database_url)
