"""The numbers told in a crisis, as a form: real ones, every country, and somebody who has made sure."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import phonenumbers
from phonenumbers import NumberParseException, shortnumberinfo

from bot.clock import Clock
from bot.current import Current
from bot.handover.crisis_numbers import PLACE, CrisisNumbers, current_numbers
from bot.tuning.settings_area import Area
from bot.tuning.settings_form import Answered, Answers, Field, Files, Group, Wanted, Words, country, own

# As they are spoken: groups of digits.
NUMBER = re.compile(r"\d+(?: \d+)*")
SEPARATOR = re.compile(r"\s*[,;\n]\s*")
NEW = "new"
# Where Europe's common number must answer.
EUROPES = "112"
# So long before they must be checked anew somebody is reminded of it.
REMINDED = timedelta(days=30)


class CrisisArea(Area):
    """data/crisis_numbers.yml"""

    name = "crisis"
    files = (PLACE,)

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def groups(self, now: Files, part: str) -> Sequence[Group]:
        """A group a country, those for elsewhere, one for a further country, and the confirmation."""
        loaded = now[PLACE]
        countries = [_country(code, entry) for code, entry in loaded["countries"].items()]
        unknown = [_unknown(language, entry) for language, entry in loaded["unknown"].items()]
        return [*countries, *unknown, _further(), _confirmation(loaded)]

    def wanted(self, now: dict[str, Any], part: str, answers: Answers) -> Wanted:
        """Numbers may only change together with the day somebody made sure of all of them."""
        given, loaded = Answered(answers), now[PLACE]
        before = {code: dict(entry) for code, entry in loaded["countries"].items()}, str(loaded["unknown"])
        for code, entry in loaded["countries"].items():
            _read_country(given, code, entry)
        for language, entry in loaded["unknown"].items():
            _read_unknown(given, language, entry, loaded["countries"])
        _read_new(given, loaded["countries"])
        changed = (loaded["countries"], str(loaded["unknown"])) != before
        if given.checked("confirmed"):
            loaded["verified_on"] = self._clock.now().date()
        elif changed:
            given.fault("confirmed", "confirm_numbers")
        return Wanted(now, tuple(given.faults))

    def due(self, now: Files) -> Words | None:
        """In time before the numbers count as outdated."""
        until: date = now[PLACE]["verified_on"] + timedelta(days=now[PLACE]["max_age_days"])
        soon = self._clock.now().date() > until - REMINDED
        return own("crisis.due", {"day": f"{until:%d.%m.%Y}"}) if soon else None

    def read(self, root: Path) -> None:
        """The server's reader."""
        CrisisNumbers.read(root / PLACE)

    def watches(self) -> Sequence[Current[Any]]:
        """The server's."""
        return [current_numbers()]


def _country(code: str, entry: dict[str, Any]) -> Group:
    fields = (
        _field(f"{code}.emergency", "emergency", str(entry["emergency"])),
        _field(f"{code}.talk", "talk", ", ".join(entry["talk"])),
        Field(f"{code}.free", "check", "1" if entry.get("free", True) else "", _label("free")),
    )
    return Group(country(code), fields)


def _unknown(language: str, entry: dict[str, Any]) -> Group:
    fields = (
        _field(f"unknown.{language}.emergency", "emergency", str(entry["emergency"])),
        _field(f"unknown.{language}.talk", "talk", ", ".join(entry["talk"])),
    )
    hint = own("crisis.unknown_hint", {"countries": ", ".join(entry["in"])})
    return Group(own(f"crisis.unknown_{language}"), fields, hint)


def _further() -> Group:
    fields = (
        _field(f"{NEW}.code", "code", ""),
        _field(f"{NEW}.emergency", "emergency", ""),
        _field(f"{NEW}.talk", "talk", ""),
        Field(f"{NEW}.free", "check", "1", _label("free")),
    )
    return Group(own("crisis.further"), fields, own("crisis.further_hint"))


def _confirmation(loaded: dict[str, Any]) -> Group:
    box = Field("confirmed", "check", "", own("crisis.confirmed"))
    told = {"day": f"{loaded['verified_on']:%d.%m.%Y}", "n": str(loaded["max_age_days"])}
    hint = own("crisis.confirm_hint", told)
    return Group(own("crisis.confirm"), (box,), hint)


def _read_country(given: Answered, code: str, entry: dict[str, Any]) -> None:
    entry["emergency"] = _emergency(given, f"{code}.emergency", code)
    entry["talk"] = _talk(given, f"{code}.talk", (code,))
    if given.checked(f"{code}.free") != bool(entry.get("free", True)):
        # Free is what goes without saying.
        entry.pop("free", None)
        if not given.checked(f"{code}.free"):
            entry["free"] = False


def _read_unknown(given: Answered, language: str, entry: dict[str, Any], countries: dict[str, Any]) -> None:
    """Told without knowing where somebody is: it must be right in every country that is named with it."""
    name = f"unknown.{language}"
    entry["emergency"], entry["talk"] = given.text(f"{name}.emergency"), _talk(given, f"{name}.talk", ())
    if entry["emergency"] != EUROPES:
        given.fault(f"{name}.emergency", "not_europes", number=EUROPES)
    for code in entry["in"]:
        if not set(entry["talk"]) <= set(countries[code]["talk"]):
            given.fault(f"{name}.talk", "not_in_country", country=code)


def _read_new(given: Answered, countries: dict[str, Any]) -> None:
    code = given.text(f"{NEW}.code").upper()
    if not code:
        if given.text(f"{NEW}.emergency") or given.text(f"{NEW}.talk"):
            given.fault(f"{NEW}.code", "country_missing")
        return
    if code not in phonenumbers.SUPPORTED_REGIONS or code in countries:
        given.fault(f"{NEW}.code", "country_unknown", country=code)
        return
    entry: dict[str, Any] = {
        "emergency": _emergency(given, f"{NEW}.emergency", code),
        "talk": _talk(given, f"{NEW}.talk", (code,)),
    }
    if not given.checked(f"{NEW}.free"):
        entry["free"] = False
    countries[code] = entry


def _emergency(given: Answered, name: str, code: str) -> str:
    number = given.text(name)
    if not shortnumberinfo.is_emergency_number(number, code):
        given.fault(name, "not_emergency", number=number or "–", country=code)
    return number


def _talk(given: Answered, name: str, countries: Sequence[str]) -> list[str]:
    """In the form they are spoken in, and dialled from there."""
    numbers = [one for one in SEPARATOR.split(given.text(name)) if one]
    if not numbers:
        given.fault(name, "number_missing")
    for number in numbers:
        if not NUMBER.fullmatch(number):
            given.fault(name, "number_form", number=number)
        elif any(not _answers_in(number, country) for country in countries):
            given.fault(name, "not_a_number_there", number=number, country=", ".join(countries))
    return numbers


def _answers_in(number: str, country: str) -> bool:
    try:
        parsed = phonenumbers.parse(number, country)
    except NumberParseException:
        return False
    short = shortnumberinfo.is_valid_short_number_for_region(parsed, country)
    return bool(short or phonenumbers.is_valid_number_for_region(parsed, country))


def _field(name: str, what: str, value: str) -> Field:
    return Field(name, "text", value, _label(what), more={"inputmode": "text" if what == "code" else "tel"})


def _label(what: str) -> Words:
    return own(f"crisis.{what}")
