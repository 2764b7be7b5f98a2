"""What an account is made of, checked before anything is stored; every fault is named at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import phonenumbers

from bot.errors import StaffInvalid

ROLES = ("agent", "lead", "ops", "admin")
# Whose own telephone rings.
RUNG = frozenset({"agent", "lead"})
LANGUAGES = ("de", "en")
LEVELS = (1, 2, 3)
LONGEST_NAME, LONGEST_SITE = 80, 40
# Shorter ones are emergency and service numbers.
LEAST_DIGITS = 7


@dataclass(frozen=True)
class Wanted:
    """An account as somebody wants it; lists are as typed, `phone` in any spelling."""

    role: str
    name: str
    phone: str | None = None
    skills: Sequence[str] = ()
    languages: Sequence[str] = ("de",)
    level: int = 2
    site: str = "main"


@dataclass(frozen=True)
class Rules:
    """What an account may name: the skills there are, and where a number without a country code is from."""

    skills: Collection[str]
    region: str = "DE"
    # Calling the hotline itself would only meet the hotline.
    own_number: str | None = None


def checked(wanted: Wanted, rules: Rules) -> Wanted:
    """The same in canonical form; raises StaffInvalid with every fault."""
    faults: list[str] = []
    name = " ".join(wanted.name.split())
    phone = _phone(wanted.phone, rules, faults)
    skills, languages = _each(wanted.skills), _each(wanted.languages)
    faults += _who(wanted, name) + _unknown_skills(skills, rules.skills) + _unknown_languages(languages)
    faults += _needed(wanted, skills) if wanted.role in RUNG else []
    if faults:
        raise StaffInvalid(faults)
    return Wanted(wanted.role, name, phone, skills, languages, wanted.level, wanted.site.strip())


def _who(wanted: Wanted, name: str) -> list[str]:
    faults = []
    if wanted.role not in ROLES:
        faults.append(f"role: {wanted.role!r} is none of {', '.join(ROLES)}")
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        faults.append(f"name: needed, with at most {LONGEST_NAME} characters")
    if wanted.level not in LEVELS:
        faults.append(f"level: {wanted.level} is none of 1, 2, 3")
    if not wanted.site.strip() or len(wanted.site) > LONGEST_SITE:
        faults.append(f"site: needed, with at most {LONGEST_SITE} characters")
    return faults


def _needed(wanted: Wanted, skills: Sequence[str]) -> list[str]:
    faults = [] if wanted.phone else [f"phone: needed, a {wanted.role}'s own telephone rings"]
    return faults if skills else [*faults, f"skills: a {wanted.role} needs at least one"]


def _each(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip().lower() for name in names if name.strip()))


def _unknown_skills(skills: Sequence[str], known: Collection[str]) -> list[str]:
    unknown = [skill for skill in skills if skill not in known]
    if not unknown:
        return []
    return [f"skills: {', '.join(unknown)} unknown; there are {', '.join(sorted(known))}"]


def _unknown_languages(languages: Sequence[str]) -> list[str]:
    if not languages:
        return [f"languages: at least one of {', '.join(LANGUAGES)}"]
    unknown = [language for language in languages if language not in LANGUAGES]
    return [f"languages: {', '.join(unknown)} unknown; there are {', '.join(LANGUAGES)}"] if unknown else []


def _phone(typed: str | None, rules: Rules, faults: list[str]) -> str | None:
    if not typed:
        return None
    try:
        number = phonenumbers.parse(typed, rules.region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not _is_a_line(number):
        faults.append(f"phone: {typed!r} is not a telephone number, like +491701234567")
        return None
    phone = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if phone == rules.own_number:
        faults.append("phone: this is the hotline's own number")
    return phone


def _is_a_line(number: phonenumbers.PhoneNumber) -> bool:
    long_enough = len(str(number.national_number)) >= LEAST_DIGITS
    return long_enough and phonenumbers.is_possible_number(number)
