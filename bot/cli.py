"""The `hotline` command. Its parts are imported when they are called for, so that it starts at once."""

import importlib
import os
import sys

import click

from bot.errors import HotlineError, SettingsInvalid

PARTS = {
    "run": ("bot.running.commands:run", "Start the whole hotline in the foreground."),
    "train": ("bot.running.commands:train", "Train Rasa and the delicate gate if their data changed."),
    "migrate": ("bot.running.commands:migrate", "Bring the database to the current schema."),
    "phone": ("carrier.terminal:phone", "Call the running hotline from this terminal."),
    "shop": ("bot.shop.commands:shop", "The shop's orders, and importing a retailer's own."),
    "staff": ("bot.staff.commands:staff", "Who works here, with which skills, and who is on duty."),
    "demo": (
        "bot.running.demo:demo",
        "Try things out: a busy morning at the desk, three weeks for the console.",
    ),
    "models": ("bot.running.models_commands:models", "Versions of the models: promote, roll back."),
    "promises": ("bot.handover.promises_listing:promises", "What callers were promised, and what was kept."),
    "tuner": ("bot.running.tuner:tuner", "Train and compare what the console asks for; part of `run`."),
    "understand": (
        "bot.running.understanding:understand",
        "Understand sentences: JSON lines in, JSON lines out.",
    ),
}


class LazyParts(click.Group):
    """Imports a subcommand only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, without importing anything."""
        return list(PARTS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one subcommand."""
        if cmd_name not in PARTS:
            return None
        module, _, attribute = PARTS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the subcommands from the table above, again without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in PARTS.items()])


@click.group(cls=LazyParts)
@click.pass_context
def hotline(ctx: click.Context) -> None:
    """Wertmanager: a hotline that answers itself and knows when not to."""
    if ctx.invoked_subcommand != "run":
        from bot.running.surroundings import surroundings

        # What stands in .env and what the hotline makes up for itself counts for every command.
        os.environ.update(surroundings(os.environ).environ)


def main() -> None:
    """Run the command line; what went wrong is said without a traceback."""
    try:
        hotline()
    except HotlineError as error:
        click.echo(str(error), err=True)
        sys.exit(2 if isinstance(error, SettingsInvalid) else 1)
    except BrokenPipeError:
        # Whoever reads our output has had enough (`hotline shop orders | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
