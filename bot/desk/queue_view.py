"""The queue as one person sees it: what is theirs to take; of the rest no more than they may know. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from bot.desk.case_access import AboutCase, Relation, Sight, sight
from bot.desk.desk_terms import DeskTerms
from bot.desk.queue_lines import Line
from bot.errors import NotAllowed
from bot.handover.orphans import PHONED
from bot.handover.routing_people import Expert
from bot.handover.suiting import Suit, Suits
from bot.staff.person import Person

# Nobody takes what comes after so many others; all are there on request.
AT_ONCE = 50
MINE, ALL = "mine", "all"
# Shown in place of a situation that is not for this person.
DELICATE = "delicate"


@dataclass(frozen=True)
class Row:
    """One who waits, as shown. What this person may not know is None."""

    wait_id: str
    channel: str
    priority: str
    language: str
    skill: str
    since: datetime
    # Opens the case, where they may.
    case_id: str | None
    number: str | None
    reason: str | None
    flag: str | None
    first: bool
    attempts: int
    expected: str | None
    escalated: str | None
    # Whose phone rings; `mine` if it is this person's.
    rings: str | None
    mine: bool
    accepted: bool
    call_id: str | None
    suit: Suit

    @property
    def takes(self) -> bool:
        """Whether it could be theirs by a click."""
        return self.mine or (self.rings is None and self.suit.suits)


@dataclass(frozen=True)
class View:
    """What one person sees; `ring` is what their own phone rings for."""

    ring: Row | None
    rows: tuple[Row, ...]
    more: int
    mine: int
    all: int
    escalated: int
    free: bool
    version: str


@dataclass(frozen=True)
class Looking:
    """Who looks, and how: `which` is MINE or ALL, `everything` without a limit."""

    person: Person
    expert: Expert
    free: bool
    # Whether their telephone may ring.
    phoned: bool = True
    which: str = MINE
    everything: bool = False


@dataclass(frozen=True)
class Rules:
    """What is for whom."""

    suits: Suits
    terms: DeskTerms


def queue_view(lines: Sequence[Line], looking: Looking, rules: Rules) -> View:
    """From the lines in routing order; for leads what is escalated comes first."""
    judged = list(Judged(looking, rules).all(lines))
    ring = next((line for line, _ in judged if line.rings == looking.person.id and not line.accepted), None)
    others = [(line, suit) for line, suit in judged if line is not ring]
    theirs = [pair for pair in others if _is_theirs(*pair)]
    shown = others if looking.which == ALL else theirs
    if looking.person.leads:
        shown = sorted(shown, key=lambda pair: not pair[0].escalated)
    limit = len(shown) if looking.everything else AT_ONCE
    rows = tuple(_row(line, suit, looking, rules.terms) for line, suit in shown[:limit])
    rung = _row(ring, Suit("rung"), looking, rules.terms) if ring else None
    counts = (len(shown) - len(rows), len(theirs), len(others), sum(bool(line.escalated) for line in lines))
    return View(rung, rows, *counts, looking.free, _mark(rung, rows, counts, looking))


class Judged:
    """Many wait for the same: whether this person may take it is worked out once for all of them."""

    def __init__(self, looking: Looking, rules: Rules) -> None:
        self._looking = looking
        self._rules = rules
        self._known: dict[Any, Suit] = {}

    def all(self, lines: Iterable[Line]) -> Iterable[tuple[Line, Suit]]:
        """Every line with whether it suits."""
        for line in lines:
            yield line, self._suit(line)

    def _suit(self, line: Line) -> Suit:
        me = self._looking.expert
        if line.channel in PHONED and not self._looking.phoned:
            return Suit(because="no_phone")
        key = (line.kind, me.id in line.caller.not_experts)
        if key not in self._known:
            self._known[key] = self._rules.suits(line.caller, me)
        return self._known[key]


def _is_theirs(line: Line, suit: Suit) -> bool:
    return line.rings is None and suit.suits


def _row(line: Line, suit: Suit, looking: Looking, terms: DeskTerms) -> Row:
    mine = line.rings == looking.person.id
    seen = seen_of(line.about, looking.person, _relation(mine, suit), terms)
    known = seen is not None and (mine or suit.suits or looking.person.leads)
    return Row(
        wait_id=line.wait_id,
        channel=line.channel,
        priority=line.caller.priority,
        language=line.caller.language,
        skill=line.skill,
        since=line.caller.entered_at,
        case_id=line.case_id if known else None,
        number=line.number if known else None,
        reason=line.reason if known else None,
        flag=_flag(line, seen),
        first=line.caller.first,
        attempts=line.attempts,
        expected=line.expected,
        escalated=line.escalated,
        rings=line.rings_name if line.rings else None,
        mine=mine,
        accepted=line.accepted,
        call_id=line.call_id,
        suit=suit,
    )


def _relation(mine: bool, suit: Suit) -> Relation:
    if mine:
        return Relation.HAS
    return Relation.SUITS if suit.suits else Relation.NONE


def seen_of(about: AboutCase, person: Person, relation: Relation, terms: DeskTerms) -> Sight | None:
    """What they see of the case; None when nothing."""
    try:
        return sight(person, about, relation, terms)
    except NotAllowed:
        return None


def _flag(line: Line, seen: Sight | None) -> str | None:
    """The situation by name for whoever has its skill; for others only that there is one."""
    if line.flag is None:
        return None
    return line.flag if seen and line.flag in seen.quotes else DELICATE


def _mark(rung: Row | None, rows: Sequence[Row], counts: Sequence[int], looking: Looking) -> str:
    """The same in every process for the same picture."""
    seen = (rung, rows, counts, looking.free, looking.which, looking.everything, looking.person.language)
    return blake2b(repr(seen).encode(), digest_size=8).hexdigest()
