"""Whoever is signed in, as the pages know them."""

from dataclasses import dataclass, field
from typing import Any

from flask import g
from sqlalchemy import RowMapping

from bot.errors import NotAllowed, NotSignedIn

# May see the team and put cases elsewhere.
LEADS = ("lead", "admin")


@dataclass(frozen=True)
class Person:
    """One member of staff; `language` and `theme` are of the pages, `languages` are those they speak."""

    id: str
    name: str
    role: str
    skills: frozenset[str]
    languages: tuple[str, ...]
    level: int
    site: str
    language: str = "de"
    theme: str = "auto"
    interface: dict[str, Any] = field(default_factory=dict)

    @property
    def leads(self) -> bool:
        """Whether they see the team."""
        return self.role in LEADS


def as_person(row: RowMapping) -> Person:
    """From a row of `staff`."""
    chosen = dict(row["interface"] or {})
    language = chosen.get("language") or next((one for one in row["languages"] if one in ("de", "en")), "de")
    able = (frozenset(row["skills"]), tuple(row["languages"]), row["level"], row["site"])
    return Person(row["id"], row["name"], row["role"], *able, language, chosen.get("theme", "auto"), chosen)


def signed_in() -> Person:
    """Who asks for this page; raises NotSignedIn."""
    person: Person | None = g.get("person")
    if person is None:
        raise NotSignedIn("signed_out")
    return person


def one_of(*roles: str) -> Person:
    """Who asks, if they have one of these roles; raises NotSignedIn or NotAllowed."""
    person = signed_in()
    if person.role not in roles:
        raise NotAllowed("role")
    return person
