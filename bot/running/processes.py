"""The hotline's processes: which there are, how each is started, and what each may know."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.running import ports
from bot.running.launch import ROOT, Launch, port_of
from bot.running.leftovers import MARK
from bot.running.process import Process
from bot.running.rasa_environment import RASA_ENVIRON, rasa_command

WEB_THREADS = 32
# A turn in flight may take its whole budget; Twilio gives up after 15 s.
WEB_GRACE_S = 10

ACTIONS_ENVIRON = {
    # rasa_sdk listens on every interface unless Sanic is told otherwise; it has no option for it.
    "SANIC_HOST": ports.LOOPBACK,
    # A newer rasa_sdk beside Rasa 3.6 is our choice; no need to be warned at every start.
    "PYTHONWARNINGS": "ignore:Your versions of rasa and rasa_sdk might not be compatible",
}
NOT_FOR_RASA = ("TWILIO_AUTH_TOKEN", "SECRET_KEY")


def hotline_processes(launch: Launch, model: Path, callers: Sequence[str] = ()) -> list[Process]:
    """In the order in which they depend on each other: they are stopped from the last to the first.

    `callers` (NUMBER=LABEL) are offered by the simulated phone.
    """
    carrier = [_carrier(launch, launch.carrier_url, callers)] if launch.carrier_url else []
    return [_rasa(launch, model), _actions(launch), *carrier, _web(launch), _tuner(launch)]


def _rasa(launch: Launch, model: Path) -> Process:
    settings = launch.settings
    command = (
        *rasa_command(ROOT, "run"),
        # No --enable-api: Rasa serves nothing but our own channel, which checks the token.
        f"--interface={ports.LOOPBACK}",
        f"--port={port_of(settings.rasa_url)}",
        f"--model={model}",
        "--endpoints=endpoints.yml",
        "--credentials=credentials.yml",
    )
    environ = {n: value for n, value in _environ(launch, RASA_ENVIRON).items() if n not in NOT_FOR_RASA}
    ready = f"{settings.rasa_url}/webhooks/hotline/ready"
    return Process("rasa", command, environ, ROOT, ready, {"Authorization": f"Bearer {settings.rasa_token}"})


def _actions(launch: Launch) -> Process:
    url = launch.settings.actions_url
    command = (
        *(sys.executable, "-m", "rasa_sdk", "--quiet"),
        "--actions=actions",
        f"--port={port_of(url)}",
    )
    return Process("actions", command, _environ(launch, ACTIONS_ENVIRON), ROOT, f"{url}/health")


def _carrier(launch: Launch, url: str, callers: Sequence[str]) -> Process:
    hooks = f"{launch.settings.public_base_url}/twilio"
    command = (
        *(sys.executable, "-m", "carrier", "serve"),
        f"--port={port_of(url)}",
        f"--voice-url={hooks}/voice",
        f"--voice-fallback-url={hooks}/voice/fallback",
        f"--voice-status-url={hooks}/voice/status",
        f"--sms-url={hooks}/sms",
        f"--sms-status-url={hooks}/sms/status",
        *(f"--caller={caller}" for caller in callers),
    )
    return Process("carrier", command, _environ(launch, {}), ROOT, f"{url}/healthz")


def _web(launch: Launch) -> Process:
    settings = launch.settings
    command = (
        *(sys.executable, "-m", "gunicorn", "server:app"),
        f"--bind={settings.host}:{settings.port}",
        "--worker-class=gthread",
        "--workers=1",
        f"--threads={WEB_THREADS}",
        f"--graceful-timeout={WEB_GRACE_S}",
        "--keep-alive=30",
        "--no-control-socket",
        "--log-level=warning",
    )
    ready = f"{launch.web_url}/readyz"
    return Process("web", command, _environ(launch, {}), ROOT, ready, grace_s=WEB_GRACE_S + 2)


def _tuner(launch: Launch) -> Process:
    # It lowers its own priority: work in the background never comes before a caller.
    command = (sys.executable, "-m", "bot.running.tuner")
    return Process("tuner", command, _environ(launch, {}), ROOT)


def _environ(launch: Launch, more: dict[str, str]) -> dict[str, str]:
    return {
        **launch.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        MARK: str(os.getpid()),
        **more,
    }
