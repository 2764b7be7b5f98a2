"""What the hotline needs to take orders, on one page."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from bot.shop.models import SentCopy
from bot.shop.ordering.models import (
    Confirmation,
    Contract,
    Family,
    OrderChange,
    OrderDraft,
    TakenOrder,
)


class Ordering(Protocol):
    """Placing and changing orders, and confirming them. Every method may raise ShopUnavailable.

    Placing and changing take a `request_id`: asking again with the same one only answers the same.
    """

    def family_of(self, article_number: str) -> Family | None:
        """The family an article belongs to."""
        ...

    def place(self, draft: OrderDraft, *, request_id: str, at: datetime) -> TakenOrder:
        """Take the order, with its stock; raises SoldOut, PriceChanged, and changes nothing then."""
        ...

    def change(self, change: OrderChange, *, request_id: str, at: datetime) -> TakenOrder:
        """Give the order these lines; raises OrderNotFound, NotChangeable, SoldOut."""
        ...

    def due_confirmations(self, *, at: datetime) -> tuple[Confirmation, ...]:
        """Confirmations to be sent now, oldest first."""
        ...

    def claim(self, confirmation_id: int, *, at: datetime, seconds: float) -> bool:
        """Take one of them for this process alone; whoever dies with it leaves it to be tried again."""
        ...

    def confirmation_of(self, order_number: str) -> Confirmation | None:
        """The latest confirmation owed for this order."""
        ...

    def confirm_in_writing(self, confirmation_id: int, *, at: datetime) -> Confirmation:
        """Make the contract and send it by e-mail or letter; a text message is only prepared."""
        ...

    def send_again(self, order_number: str, *, request_id: str, at: datetime, by: str) -> SentCopy | None:
        """Send the contract of an order once more, the same bytes, to the stored e-mail or by letter.

        None for an order without one (not taken by the hotline, or not confirmed yet). Raises OrderNotFound.
        """
        ...

    def link(self, confirmation_id: int, *, at: datetime) -> str:
        """A new token that opens the contract; it is stored nowhere."""
        ...

    def texted(self, confirmation_id: int, recipient: str, *, at: datetime, message_id: int) -> None:
        """A text with the link is under way; it goes on as what the outbox knows as `message_id`."""
        ...

    def texts_under_way(self, *, at: datetime) -> tuple[Confirmation, ...]:
        """Texts of the last days whose fate may still change, also those that seemed to have arrived."""
        ...

    def confirmed(self, confirmation_id: int, *, at: datetime) -> None:
        """The carrier has the text: only now the order is confirmed."""
        ...

    def give_up_texting(self, confirmation_id: int, *, at: datetime) -> None:
        """No text will arrive: the e-mail is next, else a letter."""
        ...

    def try_again(self, confirmation_id: int, *, at: datetime, after: timedelta) -> None:
        """Sending failed; try again after a while."""
        ...

    def unconfirmed_at_dispatch(self, *, at: datetime) -> tuple[str, ...]:
        """Orders that have been dispatched without a confirmation, each told once, with its event."""
        ...

    def confirmations(self, order_numbers: Collection[str]) -> Mapping[str, Confirmation]:
        """The latest confirmation of each of these orders that has one."""
        ...

    def contract(self, token: str) -> Contract:
        """The contract a link opens; raises ContractNotFound."""
        ...
