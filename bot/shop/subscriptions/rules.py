"""What a change does to a subscription, what is refused, and when one ends. Pure."""

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from bot.shop.subscriptions.models import Change, ChangeKind, Subscription
from bot.shop.terms import SubscriptionTerms


class Doubt(StrEnum):
    """Why a change is not done by itself."""

    TOO_SOON = "too_soon"
    PAUSE_TOO_LONG = "pause_too_long"
    NO_SUCH_INTERVAL = "no_such_interval"
    TOO_MANY = "too_many"


def charged_on(subscription: Subscription, terms: SubscriptionTerms) -> date:
    """The day the next delivery is paid."""
    return subscription.next_delivery - timedelta(days=terms.charge_days)


def changed(subscription: Subscription, change: Change) -> Subscription:
    """The subscription as it will be."""
    match change:
        case Change(ChangeKind.PAUSE, day=date() as day):
            return replace(subscription, paused_until=day, next_delivery=_first_from(subscription, day))
        case Change(ChangeKind.SKIP):
            return replace(subscription, next_delivery=subscription.next_delivery + _rhythm(subscription))
        case Change(ChangeKind.INTERVAL, number=int(weeks)):
            return replace(subscription, interval_weeks=weeks)
        case Change(ChangeKind.QUANTITY, number=int(pieces)):
            return replace(subscription, quantity=pieces)
        case Change(ChangeKind.DATE, day=date() as day):
            return replace(subscription, next_delivery=day)
    raise ValueError("a change needs its day or number")


def doubt_about(
    subscription: Subscription, change: Change, terms: SubscriptionTerms, today: date
) -> Doubt | None:
    """What keeps this change from being made by a machine; None for nothing."""
    if change.kind is ChangeKind.INTERVAL and change.number not in terms.intervals:
        return Doubt.NO_SUCH_INTERVAL
    if change.kind is ChangeKind.QUANTITY and not 1 <= (change.number or 0) <= terms.most_pieces:
        return Doubt.TOO_MANY
    if change.kind is ChangeKind.PAUSE and change.day and change.day > today + _longest_pause(terms):
        return Doubt.PAUSE_TOO_LONG
    # What is charged already is being packed; and no new date so near that it could not be.
    after = changed(subscription, change)
    soonest = min(charged_on(subscription, terms), charged_on(after, terms))
    return Doubt.TOO_SOON if soonest <= today else None


def ends_on(subscription: Subscription, wished: date | None, terms: SubscriptionTerms, today: date) -> date:
    """The first day the contract can end: wished, after the notice, after the least time agreed."""
    notice = today + timedelta(days=terms.notice_days)
    return max(wished or today, notice, subscription.minimum_until)


def _rhythm(subscription: Subscription) -> timedelta:
    return timedelta(weeks=subscription.interval_weeks)


def _first_from(subscription: Subscription, day: date) -> date:
    """The first delivery from `day` on, in the rhythm there is."""
    delivery = subscription.next_delivery
    while delivery < day:
        delivery += _rhythm(subscription)
    return delivery


def _longest_pause(terms: SubscriptionTerms) -> timedelta:
    return timedelta(weeks=terms.longest_pause_weeks)
