"""`hotline models`: which versions there are, and switching them without the console."""

import getpass
import os
import sys

import click

from bot.errors import HotlineError, NotPossible
from bot.running.console import Console
from bot.running.launch import ROOT, Launch
from bot.running.surroundings import surroundings
from bot.tuning.switching import By, Refused
from bot.tuning.versions import Version
from bot.understanding.rasa_client import RasaClient
from bot.wiring_models import Checkout, ModelSide, build_models

SAYS = {
    "already_live": "that is the version in service",
    "nothing_before": "nothing was in service before",
    "reason_missing": "give the reason in a sentence: --reason",
    "other_release": "it was made for another release of the program",
    "cannot_be_loaded": "its models cannot be loaded",
    "no_versions": "no hotline has been started on this database yet",
    "no_such_version": "there is no such version",
    "models_switched_meanwhile": "somebody else has switched meanwhile",
}


@click.group()
def models() -> None:
    """Versions of the models: what serves, promoting, rolling back."""


@models.command("list")
def list_versions() -> None:
    """All versions, newest first; what serves is marked."""
    side = _side()
    serving = side.versions.now()
    for version in side.versions.all():
        mark = "live" if serving and version == serving.live else ""
        if serving and version == serving.canary:
            mark = f"{serving.share:.0%}"
        click.echo(_line(version, mark))


@models.command()
@click.argument("number")
@click.option("--reason", default="", help="Overrules the promote gate; goes into the history.")
def promote(number: str, reason: str) -> None:
    """Answer new conversations by version NUMBER (12 or v12)."""
    side = _side()
    try:
        side.switching.promote(_number(number), By(None, _signed(reason), override=bool(reason)))
    except Refused as refused:
        told = [f"  {reason['code']}: {_facts(reason)}" for reason in refused.reasons]
        raise _Said("\n".join(["the promote gate refuses it (--reason overrules it):", *told])) from refused
    except HotlineError as error:
        raise _worded(error) from error
    click.echo(_serves(side))


@models.command()
@click.option("--reason", default="", help="Goes into the history.")
def rollback(reason: str) -> None:
    """Back to the version that was in service before."""
    side = _side()
    try:
        side.switching.roll_back(By(None, _signed(reason)))
    except HotlineError as error:
        raise _worded(error) from error
    click.echo(_serves(side))


@models.command("use-checkout")
def use_checkout() -> None:
    """Train this checkout's files and make a version of them; then promote it, or try it as a canary."""
    from bot.running.models_at_start import models_at_start

    launch = surroundings(os.environ)
    version = models_at_start(launch, _side(launch).versions, Console(sys.stdout).say).use_checkout()
    click.echo(_line(version, ""))


class _Said(HotlineError):
    """Already in words."""


def _side(launch: Launch | None = None) -> ModelSide:
    from bot.store.database import make_engine

    settings = (launch or surroundings(os.environ)).settings
    checkout = Checkout(ROOT, make_engine(settings.database_url), settings.clock())
    return build_models(checkout, RasaClient(settings.rasa_url, settings.rasa_token), with_gates=False)


def _number(text: str) -> int:
    plain = text.removeprefix("v")
    if not plain.isdigit():
        raise _Said(f"{text} is not a version's number")
    return int(plain)


def _signed(reason: str) -> str:
    """Nobody signs in at a terminal; the history says at least whose it was."""
    return f"{reason} ({getpass.getuser()}, hotline models)".strip()


def _worded(error: HotlineError) -> HotlineError:
    code = getattr(error, "code", None)
    return _Said(SAYS.get(code, code)) if code else error


def _facts(reason: dict[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in reason.items() if name != "code")


def _serves(side: ModelSide) -> str:
    serving = side.versions.now()
    if serving is None:
        raise NotPossible("no_versions")
    return f"in service for new conversations: {serving.live.name}"


def _line(version: Version, mark: str) -> str:
    made = f"{version.made_at:%Y-%m-%d %H:%M}"
    return f"{version.name:>5}  {mark:6}  {made}  {version.rasa_model}  {version.gate_model}  {version.note}"
