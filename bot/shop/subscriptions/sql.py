"""Recurring deliveries in a SQL database; implements bot.shop.subscriptions.port.Subscriptions."""

from collections.abc import Collection
from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from bot.shop.sql_session import once, transaction
from bot.shop.storable import storable, storable_id
from bot.shop.subscriptions import sql_changes, sql_ends
from bot.shop.subscriptions.models import ChangeRequest, EndDeclaration, EndRecorded, Subscription
from bot.shop.subscriptions.sql_changes import subscription_of
from bot.shop.terms import SubscriptionTerms
from bot.store.subscription_tables import SubscriptionRow


class SqlSubscriptions:
    """The subscription tables behind the port; safe to share between threads."""

    def __init__(self, engine: Engine, zone: ZoneInfo) -> None:
        self._engine = engine
        self._zone = zone

    def running(self, customer_ids: Collection[str]) -> tuple[Subscription, ...]:
        """What these customers get regularly and have not ended."""
        owners = SubscriptionRow.customer_id.in_([storable(owner) for owner in customer_ids])
        mine = select(SubscriptionRow).where(owners, SubscriptionRow.ends_on.is_(None))
        with transaction(self._engine) as session:
            rows = session.scalars(mine.order_by(SubscriptionRow.subscription_number))
            return tuple(map(subscription_of, rows))

    def change(self, request: ChangeRequest) -> Subscription:
        """Make a confirmed change."""
        wanted = replace(request, request_id=storable_id(request.request_id))
        return once(self._engine, lambda session: sql_changes.change(session, wanted))

    def end(self, declaration: EndDeclaration, terms: SubscriptionTerms) -> EndRecorded:
        """Record a cancellation."""
        wanted = replace(
            declaration,
            request_id=storable_id(declaration.request_id),
            said=storable(declaration.said),
            at=declaration.at.astimezone(self._zone),
        )
        return once(self._engine, lambda session: sql_ends.end(session, wanted, terms))
