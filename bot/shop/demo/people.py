"""The demo shop's customers: invented people with real towns and numbers that reach nobody."""

import unicodedata
from collections.abc import Mapping
from itertools import chain
from random import Random
from typing import Any

from bot.shop.demo.files import read
from bot.store.shop_tables import CustomerRow, PhoneRow

# The Bundesnetzagentur keeps these ranges free for film and print (Mitteilung 148/2021).
LANDLINES = {
    "Berlin": "+493023125",
    "Frankfurt am Main": "+496990009",
    "Hamburg": "+494066969",
    "Köln": "+492214710",
    "München": "+498999998",
}
MOBILES = ("+4917139200", "+49176040690")
# Austria and Switzerland keep none; these area codes are assigned to nobody.
UNASSIGNED = {"AT": "+43700", "CH": "+4170"}
COUNTRIES = ("DE",) * 15 + ("AT",) * 3 + ("CH",) * 2
FOLD = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "'": "", " ": "."})


def customers(rng: Random, count: int) -> list[CustomerRow]:
    """That many customers, ids from C1001; some without e-mail or number, some sharing a number."""
    names = [
        f"{first} {last}" for first in read("people")["first_names"] for last in read("people")["last_names"]
    ]
    numbers = _Numbers(rng)
    people = [_customer(rng, 1001 + at, name) for at, name in enumerate(rng.sample(names, count))]
    for at, person in enumerate(people):
        person.phones = _phones(person, at, numbers, people)
    return people


def _customer(rng: Random, number: int, name: str) -> CustomerRow:
    country = rng.choice(COUNTRIES)
    postcode, city = rng.choice(read_places()[country])
    street = (
        f"{rng.choice(read('people')['streets'])} {rng.randint(1, 98)}{rng.choice(['', '', '', 'a', 'b'])}"
    )
    return CustomerRow(
        customer_id=f"C{number}",
        name=name,
        email=_email(rng, name) if rng.random() > 0.08 else None,
        street=street.replace("ß", "ss") if country == "CH" else street,
        postcode=postcode,
        city=city,
        country=country,
    )


def read_places() -> dict[str, list[tuple[str, str]]]:
    """Postcode and city pairs per country."""
    places: dict[str, list[tuple[str, str]]] = read("places")
    return places


def _email(rng: Random, name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower().translate(FOLD)).encode("ascii", "ignore").decode()
    return f"{plain}@{rng.choice(read('people')['mail_domains'])}"


def _phones(person: CustomerRow, at: int, numbers: "_Numbers", people: list[CustomerRow]) -> list[PhoneRow]:
    if at % 17 == 16:
        return []
    if at % 25 == 24:
        # A household: two customers behind one number, so caller-ID alone does not say who calls.
        return [PhoneRow(e164=people[at - 2].phones[0].e164, position=0)]
    own = [numbers.next(person, mobile=at % 3 > 0)]
    if at % 11 == 10:
        own.append(numbers.next(person, mobile=True))
    return [PhoneRow(e164=e164, position=position) for position, e164 in enumerate(own)]


class _Numbers:
    """Hands out each number once."""

    def __init__(self, rng: Random) -> None:
        self._used: set[str] = set()
        self._rng = rng
        self._mobiles = chain.from_iterable(
            (f"{prefix}{suffix:02d}" for suffix in rng.sample(range(100), 100)) for prefix in MOBILES
        )

    def next(self, person: CustomerRow, *, mobile: bool) -> str:
        """A number that suits the person's country, and the town where the town has a fictional range."""
        if person.country in UNASSIGNED:
            return self._fresh(UNASSIGNED[person.country], 7)
        landline = LANDLINES.get(person.city)
        if landline and not mobile:
            return self._fresh(landline, 3)
        return next(self._mobiles, None) or self._fresh(LANDLINES["Berlin"], 3)

    def _fresh(self, prefix: str, digits: int) -> str:
        while True:
            number = f"{prefix}{self._rng.randrange(10**digits):0{digits}d}"
            if number not in self._used:
                self._used.add(number)
                return number


def written_customer(entry: Mapping[str, Any]) -> CustomerRow:
    """A customer with one number, as written in a YAML file beside this one."""
    postcode, city = entry["place"]
    return CustomerRow(
        customer_id=entry["customer"],
        name=entry["name"],
        email=entry["email"],
        street=entry["street"],
        postcode=postcode,
        city=city,
        country="DE",
        phones=[PhoneRow(e164=entry["phone"], position=0)],
    )
