"""Made-up buyers who order, correct themselves, and afterwards change, cancel or withdraw; from a seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.conversations.orders import DIGITS

WORDS = YAML(typ="safe").load((Path(__file__).parent / "buyers.yml").read_text("utf-8"))
BY_TEXT, KNOWN, SAME_TALK = 0.3, 0.5, 0.6
SLIPS = ("", "breath", "number_after", "instead", "number_at_end", "place")
AFTERWARDS = ("", "change", "change", "change", "cancel", "withdraw", "nearly")
CHANGES = ("number", "more", "less")
TOWN = {"postcode": "20095", "city": "Hamburg"}


@dataclass
class Plan:
    """What a buyer wants, and how he gets there; `customer` is None for somebody new."""

    language: str
    channel: str
    customer: dict[str, Any] | None
    lines: dict[str, int]
    slip: str
    contact: str
    payment: str
    name: str
    streets: tuple[str, str]
    spare: str
    afterwards: str
    same_talk: bool

    @property
    def change(self) -> str:
        """What is changed: the number of the only article, one more article, or one fewer."""
        return "number" if len(self.lines) == 1 else CHANGES[1 + self.lines[min(self.lines)] % 2]

    @property
    def changed_lines(self) -> dict[str, int]:
        """The lines after the change."""
        if self.change == "more":
            return {**self.lines, self.spare: 1}
        kept = list(self.lines)[:1]
        more = 2 if self.change == "number" else 0
        return {article: self.lines[article] + more for article in kept}


def plans(chance: random.Random, customers: list[dict[str, Any]]) -> Iterator[Plan]:
    """Endlessly many buyers; a known customer buys once."""
    left = list(customers)
    while True:
        language = chance.choice(["de", "en"])
        known = left.pop(chance.randrange(len(left))) if left and chance.random() < KNOWN else None
        yield _plan(chance, language, known)


def _plan(chance: random.Random, language: str, known: dict[str, Any] | None) -> Plan:
    words = WORDS[language]
    channel = "sms" if chance.random() < BY_TEXT else "voice"
    *articles, spare = chance.sample(sorted(words["goods"]), chance.choice([2, 3]))
    contact = "email" if known else "sms" if channel == "sms" else chance.choice(["sms", "email", "letter"])
    first, second = chance.sample(sorted(words["streets"]), 2)
    afterwards = chance.choice(AFTERWARDS)
    # Whoever left no e-mail address cannot get a code, so a person would change his order.
    afterwards = "cancel" if afterwards == "change" and contact != "email" else afterwards
    return Plan(
        language=language,
        channel=channel,
        customer=known,
        lines={article: chance.randint(1, 3) for article in articles},
        slip=chance.choice(SLIPS),
        contact=contact,
        payment=chance.choice(["invoice", "prepayment"] if known else ["prepayment", "credit_card"])
        if contact == "email"
        else "prepayment",
        name=chance.choice(sorted(words["names"])),
        streets=(first, second),
        spare=spare,
        afterwards=afterwards,
        same_talk=chance.random() < SAME_TALK,
    )


class Buyer:
    """Says what his plan wants to what he hears; `outcomes` are what he was told was done."""

    def __init__(self, chance: random.Random, plan: Plan) -> None:
        self.plan = plan
        self.outcomes: list[str] = []
        self.number = ""
        self._words = WORDS[plan.language]
        self._chance = chance
        self._slipped = False
        # Whoever bought one or three of something first asks for one too many when he changes it.
        self._wavers = (
            plan.afterwards == "change" and plan.change == "number" and max(plan.lines.values()) != 2
        )

    def opens(self) -> str:
        """The first words."""
        return self._any("opens").format(items=self._first_items())

    def returns(self) -> str:
        """The first words about the order that was placed."""
        if self.plan.afterwards == "change":
            return self._change()
        return self._any("cancel" if self.plan.afterwards == "nearly" else self.plan.afterwards)

    def prompt(self, heard: str) -> str | None:
        """What is asked for in these words, None for nothing known."""
        said = heard.lower()
        return next((do for fragment, do in self._words["prompts"] if fragment in said), None)

    def answer(self, prompt: str) -> str:
        """The words to a question."""
        said = getattr(self, f"_say_{prompt}", None)
        return said() if said else self._any(prompt)

    @property
    def street(self) -> str:
        """Where a new customer's order must go."""
        return str(self._words["streets"][self.plan.streets[-1]])

    @property
    def name(self) -> str:
        """A new customer's name as it must be written."""
        return str(self._words["names"][self.plan.name])

    def _say_first(self) -> str:
        return self._any("again")

    def _say_items(self) -> str:
        return self._items(self.plan.lines)

    def _say_more(self) -> str:
        """A correction of what was noted, or that this was all."""
        if self._slips("number_after"):
            last = list(self.plan.lines)[-1]
            return self._any("number_after").format(n=self._count(self.plan.lines[last]))
        if self._slips("instead"):
            right = self._items(dict(list(self.plan.lines.items())[-1:]))
            wrong = self._words["goods"][self.plan.spare][2]
            return self._any("instead").format(wrong=wrong, right=right)
        return self._any("done")

    def _say_binding(self) -> str:
        last = list(self.plan.lines)[-1]
        if not self.number and self._slips("number_at_end"):
            return self._any("number_at_end").format(n=self._count(self.plan.lines[last]))
        if self.number and self._wavers:
            self._wavers = False
            return self._any("number_at_end").format(n=self._count(self.plan.changed_lines[last]))
        if not self.number and self.plan.customer and self._slips("place"):
            return self._any("no")
        return self._any("yes")

    def _say_part(self) -> str:
        return str(self._words["part"]["payment"])

    def _say_wanted(self) -> str:
        return self._any("no" if self.plan.afterwards == "nearly" else "yes")

    def _say_name(self) -> str:
        return self.plan.name

    def _say_postcode(self) -> str:
        postcode = self.plan.customer["postcode"] if self.plan.customer else TOWN["postcode"]
        return " ".join(self._digit(digit) for digit in postcode)

    def _say_street(self) -> str:
        slip = self.plan.slip == "place" and not self._slipped
        return self.plan.streets[0 if slip else 1]

    def _say_street_heard(self) -> str:
        return self._any("no" if self._slips("place") else "yes")

    def _say_contact(self) -> str:
        return str(self._words["contact"][self.plan.contact])

    def _say_email(self) -> str:
        return self._any("email").format(local=self.plan.name.split()[0])

    def _say_payment(self) -> str:
        return str(self._words["payment"][self.plan.payment])

    def _say_number(self) -> str:
        return "W M " + " ".join(self._digit(digit) for digit in self.number.removeprefix("WM-"))

    def _change(self) -> str:
        plan, words = self.plan, self._words["change"][self.plan.change][0]
        first, last = next(iter(plan.lines)), list(plan.lines)[-1]
        goods = self._words["goods"]
        return str(words).format(
            n=self._count(plan.changed_lines[first] + self._wavers),
            m=self._count(plan.lines[first]),
            one=goods[plan.spare][0],
            object=goods[last][2],
        )

    def _first_items(self) -> str:
        """The items, except for what will be corrected."""
        lines = dict(self.plan.lines)
        last = list(lines)[-1]
        if self.plan.slip == "instead":
            lines.pop(last)
            lines[self.plan.spare] = 1
        elif self.plan.slip in ("number_after", "number_at_end"):
            lines[last] = lines[last] % 3 + 1
        elif self.plan.slip == "breath":
            wrong = self._count(lines[next(iter(lines))] % 3 + 1)
            return self._any("slip").format(wrong=wrong, items=self._items(lines, counted=True))
        return self._items(lines)

    def _items(self, lines: dict[str, int], *, counted: bool = False) -> str:
        items = (self._item(article, pieces, counted) for article, pieces in lines.items())
        return str(self._words["and"]).join(items)

    def _item(self, article: str, pieces: int, counted: bool) -> str:
        """ "A carafe", "three carafes"; counted, "one carafe"."""
        one, many, _ = self._words["goods"][article]
        if pieces == 1 and not counted:
            return str(one)
        return f"{self._count(pieces)} {many if pieces > 1 else one.partition(' ')[2]}"

    def _count(self, pieces: int) -> str:
        return str(self._words["numbers"][pieces])

    def _slips(self, kind: str) -> bool:
        """Whether this is the moment of the one slip he makes."""
        now = self.plan.slip == kind and not self._slipped
        self._slipped = self._slipped or now
        return now

    def _digit(self, digit: str) -> str:
        return DIGITS[self.plan.language][int(digit)]

    def _any(self, what: str) -> str:
        sayings = self._words[what]
        return str(sayings if isinstance(sayings, str) else self._chance.choice(sayings))
