"""Who may see which case, and how much of it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.desk.desk_terms import FIELDS, OTHER, DeskTerms
from bot.errors import NotAllowed
from bot.handover.packet_flags import REQUEST
from bot.handover.priority import skill as skill_for
from bot.handover.routing_people import CARE
from bot.staff.known_skills import ANY
from bot.staff.person import LEADS, Person

SEES_CASES = ("agent", *LEADS)
EVERYTHING = frozenset(FIELDS)
LIGHT, HARD = 1, 3


class Relation(StrEnum):
    """What somebody has to do with a case."""

    # It is theirs now, or their phone rings for it.
    HAS = "has"
    HAD = "had"
    # It waits, and they could take it at this moment.
    SUITS = "suits"
    NONE = "none"


@dataclass(frozen=True)
class AboutCase:
    """What of a case decides who sees it; `flags` are those that count, each with the skill it asks for.

    A sensitive case is `guarded`: for people with one of these skills.
    """

    skill: str
    level: int
    guarded: frozenset[str]
    flags: Mapping[str, str]

    @property
    def sensitive(self) -> bool:
        """Not for everybody, and looked at on record."""
        return bool(self.guarded)


@dataclass(frozen=True)
class Sight:
    """What one person sees of one case."""

    fields: frozenset[str]
    # May have a masked field shown.
    reveals: bool
    # Sees the words of these flags.
    quotes: frozenset[str]
    sensitive: bool

    def sees(self, field: str) -> bool:
        """Whether this part of the case is shown at all."""
        return field in self.fields


def about_case(packet: Mapping[str, Any], terms: DeskTerms, skill_of: Mapping[str, str]) -> AboutCase:
    """From a packet of any version; `skill_of` names the skill of each flag."""
    routing = packet.get("routing") or {}
    skill = routing.get("skill") or skill_for(packet.get("kind", ""), packet.get("reason", ""))
    flags = {code: skill_of.get(code, CARE) for code in counted(packet.get("flags") or ())}
    guarded = {of for code, of in flags.items() if code in terms.sensitive_flags}
    if packet.get("reason") in terms.sensitive_reasons:
        guarded = guarded or {skill}
    return AboutCase(skill, int(routing.get("level") or LIGHT), frozenset(guarded), flags)


def counted(flags: Sequence[Mapping[str, Any]]) -> list[str]:
    """Codes of the flags that are more than a question about one's rights."""
    return [flag["code"] for flag in flags if flag.get("level") != REQUEST]


def sight(person: Person, case: AboutCase, relation: Relation, terms: DeskTerms) -> Sight:
    """What they may see; raises NotAllowed."""
    if person.role not in SEES_CASES:
        raise NotAllowed("role")
    if case.level >= HARD and person.level <= LIGHT and not person.leads:
        raise NotAllowed("level")
    if person.site not in terms.own_sites:
        return _of_partner(person, case, relation, terms)
    theirs = person.leads or relation in (Relation.HAS, Relation.HAD)
    if case.sensitive and not theirs and relation is Relation.NONE and not _able(person, case):
        raise NotAllowed("sensitive")
    return Sight(EVERYTHING, theirs, _quotes(person, case, theirs), case.sensitive)


def _of_partner(person: Person, case: AboutCase, relation: Relation, terms: DeskTerms) -> Sight:
    """Only what they work on, and of it what the skill needs; but nobody meets a caller blind."""
    if relation is Relation.NONE and not person.leads:
        raise NotAllowed("site")
    if case.sensitive and relation is not Relation.HAS and not _able(person, case):
        raise NotAllowed("sensitive")
    theirs = relation in (Relation.HAS, Relation.HAD)
    fields = terms.fields_of(case.skill if _has(person, case.skill) else OTHER)
    return Sight(fields, theirs, _quotes(person, case, theirs), case.sensitive)


def _quotes(person: Person, case: AboutCase, theirs: bool) -> frozenset[str]:
    if theirs:
        return frozenset(case.flags)
    return frozenset(code for code, skill in case.flags.items() if _has(person, skill))


def _able(person: Person, case: AboutCase) -> bool:
    return any(_has(person, skill) for skill in case.guarded)


def _has(person: Person, skill: str) -> bool:
    """Any trained human counts for a case that asks for anybody."""
    return skill in person.skills or (skill == ANY and CARE in person.skills)
