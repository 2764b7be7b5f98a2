"""What a page asks for by itself, read from its HTML as htmx reads it."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

_EVERY = re.compile(r"every (\d+(?:\.\d+)?)(ms|s|m)\b")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0}
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Poll:
    """One address asked again and again; `own` when the answer replaces the element that asks."""

    url: str
    every_s: float
    own: bool


def polls_in(html: str) -> list[Poll]:
    """All of them, in the page's order."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


def ids_in(html: str) -> set[str]:
    """Whatever the page knows by an id: cases, waits."""
    return set(_ID.findall(html))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Poll] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        every, url = _EVERY.search(given.get("hx-trigger") or ""), given.get("hx-get")
        if url and every:
            seconds = float(every[1]) * _SECONDS[every[2]]
            self.found.append(Poll(url, seconds, (given.get("hx-swap") or "").startswith("outerHTML")))
