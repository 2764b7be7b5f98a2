"""Twelve experts and two supervisors: what they can, when they are there, how they answer their phones."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from carrier import Call, Owner, Step, connected, hears, talk, then

ACCEPT = {"de": "Annehmen mit der Eins", "en": "press one to accept"}
MENU = {"de": "Vier: erledigt", "en": "Four: finished"}
HAND_BACK = {"de": "Das Programm macht weiter", "en": "the program goes on"}
NOTE = {"de": "was wichtig ist", "en": "what matters"}


@dataclass(frozen=True)
class Person:
    """One of the staff; `from_h` and `to_h` are the shift, in hours from the beginning."""

    name: str
    skills: tuple[str, ...]
    languages: tuple[str, ...] = ("de", "en")
    level: int = 2
    role: str = "agent"
    from_h: float = 0.0
    to_h: float = 24.0

    @property
    def speaks(self) -> str:
        """The language the hotline speaks with them."""
        return self.languages[0]

    def row(self) -> dict[str, Any]:
        """As the hotline keeps them."""
        skills, languages = [*self.skills], [*self.languages]
        return {"skills": skills, "languages": languages, "level": self.level, "role": self.role}


STAFF = (
    Person("ada", ("care", "any", "care_estate"), level=3, to_h=2.2),
    Person("ben", ("care", "product_care", "product_safety"), ("de",), to_h=2.0),
    Person("cleo", ("care", "complaint_lead", "billing_care"), to_h=2.5),
    Person("dara", ("care", "safe_contact", "care_estate"), ("de",), 3),
    Person("emil", ("care", "fraud", "privacy")),
    Person("fay", ("care", "product_care"), ("en",), 1, to_h=2.2),
    Person("gero", ("product_care", "product_safety"), ("de",), 1, from_h=0.5),
    Person("hilde", ("care", "legal_pr", "business"), ("de",), 3, to_h=3.0),
    Person("ivo", ("care",), ("de",), 1, from_h=1.5),
    Person("jana", ("care", "any", "billing_care", "fraud"), from_h=1.8),
    Person("kai", ("care", "complaint_lead", "privacy"), ("de",), from_h=2.0),
    Person("lou", ("product_care", "care"), ("en", "de"), 1, from_h=1.0),
    Person("mia", ("care", "supervisor", "legal_pr", "care_estate"), level=3, role="lead"),
    Person("nils", ("care", "supervisor", "safe_contact"), level=3, role="lead", from_h=1.5),
)
PHONES = {person.name: f"+49151{70000000 + number}" for number, person in enumerate(STAFF)}

# Of a hundred calls of their phone.
WAYS = {
    "accepts": 78,
    "declines by key": 5,
    "declines": 3,
    "does not answer": 5,
    "is busy": 2,
    "cannot be reached": 1,
    "is a mailbox": 3,
    "drops in the brief": 3,
}
# Of a hundred talks.
ENDINGS = {"finished": 62, "waits": 10, "passes on": 8, "hands back": 8, "drops": 6, "hangs up": 6}


def answering(person: Person, seed: int) -> Callable[[Call], Owner]:
    """How this person's phone is answered, another way every time."""
    dice = Random(f"{seed} {person.name}")

    def owner(call: Call) -> Owner:
        way = dice.choices(list(WAYS), list(WAYS.values()))[0]
        return _owner(person, way, dice)

    return owner


def _owner(person: Person, way: str, dice: Random) -> Owner:
    after, accept = dice.uniform(2, 9), hears(ACCEPT[person.speaks], press="1")
    if way == "accepts":
        return Owner(after=after, script=[accept, *_talk(person, dice)])
    if way == "declines by key":
        return Owner(after=after, script=[hears(ACCEPT[person.speaks], press="2")])
    if way == "drops in the brief":
        return Owner(after=after, script=[accept, then(2, hang_up=True)])
    if way == "is a mailbox":
        return Owner(after=after)
    does: Any = {"declines": "decline", "does not answer": "no-answer", "is busy": "busy"}.get(way, "failed")
    return Owner(does, after)


def _talk(person: Person, dice: Random) -> list[Step]:
    ending = dice.choices(list(ENDINGS), list(ENDINGS.values()))[0]
    seconds = dice.uniform(15, 70) if ending == "drops" else dice.uniform(120, 360)
    return [connected(1, say=f"{person.name}, guten Tag."), talk(seconds), *_ended(person, ending)]


def _ended(person: Person, ending: str) -> list[Step]:
    menu = [then(0, press="*"), hears(MENU[person.speaks], after=0.5)]
    if ending == "finished":
        return [*menu, then(0, press="4")]
    if ending == "passes on":
        return [*menu, then(0, press="2"), hears(NOTE[person.speaks], say="Bitte den Lieferort prüfen")]
    if ending == "hands back":
        return [*menu, then(0, press="3"), hears(HAND_BACK[person.speaks], press="1")]
    # Who waits lets the caller hang up, for a while.
    return [then(60 if ending == "waits" else 0, hang_up=True)]
