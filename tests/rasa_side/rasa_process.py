"""The small bot in a real Rasa process of its own environment, and a client of the hotline channel."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import urllib3

from bot.running.ports import LOOPBACK, free_port
from bot.running.rasa_environment import RASA_ENVIRON, rasa_command

ROOT = Path(__file__).resolve().parents[2]
BOT = Path(__file__).parent / "bot"
PATIENCE_S = 120
TOKEN = "only-in-tests"


def model() -> Path:
    """The small bot's model, trained when it or the pipeline has changed since the last run."""
    sources = sorted([*BOT.rglob("*.yml"), ROOT / "config.yml", *(ROOT / "bot" / "nlu").glob("*.py")])
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    trained = ROOT / "models" / "tests" / f"{digest}.tar.gz"
    if not trained.exists():
        shutil.rmtree(trained.parent, ignore_errors=True)
        parts = ("--config", str(ROOT / "config.yml"), "--domain", "domain.yml", "--data", "data")
        out = ("--out", str(trained.parent), "--fixed-model-name", digest)
        subprocess.run(rasa_command(ROOT, "train", *parts, *out), cwd=BOT, env=_environ({}), check=True)
    return trained


class RasaProcess:
    """Rasa serving one model; `turn` and `parse` speak the contract."""

    def __init__(self, model: Path, data_dir: Path, environ: dict[str, str]) -> None:
        self.port = free_port()
        self.data_dir = data_dir
        self.http = urllib3.HTTPConnectionPool(LOOPBACK, self.port, maxsize=16, retries=False)
        words = ("run", "--interface", LOOPBACK, "--port", str(self.port), "--model", str(model))
        files = ("--credentials", str(ROOT / "credentials.yml"), "--endpoints", str(ROOT / "endpoints.yml"))
        self.log = (data_dir / "rasa.log").open("w+")
        self.process = subprocess.Popen(
            rasa_command(ROOT, *words, *files),
            cwd=BOT,
            env=_environ({"DATA_DIR": str(data_dir), "RASA_TOKEN": TOKEN, **environ}),
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )

    def wait(self) -> None:
        """Until a model is loaded; fails with Rasa's own output."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if self.ask("GET", "ready")[0] == 200:
                    return
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
        self.log.seek(0)
        raise AssertionError(f"Rasa did not start:\n{self.log.read()[-4000:]}")

    def stop(self) -> None:
        """End the process we started."""
        self.process.terminate()
        self.process.wait(30)
        self.log.close()

    def ask(
        self, method: str, path: str, body: bytes = b"", token: str | None = TOKEN, timeout: float = 30
    ) -> tuple[int, Any]:
        """Status and JSON of one request."""
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        url = f"/webhooks/hotline/{path}"
        answer = self.http.request(method, url, body=body, headers=headers, timeout=timeout)
        return answer.status, json.loads(answer.data)

    def parse(self, *texts: str) -> list[dict[str, Any]]:
        """The parses of a good request."""
        body = json.dumps({"texts": texts, "language": "de", "channel": "voice"}).encode()
        status, answer = self.ask("POST", "parse", body)
        assert status == 200, answer
        return list(answer["parses"])

    def turn(self, conversation: str, intent: str | None, **fields: Any) -> dict[str, Any]:
        """The answer to a good turn; see a_turn."""
        status, answer = self.ask("POST", "turn", a_turn(conversation, intent, **fields))
        assert status == 200, answer
        return dict(answer)

    def dialogues(self) -> set[str]:
        """The conversations it keeps on disk."""
        with sqlite3.connect(self.data_dir / "rasa.db") as database:
            return {row[0] for row in database.execute("SELECT conversation_id FROM rasa_dialogues")}


def inside(environ: dict[str, str], *scenarios: str) -> dict[str, Any]:
    """What scenarios of inside.py result in, one after the other in one process."""
    command = (str(ROOT / ".venv-rasa" / "bin" / "python"), "-m", "tests.rasa_side.inside", *scenarios)
    done = subprocess.run(command, cwd=ROOT, env=_environ(environ), capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def a_turn(conversation: str, intent: str | None, **fields: Any) -> bytes:
    """The body of a good turn; `said` holds entities as name and value."""
    said: dict[str, str] = fields.pop("said", {})
    body = {
        "conversation_id": conversation,
        "channel": "voice",
        "language": "de",
        "text": "…",
        "intent": intent,
        "confidence": 0.9,
        "entities": [{"name": name, "value": value, "readings": [value]} for name, value in said.items()],
        "facts": {"caller_customers": [], "attempt": 0},
        **fields,
    }
    return json.dumps(body).encode()


def a_conversation() -> str:
    """An id nobody used before."""
    return uuid4().hex


def texts(answer: dict[str, Any]) -> list[str]:
    """What is said in a turn."""
    return [message["text"] for message in answer["messages"] if "text" in message]


def _environ(more: dict[str, str]) -> dict[str, str]:
    ours = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    return {**ours, **RASA_ENVIRON, "PYTHONPATH": str(ROOT), **more}
