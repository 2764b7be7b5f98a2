"""`hotline understand`: JSON lines in, JSON lines out; uses the running Rasa or starts one meanwhile."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.running.console import Console
from bot.running.delicate_training import DelicateTraining
from bot.running.launch import ROOT, Launch
from bot.running.processes import hotline_processes
from bot.running.supervisor import Supervisor
from bot.running.surroundings import surroundings
from bot.running.training import Training
from bot.understanding.batch import understand_lines
from bot.understanding.delicate.trained import trained_gate
from bot.understanding.rasa_client import RasaClient
from bot.understanding.understand import Understand

READY_DEADLINE_S = 180.0


@click.command()
def understand() -> None:
    """Read sentences from standard input, write what they mean to standard output."""
    launch = surroundings(os.environ)
    DelicateTraining(ROOT, Console(sys.stderr).say).ensure()
    rasa = RasaClient(launch.settings.rasa_url, launch.settings.rasa_token)
    today = launch.settings.clock().now().date()
    with _answering(rasa, launch):
        for line in understand_lines(sys.stdin, Understand(rasa), trained_gate(ROOT), today):
            click.echo(line)


@contextmanager
def _answering(rasa: RasaClient, launch: Launch) -> Iterator[None]:
    """Rasa as it runs, or a private one; what it says goes to standard error."""
    if rasa.ready():
        yield
        return
    console = Console(sys.stderr)
    model = Training(ROOT, launch.settings.data_dir / "logs" / "train.log", console.say).ensure()
    supervisor = Supervisor(hotline_processes(launch, model)[:1], console, lambda pids: None)
    try:
        supervisor.start()
        supervisor.wait_until_ready(READY_DEADLINE_S)
        yield
    finally:
        supervisor.stop()
