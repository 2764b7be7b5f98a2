"""`hotline demo console`: three weeks of calls and messages, through the real hotline in virtual time."""

import os
import sys
from datetime import UTC, datetime
from urllib.parse import urlsplit

import click

from bot.running import addresses
from bot.running.console import Console
from bot.running.demo_past import Past
from bot.running.errors import StartFailed
from bot.running.interruption import interruptible
from bot.running.launch import given_environment, prepare
from bot.running.start import make_ready
from bot.settings import LOOPBACK

DAYS = 21


@click.command("console")
@click.option("--days", default=DAYS, show_default=True, help="How many days back from today.")
@click.option("--much", default=1.0, show_default=True, help="So many times the usual number of contacts.")
def demo_console(days: int, much: float) -> None:
    """Fill the console with three weeks of calls and messages; the hotline must not be running."""
    launch, console = prepare(given_environment(os.environ), datetime.now(UTC)), Console(sys.stdout)
    if addresses.read(launch.settings.data_dir) is not None:
        raise StartFailed("A hotline runs here. Stop it first: its past is about to be made up.")
    if urlsplit(launch.settings.twilio_api_base_url).hostname not in LOOPBACK:
        raise StartFailed("This hotline has a real carrier. Give the demo a DATA_DIR of its own.")
    with interruptible():
        Past(launch, make_ready(launch, console), console).play(days, much)
    console.say("Now start the hotline (make run), sign in as somebody of ops and open /console.")
