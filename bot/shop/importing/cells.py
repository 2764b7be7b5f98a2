"""What may stand in a cell. Every reader raises ValueError saying what would be right."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import phonenumbers

Reader = Callable[[str], Any]

POSTCODES = {"DE": r"\d{5}", "AT": r"\d{4}", "CH": r"\d{4}", "LI": r"\d{4}"}
TRUE, FALSE = frozenset({"1", "true", "yes", "ja"}), frozenset({"", "0", "false", "no", "nein"})
# PostgreSQL's integer; cents are stored in one.
LARGEST = 2_147_483_647


def text(longest: int) -> Reader:
    """Any text up to this length."""

    def read(cell: str) -> str:
        if len(cell) > longest:
            raise ValueError(f"is longer than {longest} characters")
        return cell

    return read


def order_number(cell: str) -> str:
    """The form callers can say: two letters, hyphen, six digits."""
    if not re.fullmatch(r"[A-Z]{2}-\d{6}", cell):
        raise ValueError("is not two capital letters, a hyphen and six digits, like WM-104823")
    return cell


def money(cell: str) -> Decimal:
    """EUR with a point and at most two decimals."""
    if not re.fullmatch(r"\d{1,7}(\.\d{1,2})?", cell):
        raise ValueError("is not an amount like 64.70")
    try:
        return Decimal(cell)
    except InvalidOperation as error:
        raise ValueError("is not an amount like 64.70") from error


def count(least: int) -> Reader:
    """A whole number from `least` on."""

    def read(cell: str) -> int:
        if not re.fullmatch(r"\d{1,10}", cell) or not least <= int(cell) <= LARGEST:
            raise ValueError(f"is not a whole number from {least} on")
        return int(cell)

    return read


def yes_no(cell: str) -> bool:
    """1/0, true/false, yes/no, ja/nein; empty is no."""
    if cell.lower() in TRUE | FALSE:
        return cell.lower() in TRUE
    raise ValueError("is neither yes nor no")


def day(cell: str) -> date:
    """A calendar day."""
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError("is not a date like 2026-11-30") from None


def moment(zone: ZoneInfo) -> Reader:
    """A moment; without an offset it is meant in this zone."""

    def read(cell: str) -> datetime:
        try:
            value = datetime.fromisoformat(cell)
        except ValueError:
            raise ValueError("is not a moment like 2026-11-30T14:05") from None
        return value if value.tzinfo else value.replace(tzinfo=zone)

    return read


def one_of(kinds: type[StrEnum]) -> Reader:
    """One of the known words."""

    def read(cell: str) -> str:
        if cell not in set(kinds):
            raise ValueError(f"is none of {', '.join(kinds)}")
        return cell

    return read


def listed(reader: Reader) -> Reader:
    """Several values separated by `|`."""

    def read(cell: str) -> list[Any]:
        return [reader(part.strip()) for part in cell.split("|") if part.strip()]

    return read


def phone(cell: str) -> str:
    """A number in E.164, which is how callers' numbers arrive."""
    try:
        parsed = phonenumbers.parse(cell)
    except phonenumbers.NumberParseException:
        raise ValueError("is not a number with country code, like +4930901820") from None
    if not phonenumbers.is_possible_number(parsed):
        raise ValueError("is not a possible phone number")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def email(cell: str) -> str:
    """Something with one @ and a domain."""
    if len(cell) > 254 or not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", cell):
        raise ValueError("is not an e-mail address")
    return cell


def country(cell: str) -> str:
    """A two-letter code."""
    if not re.fullmatch(r"[A-Z]{2}", cell):
        raise ValueError("is not a country code like DE")
    return cell
