"""A Rasa of one's own, beside the one that answers callers: on a free port, gone when one is done."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.running import ports
from bot.running.console import Console
from bot.running.launch import Launch
from bot.running.meanwhile import meanwhile
from bot.running.processes import hotline_processes
from bot.running.tuner_child import NICE
from bot.understanding.rasa_client import RasaClient


@contextmanager
def private_rasa(launch: Launch, model: Path, console: Console) -> Iterator[RasaClient]:
    """Serves this model and, when asked for, the others of models/; raises StartFailed."""
    url = f"http://{ports.LOOPBACK}:{ports.free_port()}"
    settings = replace(launch.settings, rasa_url=url)
    own = replace(launch, settings=settings, environ={**launch.environ, "RASA_URL": url})
    rasa = hotline_processes(own, model)[0]
    with meanwhile([replace(rasa, command=_nicely(rasa.command))], console):
        yield RasaClient(url, settings.rasa_token)


def _nicely(command: tuple[str, ...]) -> tuple[str, ...]:
    """As patient as whoever starts it; in a session of its own that has to be said anew."""
    return (sys.executable, "-m", "bot.running.nicely", *command) if os.nice(0) >= NICE else command
