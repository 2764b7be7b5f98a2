"""What of a personal value is shown before somebody asks to see all of it. Pure."""

from dataclasses import dataclass
from typing import Any

from bot.desk.case_access import Sight
from bot.desk.masked_words import as_shown
from bot.shop.masking import masked as masked_email

# What stands for a value of which nothing may be guessed.
HIDDEN = "•••"
SHOWN_DIGITS = 4
# Masked until asked for, one by one.
MASKED_FIELDS = ("phone", "email", "address")


@dataclass(frozen=True)
class Shown:
    """A value as it is shown; `hides` names the field to ask for to see all of it, None: this is all."""

    text: str
    hides: str | None = None


def masked(field: str, value: str) -> str:
    """`…0001` for a number, `m…r@gmx.de` for an e-mail address, nothing of where somebody lives."""
    if field == "phone":
        digits = "".join(sign for sign in value if sign.isdigit())
        # A short number would be given away whole.
        return f"…{digits[-SHOWN_DIGITS:]}" if len(digits) > 2 * SHOWN_DIGITS else HIDDEN
    if field == "email" and "@" in value:
        return masked_email(value)
    return HIDDEN


@dataclass(frozen=True)
class Veil:
    """How one person sees the values of one case; `shown` are the fields they asked for."""

    sight: Sight
    shown: frozenset[str] = frozenset()

    def words(self, said: Any, language: str) -> str | None:
        """What somebody said, contacts in it shortened; None where the words are not for this person."""
        if not said or not self.sight.sees("words"):
            return None
        return as_shown(str(said), language, self.shown)

    def of(self, field: str | None, value: Any) -> Shown | None:
        """The value as they see it; None where there is none, or it is not for them at all."""
        text = "" if value is None else str(value).strip()
        if not text or (field is not None and not self.sight.sees(field)):
            return None
        if field not in MASKED_FIELDS or field in self.shown:
            return Shown(text)
        return Shown(masked(str(field), text), str(field) if self.sight.reveals else None)
