"""`hotline run`: from nothing to a hotline that answers, and down again without losing a turn."""

import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.running import addresses
from bot.running.console import Console
from bot.running.demo_callers import demo_callers
from bot.running.interruption import Interruption, interruptible
from bot.running.launch import Launch, check_ports, given_environment, prepare
from bot.running.leftovers import clear_leftovers
from bot.running.processes import hotline_processes
from bot.running.supervisor import Supervisor

READY_DEADLINE_S = 180.0


def run(environ: Mapping[str, str]) -> None:
    """Run the hotline until SIGINT or SIGTERM; raises SettingsInvalid or StartFailed when it cannot start."""
    console = Console(sys.stdout)
    with interruptible() as interruption:
        try:
            _serve(environ, console, interruption)
        except KeyboardInterrupt:
            console.say("stopped")


def _serve(environ: Mapping[str, str], console: Console, interruption: Interruption) -> None:
    started = time.monotonic()
    given, now = given_environment(environ), datetime.now(UTC)
    launch = prepare(given, now)
    data_dir = launch.settings.data_dir
    clear_leftovers(data_dir, console)
    check_ports(launch)
    model = make_ready(launch, console)
    # Once more: while we trained, another hotline may have taken the ports chosen before.
    launch = prepare(given, now)
    supervisor = _supervisor(launch, model, console)
    interruption.hurry = supervisor.kill
    try:
        supervisor.start()
        supervisor.wait_until_ready(READY_DEADLINE_S)
        _announce(launch, console, time.monotonic() - started)
        threading.Event().wait()
    finally:
        _stop(supervisor, console)
        addresses.remove(data_dir)


def make_ready(launch: Launch, console: Console) -> Path:
    """Everything the processes find done when they start; returns the model."""
    with timed(console, "database migrated"):
        migrate(launch)
    with timed(console, "demo shop seeded, if it was empty"):
        _seed(launch)
    with timed(console, "models there"):
        return _models(launch, console)


def _models(launch: Launch, console: Console) -> Path:
    from bot.running.models_at_start import GIVEN, model_file, models_at_start
    from bot.store.database import make_engine
    from bot.tuning.versions import Versions

    engine = make_engine(launch.settings.database_url)
    try:
        versions = Versions(engine, launch.settings.clock())
        starting = models_at_start(launch, versions, console.say)
        return model_file(starting.ready(launch.environ.get(GIVEN, "")))
    finally:
        engine.dispose()


def migrate(launch: Launch) -> None:
    """Bring the database to the current schema."""
    from bot.store.migrate import upgrade

    upgrade(launch.settings.database_url)


def _seed(launch: Launch) -> None:
    from bot.shop.demo import seed_if_empty
    from bot.store.database import make_engine

    engine = make_engine(launch.settings.database_url)
    seed_if_empty(engine, launch.settings.clock())
    engine.dispose()


def _supervisor(launch: Launch, model: Path, console: Console) -> Supervisor:
    def write_addresses(pids: dict[str, int]) -> None:
        addresses.write(launch.settings.data_dir, addresses.describe(launch, os.getpid(), pids))

    callers = demo_callers(launch.environ) if launch.carrier_url else ()
    return Supervisor(hotline_processes(launch, model, callers), console, write_addresses)


def _announce(launch: Launch, console: Console, seconds: float) -> None:
    url = launch.settings.public_base_url
    console.say(f"the hotline answers, {seconds:.1f} s after the start")
    if launch.carrier_url:
        console.say(f"  call it in the browser:   {url}/phone")
        console.say("  call it in a terminal:    make phone")
    else:
        console.say(f"  incoming calls:           POST {url}/twilio/voice")
        console.say(f"  incoming messages:        POST {url}/twilio/sms")
    console.say(f"  its number:               {launch.settings.hotline_number}")
    console.say(f"  the agents' desk:         {url}/desk   (try it out: hotline demo desk)")
    console.say(f"  the ops' console:         {url}/console   (try it out: hotline demo console)")
    console.say(f"  ready? measured?          {url}/readyz  {url}/metrics")
    console.say("  stop:                     Ctrl-C")


def _stop(supervisor: Supervisor, console: Console) -> None:
    console.say("stopping; calls in progress get their answer (Ctrl-C again: at once)")
    supervisor.stop()


@contextmanager
def timed(console: Console, done: str) -> Iterator[None]:
    """Say how long it took."""
    started = time.monotonic()
    yield
    console.say(f"{time.monotonic() - started:6.1f} s  {done}")
