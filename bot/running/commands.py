"""The commands that start, train and migrate."""

import os
import sys

import click

from bot.running import start
from bot.running.console import Console
from bot.running.delicate_training import DelicateTraining
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
    """Train Rasa and the delicate gate if what they learn from changed."""
    log, console = surroundings(os.environ).settings.data_dir / "logs" / "train.log", Console(sys.stdout)
    with interruptible():
        click.echo(DelicateTraining(ROOT, console.say).ensure(force))
        click.echo(Training(ROOT, log, console.say).ensure(force))


@click.command()
def migrate() -> None:
    """Bring the database to the current schema."""
    from bot.store.migrate import upgrade

    upgrade(surroundings(os.environ).settings.database_url)
