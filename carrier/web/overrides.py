"""Connection overrides in a webhook URL's fragment: `#rc=2&rp=ct,5xx&rt=5000`."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag

_POLICIES = {"ct", "rt", "4xx", "5xx"}


@dataclass(frozen=True)
class Limits:
    """How long the carrier waits (seconds) and when it asks again; Twilio's defaults."""

    connect: float = 5.0
    read: float = 15.0
    total: float = 15.0
    retries: int = 1
    retry_on: frozenset[str] = frozenset({"ct"})


def split_overrides(url: str, defaults: Limits) -> tuple[str, Limits]:
    """The URL without its fragment, and the limits the fragment sets; values out of range are ignored."""
    bare, fragment = urldefrag(url)
    given = dict(parse_qsl(fragment))
    return bare, Limits(
        connect=_seconds(given.get("ct"), 10_000, defaults.connect),
        read=_seconds(given.get("rt"), 15_000, defaults.read),
        total=_seconds(given.get("tt"), 15_000, defaults.total),
        retries=_retries(given.get("rc"), defaults.retries),
        retry_on=_policies(given.get("rp"), defaults.retry_on),
    )


def _seconds(text: str | None, most: int, default: float) -> float:
    if text is None or not text.isdecimal() or not 100 <= int(text) <= most:
        return default
    return int(text) / 1000


def _retries(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and int(text) <= 5 else default


def _policies(text: str | None, default: frozenset[str]) -> frozenset[str]:
    if text is None:
        return default
    named = set(text.split(","))
    return frozenset(_POLICIES if "all" in named else named & _POLICIES)
