"""Whether a text message can reach a number."""

import phonenumbers

REACHED_BY_TEXT = frozenset(
    {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
)


def can_text(number: str | None) -> bool:
    """By the kind of number alone; not whether somebody reads it."""
    if not number:
        return False
    try:
        return phonenumbers.number_type(phonenumbers.parse(number)) in REACHED_BY_TEXT
    except phonenumbers.NumberParseException:
        return False
