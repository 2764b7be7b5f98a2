"""What a caller keyed in, read as the kind of value that was asked for."""

import re
from collections.abc import Sequence
from datetime import date

from bot.understanding.spoken.codes import is_code
from bot.understanding.spoken.days import keyed_dates
from bot.understanding.spoken.phone_numbers import as_phone_number
from bot.understanding.spoken.postcodes import is_postcode
from bot.understanding.spoken.times import keyed_time

# Order and article numbers alike.
_CODE_DIGITS = 6


def keyed_readings(
    digits: str, expecting: str | None, prefixes: Sequence[str], region: str, today: date
) -> tuple[str, ...]:
    """Canonical readings of the keys for the expected kind, best first; empty when they do not fit it."""
    match expecting:
        case "date":
            return keyed_dates(digits, today)
        case "time":
            return keyed_time(digits)
        case "phone_number":
            return as_phone_number(digits, region)
        case "order_number" if len(digits) == _CODE_DIGITS:
            return tuple(f"{prefix}-{digits}" for prefix in prefixes)
    return (digits.lstrip("0"),) if _is_quantity(digits, expecting) else _as_keyed(digits, expecting)


def _as_keyed(digits: str, expecting: str | None) -> tuple[str, ...]:
    fits = {
        "article_number": len(digits) == _CODE_DIGITS,
        "postcode": is_postcode(digits),
        "code": is_code(digits),
    }
    return (digits,) if expecting and fits.get(expecting) else ()


def _is_quantity(digits: str, expecting: str | None) -> bool:
    return expecting == "quantity" and re.fullmatch(r"0*[1-9]\d{0,2}", digits) is not None
