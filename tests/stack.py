"""The whole hotline as processes, as `make run` starts it, with the simulated carrier in the test's hands."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text

from bot.running.ports import free_port
from bot.store.database import make_engine
from carrier.clock import VirtualClock
from carrier.network import Network
from carrier.number import Number

ROOT = Path(__file__).parent.parent
HOTLINE = "+4930901820"
# A Monday in office hours: what is promised for "today" can be checked by hand.
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
# The first start may have to train both models, on a machine that is doing something else.
START_S = 1800
HOTLINE_COMMAND = str(Path(sys.executable).parent / "hotline")


@dataclass
class Stack:
    """A running hotline, its telephone network and its database."""

    base_url: str
    network: Network
    number: Number
    engine: Engine
    process: subprocess.Popen[bytes]
    data_dir: Path
    carrier_url: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)

    def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """Rows of the hotline's database."""
        with self.engine.connect() as db:
            return [dict(row) for row in db.execute(text(query), values).mappings()]

    def run_file(self) -> dict[str, Any]:
        """What the supervisor wrote about its children."""
        loaded: dict[str, Any] = json.loads((self.data_dir / "run.json").read_text("utf-8"))
        return loaded

    def pid(self, name: str) -> int:
        """The process id of one of its processes: rasa, actions or web."""
        return int(self.run_file()["processes"][name])

    def kill(self, name: str) -> None:
        """End one of its processes without warning and wait until it is gone."""
        pid = self.pid(name)
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not _alive(pid))

    @contextmanager
    def stopped(self, name: str) -> Iterator[None]:
        """While inside, one of its processes hangs, with all it started."""
        group = os.getpgid(self.pid(name))
        os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(group, signal.SIGCONT)

    def command(self, *words: str, given: str) -> str:
        """What `hotline …` prints beside this running hotline, from `given` on its standard input."""
        environ = {**os.environ, **self.settings}
        told = subprocess.run(
            [HOTLINE_COMMAND, *words], env=environ, input=given, capture_output=True, text=True, check=False
        )
        assert told.returncode == 0, told.stderr[-2000:]
        return told.stdout

    def wait_until_ready(self) -> None:
        """Everything serves (again)."""
        wait_for(lambda: answers(f"{self.base_url}/readyz"))


@contextmanager
def running_stack(data_dir: Path, **environment: str) -> Iterator[Stack]:
    """Start everything, wait until it is ready, stop it by its own signal."""
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    network = Network("AC" + "5" * 32, "a-token-for-tests", VirtualClock(NOW), seed=1)
    number = network.number(HOTLINE, **webhooks(base_url))
    with network.serve() as served:
        settings = {
            "PORT": str(port),
            "DATA_DIR": str(data_dir),
            # Said, or the operator's own database and Redis would be taken from .env.
            "DATABASE_URL": f"sqlite:///{data_dir}/hotline.db",
            "REDIS_URL": "",
            "HOTLINE_NOW": NOW.isoformat(),
            "HOTLINE_NUMBER": HOTLINE,
            "TWILIO_ACCOUNT_SID": network.account_sid,
            "TWILIO_AUTH_TOKEN": network.auth_token,
            "TWILIO_API_BASE_URL": served.url,
            # Ports of its own: another hotline may be starting on this machine just now.
            "RASA_URL": f"http://127.0.0.1:{free_port()}",
            "ACTIONS_URL": f"http://127.0.0.1:{free_port()}",
        }
        started_with = {**settings, **environment}
        process = start(started_with, data_dir)
        try:
            wait_until_ready(base_url, process, data_dir)
            engine = make_engine(started_with["DATABASE_URL"])
            yield Stack(base_url, network, number, engine, process, data_dir, served.url, started_with)
        finally:
            stop(process)


def tuned_files(folder: Path) -> Path:
    """A copy of everything that people tune, for a stack whose console must not write into the checkout."""
    only_tuned = shutil.ignore_patterns("*.py", "__pycache__")
    for part in ("data", "bot/phrases", "tests/nlu", "tests/conversations"):
        shutil.copytree(ROOT / part, folder / part, ignore=only_tuned)
    shutil.copy(ROOT / "domain.yml", folder)
    return folder


def webhooks(base_url: str) -> dict[str, str]:
    """The webhook addresses a number is given."""
    return {
        "voice_url": f"{base_url}/twilio/voice",
        "voice_fallback_url": f"{base_url}/twilio/voice/fallback",
        "voice_status_url": f"{base_url}/twilio/voice/status",
        "sms_url": f"{base_url}/twilio/sms",
    }


def start(settings: dict[str, str], data_dir: Path) -> subprocess.Popen[bytes]:
    """`hotline run` with nothing of this process's own settings."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "stack.log").open("ab") as log:
        return subprocess.Popen(
            [HOTLINE_COMMAND, "run"], cwd=ROOT, env={**kept, **settings}, stdout=log, stderr=log
        )


def wait_until_ready(base_url: str, process: subprocess.Popen[bytes], data_dir: Path) -> None:
    """Wait for /readyz; a start that fails shows the end of its log."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        if answers(f"{base_url}/readyz"):
            return
        time.sleep(0.2)
    raise AssertionError("the hotline did not start:\n" + (data_dir / "stack.log").read_text("utf-8")[-3000:])


def wait_for(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until it is true; raises AssertionError when it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    """Whether the process still runs; one that only waits to be reaped does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text("utf-8")
    except FileNotFoundError:
        return False


def answers(url: str) -> bool:
    """Whether the address answers with success."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the hotline as Ctrl-C does."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=40)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
