"""What the hotline needs of recurring deliveries, on one page."""

from collections.abc import Collection
from typing import Protocol

from bot.shop.subscriptions.models import ChangeRequest, EndDeclaration, EndRecorded, Subscription
from bot.shop.terms import SubscriptionTerms


class Subscriptions(Protocol):
    """Every method may raise ShopUnavailable; what changes something is done once per `request_id`."""

    def running(self, customer_ids: Collection[str]) -> tuple[Subscription, ...]:
        """What these customers get regularly and have not ended, by number."""
        ...

    def change(self, request: ChangeRequest) -> Subscription:
        """Make a confirmed change; the subscription as it is now."""
        ...

    def end(self, declaration: EndDeclaration, terms: SubscriptionTerms) -> EndRecorded:
        """Record a cancellation, whoever declares it; a known contract's owner gets a confirmation.

        Only a verified one ends the contract by itself.
        """
        ...
