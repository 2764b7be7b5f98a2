"""Every way a transfer can go: what the first expert does, what breaks, and whether a second is there."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import DialogueUnavailable
from carrier import Call, Owner, Step, connected, hears, then
from tests.builders import ScriptedRasa
from tests.virtual import VirtualHotline, virtual_hotline

FIRST, SECOND, CALLER = "+4915228895456", "+4915228895457", "+4915228817386"
ACCEPT = hears("Annehmen", press="1", after=1)
HELLO = connected(1, say="Weber, guten Tag.")
# The caller asks for a person as soon as the greeting is over, and stays for some minutes.
ASKS = then(16, press="0")
PATIENCE_S, RUN_S, SETTLED_S = 150, 230, 30

EXPERTS: dict[str, Owner] = {
    "accepts": Owner(after=4, script=[ACCEPT, HELLO]),
    "declines": Owner(after=4, script=[hears("Annehmen", press="2", after=1)]),
    "does not answer": Owner("no-answer"),
    "is busy": Owner("busy"),
    "cannot be reached": Owner("failed"),
    "is a mailbox": Owner(after=4),
    "drops in the brief": Owner(after=4, script=[ACCEPT, then(2, hang_up=True)]),
    "drops in the talk": Owner(after=4, script=[ACCEPT, HELLO, then(20, hang_up=True)]),
}
HANGS_UP = {
    "caller hangs up waiting": [ASKS, then(1, hang_up=True)],
    "caller hangs up while it rings": [ASKS, then(5, hang_up=True)],
    "caller hangs up in the brief": [ASKS, then(14, hang_up=True)],
    "caller hangs up in the talk": [ASKS, connected(8, hang_up=True)],
}
Disturb = Callable[[VirtualHotline], None]


class RasaIsDown(ScriptedRasa):
    """Rasa that never answers."""

    def parse(self, *args: object, **more: object) -> list:  # type: ignore[type-arg]
        raise DialogueUnavailable("down")


def _refuse(what: str) -> Disturb:
    return lambda hotline: hotline.network.rest_faults.refuse(what, times=2, status=500)


def _restart(when_s: float) -> Disturb:
    return lambda hotline: hotline.network.later(when_s, hotline.restart)


DISTURBANCES: dict[str, Disturb] = {
    "nothing": lambda hotline: None,
    "REST cannot dial": _refuse("calls.create"),
    "REST cannot move": _refuse("calls.update"),
    **dict.fromkeys(HANGS_UP, lambda hotline: None),
    "Rasa is down": lambda hotline: None,
    "restart while waiting": _restart(17),
    "restart while it rings": _restart(20),
    "restart in the brief": _restart(28),
    "restart in the talk": _restart(45),
}


@dataclass(frozen=True)
class Case:
    """One row of the matrix."""

    expert: str
    disturbance: str
    second: bool

    def __str__(self) -> str:
        return f"{self.expert}, {self.disturbance}, {'a second expert' if self.second else 'alone'}"


@dataclass(frozen=True)
class Ended:
    """How it went: typed outcomes, whether the caller was served, and seconds until a human voice."""

    wait: str
    calls: tuple[str, ...]
    served: str
    voice_after_s: float | None
    faults: tuple[str, ...]


def cases() -> list[Case]:
    """All of them."""
    return [Case(*row) for row in itertools.product(EXPERTS, DISTURBANCES, (True, False))]


def played(case: Case) -> Ended:
    """Play one in virtual time, on a hotline and a database of its own."""
    rasa = RasaIsDown() if case.disturbance == "Rasa is down" else ScriptedRasa()
    with tempfile.TemporaryDirectory() as folder, virtual_hotline(Path(folder), rasa) as hotline:
        hotline.hire("eva", FIRST)
        hotline.network.phone(FIRST).owner = EXPERTS[case.expert]
        if case.second:
            # Has been free for a shorter time, so is asked second.
            hotline.network.later(2, lambda: hotline.hire("ida", SECOND) and None)
            hotline.network.phone(SECOND).owner = EXPERTS["accepts"]
        DISTURBANCES[case.disturbance](hotline)
        # Stays for some minutes, or until the talk has gone on for a while.
        stays: list[Step] = [then(PATIENCE_S, hang_up=True)]
        talks: list[Step] = [connected(40, hang_up=True)]
        call = hotline.network.call(
            CALLER, hotline.number, HANGS_UP.get(case.disturbance, [ASKS]), stays, talks
        )
        hotline.network.run_until(lambda: call.over, at_most_s=RUN_S)
        hotline.network.run_for(SETTLED_S)
        return _ended(hotline, call)


def _ended(hotline: VirtualHotline, call: Call) -> Ended:
    waits = hotline.rows("select status, outcome from waits")
    calls = hotline.rows("select status, outcome from expert_calls order by created_at")
    asked = next((u.at for u in call.heard if "verbinde" in u.text), None)
    voice = next((u.at for u in call.heard if u.kind == "person"), None)
    return Ended(
        wait=", ".join(str(row["outcome"]) for row in waits),
        calls=tuple(str(row["outcome"]) for row in calls),
        served=_served(call),
        voice_after_s=(voice - asked).total_seconds() if voice and asked else None,
        faults=tuple(_faults(hotline, call, waits, calls)),
    )


def _served(call: Call) -> str:
    """What the caller got in the end: a human voice, the truth with a case number, or they left before."""
    if any(u.kind == "person" for u in call.heard):
        return "talked"
    if any("niemand frei" in u.text and "Nummer" in u.text for u in call.heard):
        return "call back offered"
    return "hung up first"


def _faults(hotline: VirtualHotline, call: Call, waits: list, calls: list) -> Iterator[str]:  # type: ignore[type-arg]
    if not waits or any(row["status"] != "over" or not row["outcome"] for row in waits):
        yield f"wait without an outcome: {waits}"
    if any(row["status"] != "over" or not row["outcome"] for row in calls):
        yield f"call without an outcome: {calls}"
    if any(u.kind == "error" for u in call.heard) or call.errors:
        yield "the caller heard the carrier's error"
    if not call.over:
        yield "the line is still open"
    yield from _still_engaged(hotline)
    yield from (f"{violation.kind}: {violation.text}" for violation in hotline.network.violations)


def _still_engaged(hotline: VirtualHotline) -> Iterator[str]:
    for row in hotline.rows("select id, status from staff where status in ('ringing', 'talking')"):
        yield f"{row['id']} is still {row['status']}"
    for phone in hotline.hired.values():
        if any(not call.over for call in hotline.network.phone(phone).calls):
            yield f"a phone of an expert is still on the line: {phone}"
