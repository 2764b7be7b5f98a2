"""Stock Rasa as a process on loopback."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.stock.training import FOLDER, RASA_PYTHON, stock_environ, stock_model
from bot.running.ports import LOOPBACK, free_port
from tests.stack import answers, stop

START_S = 240


@contextmanager
def running_stock(actions_url: str, data_dir: Path) -> Iterator[str]:
    """The address of stock Rasa's voice webhook, answering; it asks the action server at `actions_url`."""
    model, port = stock_model(), free_port()
    environ = stock_environ(ACTIONS_URL=actions_url, STOCK_DB=str(data_dir / "stock.db"))
    command = [str(RASA_PYTHON), "-m", "rasa", "run", f"--model={model}", f"--port={port}"]
    with (data_dir / "stock.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, f"--interface={LOOPBACK}"], cwd=FOLDER, env=environ, stdout=log, stderr=log
        )
        try:
            base = f"http://{LOOPBACK}:{port}/webhooks/twilio_voice"
            _wait(f"http://{LOOPBACK}:{port}/", process)
            yield f"{base}/webhook"
        finally:
            stop(process)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        if answers(url):
            return
        time.sleep(0.2)
    raise AssertionError("stock Rasa did not start; its log is stock.log")
