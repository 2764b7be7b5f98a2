"""What the hotline needs of people's accounts, on one page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.shop.accounts.models import AdStop, OpenedCard, Points, PrivacyRequest, TakenRequest


class Accounts(Protocol):
    """Every method may raise ShopUnavailable; what changes something is done once per `request_id`."""

    def gift_card(self, readings: Sequence[str]) -> str:
        """A handle for the card that one of these numbers belongs to, in place of its number.

        Unknown cards get one too, and no PIN of theirs is right: nobody learns which cards exist.
        """
        ...

    def open_gift_card(self, handle: str, pins: Sequence[str], *, at: datetime) -> OpenedCard:
        """Judge a PIN, in all its readings, as one try; tries are counted over all conversations."""
        ...

    def points(self, customer_id: str) -> Points | None:
        """The customer's points; None for somebody who collects none."""
        ...

    def stop_advertising(self, stop: AdStop) -> frozenset[str]:
        """Put contacts on the suppression list; the kinds ("email", "phone", "post") stopped from now on."""
        ...

    def may_advertise(self, contact: str) -> bool:
        """Whether this e-mail or number is not on the suppression list."""
        ...

    def take_privacy_request(self, request: PrivacyRequest) -> TakenRequest:
        """Record a request, whoever makes it; from now on the company knows of an incident."""
        ...
