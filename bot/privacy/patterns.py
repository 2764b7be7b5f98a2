"""What is personal by its form alone: addresses of mail, accounts, and numbers that name somebody. Pure."""

import re
from collections.abc import Iterator

from bot.privacy.spans import Span

# Shorter ones are sizes, amounts, times; four are the end of a card or an account, or a year.
FEWEST_DIGITS = 4
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*", re.UNICODE)
HANDLE = re.compile(r"(?<!\w)@\w{3,}")
LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
HARMLESS = re.compile(r"(?:\d{1,2}[/.-])?(?:19|20)\d\d|\d\d/\d\d|\d{2,3} ?[x×] ?\d{2,3}")
FEWEST_IN_IBAN = 10
IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{2,4}){3,8}\b")
ORDER = re.compile(r"\b[A-Za-z]{2}[ -]?\d{6}\b")
NUMBER = re.compile(rf"(?<![\w[])\+?\(?\d(?:[ ./()-]{{0,2}}\d){{{FEWEST_DIGITS - 1},}}(?!\w)")
MIXED = re.compile(r"\b(?=\w*\d\w*\d\w*\d)(?=\w*[^\W\d_])\w{6,}\b")
FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (EMAIL, "email"),
    (HANDLE, "name"),
    (LINK, "number"),
    (IBAN, "bank_account"),
    (ORDER, "order_number"),
)
NUMBERS: tuple[tuple[re.Pattern[str], str], ...] = ((NUMBER, "number"), (MIXED, "number"))


def forms(text: str) -> Iterator[Span]:
    """What can be nothing else."""
    for span in _found(FORMS, text):
        if (
            span.kind != "bank_account"
            or sum(map(str.isdigit, text[span.start : span.end])) >= FEWEST_IN_IBAN
        ):
            yield span


def numbers(text: str) -> Iterator[Span]:
    """Digits that may be anything, also harmless."""
    for span in _found(NUMBERS, text):
        if not is_harmless(text[span.start : span.end]):
            yield span


def is_harmless(digits: str) -> bool:
    """A year, a month of a year, a size."""
    return HARMLESS.fullmatch(digits.strip()) is not None


def _found(patterns: tuple[tuple[re.Pattern[str], str], ...], text: str) -> Iterator[Span]:
    for pattern, kind in patterns:
        for found in pattern.finditer(text):
            yield Span(found.start(), found.end(), kind)
