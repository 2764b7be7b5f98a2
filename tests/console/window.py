"""Somebody of ops in front of a browser: the console served on loopback, signed in without a password."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask

from bot.running.ports import LOOPBACK, free_port
from tests.console.hall import ConsoleHall
from tests.desk.browser import Browser
from tests.desk.world import served

# What is fetched when the page has come is there, and nothing is on its way.
COMPLETE = """
return document.readyState === 'complete' && !document.querySelector('.htmx-request, .htmx-settling')
  && !document.querySelector('.is-current .label:not(.label--open, .label--said)');
"""


@dataclass
class Window:
    """The console at `url`, in a browser that is signed in."""

    hall: ConsoleHall
    browser: Browser
    url: str

    def open(self, path: str = "/console") -> Browser:
        """The page, with all that comes by itself."""
        self.browser.open(self.url + path)
        self.browser.until(lambda: self.browser.script(COMPLETE))
        return self.browser

    def sign_in(self, name: str = "olga") -> None:
        """As this one of the hall's people."""
        self.browser.driver.delete_all_cookies()
        self.browser.open(f"{self.url}/staff/sign-in")
        for cookie in self.hall.browser(name).client._cookies.values():
            self.browser.driver.add_cookie({"name": cookie.key, "value": cookie.value, "path": "/"})


@contextmanager
def window(hall: ConsoleHall, browser: Browser) -> Iterator[Window]:
    """Served as long as it lasts; olga is signed in."""
    port = free_port()
    app: Flask = hall.app
    with served(app, port):
        found = Window(hall, browser, f"http://{LOOPBACK}:{port}")
        found.sign_in()
        yield found
