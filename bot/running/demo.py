"""`hotline demo`: what can be tried out without a single customer."""

import click

from bot.running.demo_console import demo_console
from bot.running.demo_desk import desk


@click.group()
def demo() -> None:
    """Fill the hotline with people who do not exist."""


demo.add_command(desk)
demo.add_command(demo_console)
