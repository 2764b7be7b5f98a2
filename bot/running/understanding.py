"""`hotline understand`: JSON lines in, JSON lines out; uses the running Rasa or starts one meanwhile."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import SQLAlchemyError

from bot.current import use_root
from bot.running.console import Console
from bot.running.delicate_training import DelicateTraining
from bot.running.launch import ROOT, Launch
from bot.running.meanwhile import meanwhile
from bot.running.models_at_start import gate_file, model_file
from bot.running.processes import hotline_processes
from bot.running.surroundings import surroundings
from bot.running.training import Training
from bot.store.database import make_engine
from bot.tuning.versions import Version, Versions
from bot.understanding.batch import understand_lines
from bot.understanding.delicate.gate import Gate
from bot.understanding.delicate.trained import gate_of, trained_gate
from bot.understanding.rasa_client import RasaClient
from bot.understanding.understand import Understand


@click.command()
def understand() -> None:
    """Read sentences from standard input, write what they mean to standard output."""
    launch = surroundings(os.environ)
    use_root(launch.settings.tuning_dir)
    live = _live(launch)
    gate = _gate(live)
    rasa = RasaClient(launch.settings.rasa_url, launch.settings.rasa_token)
    today = launch.settings.clock().now().date()
    with _answering(rasa, launch, live):
        understood_by = Understand(rasa.on(live.rasa_model) if live else rasa)
        for line in understand_lines(sys.stdin, understood_by, gate, today):
            click.echo(line)


def _live(launch: Launch) -> Version | None:
    """What answers callers; None before the first start, or where its files are gone."""
    engine = make_engine(launch.settings.database_url)
    try:
        serving = Versions(engine, launch.settings.clock()).now()
    except SQLAlchemyError:
        # No database yet.
        return None
    finally:
        engine.dispose()
    files = (model_file(serving.live), gate_file(serving.live)) if serving else ()
    return serving.live if serving and all(file.exists() for file in files) else None


def _gate(live: Version | None) -> Gate:
    if live:
        return gate_of(ROOT, gate_file(live))
    DelicateTraining(ROOT, Console(sys.stderr).say).ensure()
    return trained_gate(ROOT)


@contextmanager
def _answering(rasa: RasaClient, launch: Launch, live: Version | None) -> Iterator[None]:
    """Rasa as it runs, or a private one; what it says goes to standard error."""
    if rasa.ready():
        if live:
            rasa.warm(live.rasa_model)
        yield
        return
    console = Console(sys.stderr)
    log = launch.settings.data_dir / "logs" / "train.log"
    model = model_file(live) if live else Training(ROOT, log, console.say).ensure()
    with meanwhile(hotline_processes(launch, model)[:1], console):
        yield
