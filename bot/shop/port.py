"""Everything the hotline needs from the retailer's system, on one page."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.shop.accounts.port import Accounts
from bot.shop.billing.port import Billing
from bot.shop.claims.port import Claims
from bot.shop.codes.port import Codes
from bot.shop.customers.port import Customers
from bot.shop.deliveries.port import Deliveries
from bot.shop.models import (
    Cancellation,
    Order,
    OrderEvent,
    Product,
    ProductMatch,
    Return,
    SentCopy,
    Withdrawal,
    WithdrawalDeclaration,
)
from bot.shop.ordering.port import Ordering
from bot.shop.pickups.port import Pickups
from bot.shop.refunds.port import Refunds
from bot.shop.subscriptions.port import Subscriptions
from bot.shop.vouchers.port import Vouchers
from bot.shop.workshop.port import Workshop


class Shop(Protocol):
    """The retailer's orders, customers and products. Every method may raise ShopUnavailable.

    Whatever changes something takes a `request_id`: asking again with the same one changes nothing and
    answers the same. Every change leaves an OrderEvent.
    """

    @property
    def codes(self) -> Codes:
        """One-time codes to stored contacts."""
        ...

    @property
    def customers(self) -> Customers:
        """Customers and what is stored of them."""
        ...

    @property
    def deliveries(self) -> Deliveries:
        """Addresses and delivery days of orders."""
        ...

    @property
    def ordering(self) -> Ordering:
        """Placing and changing orders, and their confirmations."""
        ...

    @property
    def refunds(self) -> Refunds:
        """Money on its way back."""
        ...

    @property
    def claims(self) -> Claims:
        """Goods that are missing, broken, wrong or to be exchanged."""
        ...

    @property
    def pickups(self) -> Pickups:
        """Orders that are collected at a store."""
        ...

    @property
    def vouchers(self) -> Vouchers:
        """Promo codes."""
        ...

    @property
    def workshop(self) -> Workshop:
        """Spare parts and repairs."""
        ...

    @property
    def billing(self) -> Billing:
        """Bills and payments."""
        ...

    @property
    def accounts(self) -> Accounts:
        """Gift cards, points, advertising, requests about personal data."""
        ...

    @property
    def subscriptions(self) -> Subscriptions:
        """Recurring deliveries."""
        ...

    def customers_with_phone(self, e164: str) -> tuple[str, ...]:
        """Ids of the customers whose stored number this is; a hint who is calling, never a proof."""
        ...

    def order(self, order_number: str) -> Order:
        """The order with exactly this number; raises OrderNotFound."""
        ...

    def orders_of(self, customer_ids: Collection[str]) -> tuple[Order, ...]:
        """All orders of these customers, newest first."""
        ...

    def existing(self, order_numbers: Collection[str]) -> frozenset[str]:
        """Those of the numbers that exist; sorts out the readings of a number heard unclearly."""
        ...

    def returns_of(self, order_number: str) -> tuple[Return, ...]:
        """Parcels on their way back for this order, newest first; empty for an unknown order."""
        ...

    def events_of(self, order_number: str) -> tuple[OrderEvent, ...]:
        """The order's history, oldest first."""
        ...

    def product(self, article_number: str) -> Product:
        """The article with exactly this number; raises ProductNotFound."""
        ...

    def find_products(self, text: str, language: str, limit: int = 3) -> tuple[ProductMatch, ...]:
        """Articles that may be meant by these words or digits, best first; empty when nothing is close."""
        ...

    def cancel(self, order_number: str, *, request_id: str, at: datetime, by: str) -> Cancellation:
        """Cancel the whole order, once; raises OrderNotFound, NotCancellable (too late or done already)."""
        ...

    def record_withdrawal(self, declaration: WithdrawalDeclaration) -> Withdrawal:
        """Take a withdrawal down, whatever the order and the day; the verdict says what follows."""
        ...

    def send_withdrawal_receipt(self, reference: str, *, request_id: str, at: datetime) -> SentCopy | None:
        """Send the receipt to the contact given, else to a verified caller's stored address; None without."""
        ...

    def send_invoice_copy(
        self, order_number: str, *, request_id: str, at: datetime, by: str = "mailroom"
    ) -> SentCopy | None:
        """Send the invoice to the stored e-mail, else by letter; None until it is issued, with the shipping.

        `by` is whoever answers for it. Raises OrderNotFound.
        """
        ...
