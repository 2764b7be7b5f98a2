"""Both hotlines running side by side on one action server and one shop, each with its own Rasa."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.stock.project import ROOT
from benchmarks.stock.server import running_stock
from benchmarks.stock.training import stock_model
from benchmarks.turn.lines import STOCK, Line, OurLine, StockLine, new_caller
from benchmarks.turn.script import orders
from tests.stack import NOW, Stack, running_stack


@dataclass(frozen=True)
class Both:
    """Where to call, and orders to ask about."""

    stack: Stack
    stock_url: str
    orders: list[tuple[str, str]]

    def line(self, which: str) -> Line:
        """A fresh call to "ours" or "stock"."""
        if which == STOCK:
            return StockLine(self.stock_url, new_caller())
        return OurLine(self.our_url, self.token, new_caller())

    @property
    def our_url(self) -> str:
        """The webhook a number is given at Twilio."""
        return f"{self.stack.base_url}/twilio/voice"

    @property
    def token(self) -> str:
        """What our webhook's callers sign with."""
        return self.stack.network.auth_token


@contextmanager
def both_running(name: str) -> Iterator[Both]:
    """Start both, stop both; everything they store is in var/bench/<name>, kept only on failure."""
    data_dir = fresh_folder(name)
    stock_model()
    with running_stack(data_dir) as stack:
        actions_url = str(stack.run_file()["actions"])
        with running_stock(actions_url, data_dir) as stock_url:
            today = NOW.date().isoformat()
            yield Both(stack, stock_url, orders(stack.engine, f"{today} 23:59:59"))
    # Gigabytes, and of use only when something went wrong.
    shutil.rmtree(data_dir)


def fresh_folder(name: str) -> Path:
    """An empty folder for one run's databases and logs."""
    folder = ROOT / "var" / "bench" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
