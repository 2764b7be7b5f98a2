"""Changing a subscription, once, with what was before kept beside it."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.shop.sql_rows import reference
from bot.shop.subscriptions.models import ChangeRequest, Subscription
from bot.shop.subscriptions.rules import changed
from bot.store.shop_tables import OrderEventRow
from bot.store.subscription_tables import SubscriptionChangeRow, SubscriptionRow

CHANGEABLE = ("quantity", "interval_weeks", "next_delivery", "paused_until")


def change(session: Session, request: ChangeRequest) -> Subscription:
    """Make it, or answer what the same request made; IntegrityError when it is doing so elsewhere."""
    row = _locked(session, request.subscription_number)
    earlier = select(SubscriptionChangeRow).where(SubscriptionChangeRow.request_id == request.request_id)
    if session.scalar(earlier) is None:
        _make(session, row, request)
    return subscription_of(row)


def subscription_of(row: SubscriptionRow) -> Subscription:
    """The subscription as the hotline knows it."""
    return Subscription(
        subscription_number=row.subscription_number,
        customer_id=row.customer_id,
        plan=row.plan,
        name_de=row.name_de,
        name_en=row.name_en,
        quantity=row.quantity,
        price=row.price,
        interval_weeks=row.interval_weeks,
        next_delivery=row.next_delivery,
        paused_until=row.paused_until,
        minimum_until=row.minimum_until,
        ends_on=row.ends_on,
    )


def _locked(session: Session, number: str) -> SubscriptionRow:
    # SQLite knows no row locks; an update that changes nothing takes its only write lock.
    same_row = update(SubscriptionRow).where(SubscriptionRow.subscription_number == number)
    session.execute(same_row.values(quantity=SubscriptionRow.quantity))
    return session.get_one(SubscriptionRow, number, populate_existing=True)


def _make(session: Session, row: SubscriptionRow, request: ChangeRequest) -> None:
    before = subscription_of(row)
    after = changed(before, request.change)
    for name in CHANGEABLE:
        setattr(row, name, getattr(after, name))
    made = SubscriptionChangeRow(
        request_id=request.request_id,
        subscription_number=row.subscription_number,
        at=request.at,
        before=_values(before),
        after=_values(after),
    )
    session.add(made)
    session.flush()
    session.add(_event(row, request, made))


def _values(subscription: Subscription) -> dict[str, str]:
    return {name: str(getattr(subscription, name)) for name in CHANGEABLE}


def _event(row: SubscriptionRow, request: ChangeRequest, made: SubscriptionChangeRow) -> OrderEventRow:
    details = {
        "subscription": row.subscription_number,
        "change": str(request.change.kind),
        "reference": reference("SC", made.id),
    }
    return OrderEventRow(
        order_number=None, what="subscription_changed", who=request.by, at=request.at, details=details
    )
