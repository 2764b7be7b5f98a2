"""Plays the agents' browsers, in a process that shares nothing with the server: an Order on standard input.

Every browser has the page open and asks for whatever the page asks for by itself, as often as it says so.
"""

import random
import sys
import threading
import time
from urllib.parse import urljoin

import urllib3

from benchmarks.desk.order import Order, Played, Watched
from benchmarks.desk.polls import Poll, ids_in, polls_in

PATIENCE_S = 15.0
NOTHING_NEW = 204
# An answer that replaces what asked begins with it; reading all of it would take more time than the server's.
ITS_BEGINNING = 2_000


class Open:
    """One open page."""

    def __init__(self, order: Order, cookie: str) -> None:
        self._order = order
        self._headers = {"Cookie": cookie, "Accept-Language": "de"}
        # As many connections as a browser keeps to one address, one after the other used.
        self._http = urllib3.PoolManager(maxsize=1, retries=False, timeout=PATIENCE_S)
        self._ids: dict[int, set[str]] = {}
        self.watched = Watched()

    def run(self) -> None:
        """Until the order says that it is enough."""
        time.sleep(random.random())
        try:
            polls = self._opened()
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            self.watched.errors.append(f"{type(error).__name__}: {error}"[:300])
            return
        due = [time.monotonic() + random.random() * poll.every_s for poll in polls]
        while (now := min(due)) < self._order.until:
            time.sleep(max(0.0, now - time.monotonic()))
            number = due.index(now)
            polls[number] = self._asked(number, polls[number])
            # htmx counts from the tick, and leaves one out while the answer to the last is on its way.
            due[number] = max(now, time.monotonic() - polls[number].every_s) + polls[number].every_s

    def _opened(self) -> list[Poll]:
        answer = self._http.request("GET", urljoin(self._order.url, self._order.page), headers=self._headers)
        html = answer.data.decode()
        polls = polls_in(html)
        if answer.status != 200 or not polls:
            raise ValueError(f"the page was answered with {answer.status} and asks for {len(polls)} things")
        self._note(-1, ids_in(html))
        return polls

    def _asked(self, number: int, poll: Poll) -> Poll:
        began = time.monotonic()
        try:
            answer = self._http.request("GET", urljoin(self._order.url, poll.url), headers=self._as_htmx())
        except urllib3.exceptions.HTTPError as error:
            self.watched.errors.append(f"{type(error).__name__}: {error}"[:300])
            return poll
        self.watched.took.append(round((time.monotonic() - began) * 1000, 2))
        self.watched.statuses.append(answer.status)
        self.watched.received += len(answer.data)
        if answer.status == NOTHING_NEW:
            return poll
        html = answer.data.decode()
        self._note(number, ids_in(html))
        return next(iter(polls_in(html[:ITS_BEGINNING])), poll) if poll.own else poll

    def _as_htmx(self) -> dict[str, str]:
        return {**self._headers, "HX-Request": "true", "X-Poll": "1"}

    def _note(self, region: int, ids: set[str]) -> None:
        now, before = time.monotonic(), self._on_page()
        # What the page came with is replaced as soon as any part of it is.
        self._ids.pop(-1, None)
        self._ids[region] = ids
        for one in self._on_page() - before:
            self.watched.came.setdefault(one, now)
        for one in before - self._on_page():
            self.watched.went[one] = now

    def _on_page(self) -> set[str]:
        return set().union(*self._ids.values())


def main() -> None:
    """Do as told, then tell."""
    order = Order.from_json(sys.stdin.read())
    pages = [Open(order, cookie) for cookie in order.cookies]
    threads = [threading.Thread(target=page.run) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(Played([page.watched for page in pages], time.process_time()).to_json())


if __name__ == "__main__":
    main()
