"""One run on a whole hotline: calls alone, then a queue that changes, then everybody looking at it."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import urllib3

from benchmarks.calls.ladder import in_own_process
from benchmarks.calls.load import WARM_UP_PACES
from benchmarks.calls.order import PACE_S, LoadOrder
from benchmarks.calls.script import scripts
from benchmarks.desk.changes import ORDINARY, PRESSING, Changes
from benchmarks.desk.figures import AIM_S, Found, Phase
from benchmarks.desk.order import Order, Played
from benchmarks.desk.staffed import Staffed, staffed
from benchmarks.desk.usage import used
from benchmarks.stock.project import ROOT
from benchmarks.turn.both import fresh_folder
from benchmarks.turn.lines import OURS
from benchmarks.turn.script import orders
from tests.stack import NOW, Stack, running_stack

ACCEPT = "/desk/waits/{wait}/accept"
CALLS, A_SECOND = 40, 2
# Who comes before the ordinary ones; so many that nobody is taken before the pages could show them.
PRESSING_ONES = 20
# Until all pages are open.
OPENED_S = 2.0


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    seconds: float
    agents: int
    waiting: int


def measured(page: str, size: Size, **environment: str) -> Found:
    """On a hotline of its own, with this page open everywhere."""
    data_dir = fresh_folder("desk")
    http = urllib3.PoolManager(maxsize=4, retries=False, timeout=30.0)
    with running_stack(data_dir, **environment) as stack:
        # In each of two phases somebody takes a case every second.
        people = staffed(stack, size.agents, 2 * round(size.seconds), http)
        run = Run(stack, people, size, page)
        found = run.found()
    shutil.rmtree(data_dir)
    return found


class Run:
    """A hotline with its people, and what is made to happen there."""

    def __init__(self, stack: Stack, people: Staffed, size: Size, page: str) -> None:
        self._stack = stack
        self._people = people
        self._size = size
        self._page = page
        self._changes = Changes(stack, ACCEPT)
        # One after the other: who has taken a case has it.
        self._takers = iter(people.takers)
        self._played = Played()

    def found(self) -> Found:
        """Everything measured."""
        for _ in range(self._size.waiting):
            self._changes.texted(ORDINARY)
        for _ in range(PRESSING_ONES):
            self._changes.texted(PRESSING)
        alone = self._phase("calls alone", lambda until: None)
        changing = self._phase("and the queue changes", self._change)
        self._changes.made.clear()
        watched = self._phase("and agents look on", self._watch)
        return Found((alone, changing, watched), self._changes, self._played)

    def _phase(self, name: str, meanwhile: Callable[[float], None]) -> Phase:
        """Calls for so long, and something beside them until then."""
        web, seconds = self._stack.pid("web"), self._size.seconds
        with ThreadPoolExecutor(1) as beside:
            calling = beside.submit(in_own_process, self._calls())
            time.sleep(WARM_UP_PACES * PACE_S)
            before = used(web)
            meanwhile(time.monotonic() + seconds)
            outcome = calling.result()
        return Phase(name, outcome.times, before, used(web), outcome.errors)

    def _calls(self) -> LoadOrder:
        whole = scripts(orders(self._stack.engine, f"{NOW.date().isoformat()} 23:59:59"))
        # Asked for after an order was named, this is about that order, and no longer the same answer.
        spoken = [call for call in whole if all(one.expects != "zurückschicken" for one in call)]
        url, token = f"{self._stack.base_url}/twilio/voice", self._stack.network.auth_token
        return LoadOrder(OURS, url, token, CALLS, self._size.seconds, PACE_S, spoken)

    def _watch(self, until: float) -> None:
        """Everybody looks on while the queue changes, and a little longer."""
        cookies = [one.cookie for one in self._people.lookers]
        order = Order(self._stack.base_url, self._page, cookies, until + 3 * AIM_S)
        with ThreadPoolExecutor(1) as beside:
            looking = beside.submit(_play, order)
            time.sleep(OPENED_S)
            self._change(until)
            self._played = looking.result()

    def _change(self, until: float) -> None:
        self._changes.until(until, self._takers, 1 / A_SECOND)


def _play(order: Order) -> Played:
    command = [sys.executable, "-m", "benchmarks.desk.browsers"]
    done = subprocess.run(
        command, cwd=ROOT, input=order.to_json(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"the browsers could not be played: {done.stderr[-2000:]}")
    return Played.from_json(done.stdout)
