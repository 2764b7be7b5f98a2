"""Words of a conversation as the desk shows them: contacts shortened until they are asked for. Pure."""

import re

from bot.phrases.values import MARKUP, for_eye
from bot.shop.masking import masked as masked_email

EMAIL = re.compile(r"(?<![\w…])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Nine digits are a telephone or an account number; orders and articles are shorter.
LONG_NUMBER = re.compile(r"\+?\d(?:[ /().-]{0,2}\d){8,}")
CONTACT_KINDS = ("phone", "email")
# What somebody who is not safe has set themselves: it belongs to the contact rule alone.
SET_IN_DANGER = ("phone", "email", "date", "time")
WITHHELD = "…"
SHOWN_DIGITS = 4


def as_shown(text: str, language: str, shown: frozenset[str] = frozenset()) -> str:
    """As written in a message, but for contacts not in `shown` ("phone", "email")."""
    kinds = [kind for kind in CONTACT_KINDS if kind not in shown]
    plain = for_eye(_without(text, kinds), language)
    if "email" not in shown:
        plain = EMAIL.sub(lambda found: masked_email(found.group()), plain)
    if "phone" not in shown:
        plain = LONG_NUMBER.sub(lambda found: _ending(found.group()), plain)
    return plain


def protected(text: str) -> str:
    """Without the number and the time somebody in danger has chosen."""
    return MARKUP.sub(lambda found: WITHHELD if found["kind"] in SET_IN_DANGER else found.group(), text)


def _without(text: str, kinds: list[str]) -> str:
    def shortened(found: re.Match[str]) -> str:
        if found["kind"] not in kinds:
            return found.group()
        return masked_email(found["value"]) if found["kind"] == "email" else _ending(found["value"])

    return MARKUP.sub(shortened, text)


def _ending(number: str) -> str:
    return f"…{number[-SHOWN_DIGITS:]}"
