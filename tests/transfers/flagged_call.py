"""A whole call in which something delicate is said, in virtual time: what was heard and handed over."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.handover.delicate import Look
from carrier import Call, Owner, Step, connected, hears, then
from tests.builders import ScriptedRasa, said, sure
from tests.transfers.delicate_sentences import Delicate
from tests.virtual import VirtualHotline, virtual_hotline

EXPERT, OTHER = "+4915228895456", "+4915228895457"
CALLERS = {"de": "+4915228817386", "en": "+447400123886"}
HUMAN = "Weber, guten Tag."
# The expert talks, then gives the caller back to the program, which shall go on where it was.
WORK = [
    hears("Annehmen", press="1", after=1),
    connected(1, say=HUMAN),
    then(10, press="*"),
    hears("zurück an das Programm", press="3"),
    hears("macht weiter, wo es war", press="1"),
]
WISH = {"de": "wo ist mein paket", "en": "where is my parcel"}
FORM = {"de": "Wie lautet Ihre Bestellnummer?", "en": "What is your order number?"}
BACK = {"de": "wieder mit dem Computerprogramm", "en": "computer program again"}
CAN_TALK = {"de": "Können Sie gerade sprechen", "en": "talk right now"}
# Past the greeting, which cannot be broken into before it has said that a machine speaks.
GREETED_S = 16
CALL_S = 150


@dataclass
class Ended:
    """How it went. `rung` is whose phone rang, in order; `known` the case as it stood at the first ring."""

    hotline: VirtualHotline
    call: Call
    rung: list[str] = field(default_factory=list)
    known: dict[str, Any] | None = None

    @property
    def packet(self) -> dict[str, Any]:
        """What was on the expert's screen when their phone began to ring."""
        assert self.known, "a phone rang before there was a case"
        found: dict[str, Any] = json.loads(self.known["packet"])
        return found

    def flag(self, code: str) -> dict[str, Any]:
        """The flag in the packet."""
        return next(flag for flag in self.packet["flags"] if flag["code"] == code)

    @property
    def voice_at(self) -> datetime | None:
        """When the caller first heard a human."""
        return next((heard.at for heard in self.call.heard if heard.kind == "person"), None)

    def spoken(self, since: datetime, until: datetime | None = None) -> list[str]:
        """What the program said in this time."""
        ours = [heard for heard in self.call.heard if heard.kind == "say" and heard.at >= since]
        return [heard.text for heard in ours if until is None or heard.at < until]


@contextmanager
def flagged_call(
    told: Delicate, gate: Look, folder: Path, begun: bool = False, caller: str | None = None
) -> Iterator[Ended]:
    """Play it: an expert with the skill is free, and one without it has been free for longer.

    `begun`: the sentence comes instead of the order number, in the middle of a form.
    """
    rasa = ScriptedRasa({WISH[told.language]: sure("order_status")}, [_form(told)] * 3)
    with virtual_hotline(folder, rasa, gate) as hotline:
        hotline.hire("udo", OTHER, skills=["business"])
        hotline.network.run_for(1)
        # A crisis asks for anybody who is trained, which those for care are.
        hotline.hire("eva", EXPERT, skills=["care" if told.skill == "any" else told.skill])
        number = caller or CALLERS[told.language]
        ended = Ended(hotline, hotline.network.call(number, hotline.number, _caller(told, begun)))
        for name, phone in hotline.hired.items():
            hotline.network.phone(phone).owner = lambda call, name=name: _picks_up(ended, name)
        hotline.network.run_for(CALL_S)
        yield ended


def _form(told: Delicate) -> Any:
    return said(FORM[told.language], "order_number", "order_form")


def _caller(told: Delicate, begun: bool) -> list[Step]:
    steps = [then(GREETED_S, say=told.words)]
    if begun:
        wish = then(GREETED_S, say=WISH[told.language])
        steps = [wish, hears(FORM[told.language], say=told.words)]
    if told.code == "abuse_safety":
        steps.append(hears(CAN_TALK[told.language], press="1", after=7))
    return [*steps, hears(BACK[told.language], after=8, hang_up=True)]


def _picks_up(ended: Ended, name: str) -> Owner:
    """The moment a phone begins to ring: what does whoever answers it know?"""
    if not ended.rung:
        cases = ended.hotline.rows("select * from handovers")
        ended.known = cases[0] if cases else None
    ended.rung.append(name)
    return Owner(after=4, script=WORK)
