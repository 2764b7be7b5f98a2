"""What the hotline needs of one-time codes, on one page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.shop.codes.models import CodeCheck, IssuedCode, Ways


@dataclass(frozen=True)
class CodeRequest:
    """Whose code for which conversation; `channel` None takes the phone, else the e-mail."""

    conversation_id: str
    customer_id: str
    channel: str | None = None
    language: str = "de"


class Codes(Protocol):
    """Codes to stored contacts, never to one newly given. Every method may raise ShopUnavailable."""

    def ways(self, customer_id: str, *, at: datetime) -> Ways:
        """Where a code can go now; without contacts that were stored in the last days."""
        ...

    def issue(self, request: CodeRequest, *, at: datetime) -> IssuedCode:
        """A new code, which voids the customer's others; one to an e-mail address is sent with this.

        Not repeatable: a code is stored nowhere, so asking again makes another, up to the limit.
        Raises CodeNotSent.
        """
        ...

    def check(
        self, conversation_id: str, customer_id: str, readings: Sequence[str], *, at: datetime
    ) -> CodeCheck:
        """Judge what was said, in all its readings, as one try."""
        ...

    def proven(self, conversation_id: str, customer_id: str) -> bool:
        """Whether this conversation has brought a right code of this customer."""
        ...

    def note_failed_check(self, conversation_id: str, counted_for: Collection[str], *, at: datetime) -> None:
        """Count a wrong combination for each of these (order number, pseudonym of the caller)."""
        ...

    def failed_checks(self, counted_for: Collection[str], *, at: datetime) -> int:
        """The most any of these has gathered within the last day, in all conversations."""
        ...
