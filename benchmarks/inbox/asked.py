"""Every page the inbox is asked for: each view under each filter with each search, the groups too."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.tuning.inbox_asked import VIEWS

GROUPED = "groups"
FILTERS: dict[str, dict[str, str]] = {
    "what is to be done": {},
    "everything": {"status": "all"},
    "in the data": {"status": "written"},
    "English": {"language": "en"},
    "text messages": {"channel": "sms"},
    "a frequent intent": {"intent": "order_status"},
    "a rare intent": {"intent": "louder"},
    "one model": {"version": "3"},
    "the last week": {"period": "week"},
    "German, spoken, one intent, a month": {
        "language": "de",
        "channel": "voice",
        "intent": "order_status",
        "period": "month",
    },
}
SEARCHES = {
    "no search": "",
    "in a third of all sentences": "ich",
    "the beginning of many words": "bes",
    "two words": "bitte rechnung",
    "a phrase": '"meine bestellung"',
    "a word said once or twice": "kalomiru",
    "a word nobody said": "xylophonzzz",
}


@dataclass(frozen=True)
class Asked:
    """One page: its address, and what of it is looked at."""

    view: str
    filtered: str
    search: str
    address: str


def pages() -> Iterator[Asked]:
    """All of them, the first page of each."""
    for view in (*VIEWS, GROUPED):
        shown = {"grouped": "1"} if view == GROUPED else {"view": view}
        for name, chosen in FILTERS.items():
            for kind, typed in SEARCHES.items():
                query = urlencode({**shown, **chosen, **({"words": typed} if typed else {})})
                yield Asked(view, name, kind, f"/console?{query}")
