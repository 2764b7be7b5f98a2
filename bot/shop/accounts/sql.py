"""People's accounts in a SQL database; implements bot.shop.accounts.port.Accounts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.shop.accounts import sql_advertising, sql_gift_cards, sql_privacy
from bot.shop.accounts.models import AdStop, OpenedCard, Points, PrivacyRequest, TakenRequest
from bot.shop.sql_session import once, transaction
from bot.shop.storable import storable, storable_id
from bot.store.account_tables import PointsRow


class SqlAccounts:
    """The account tables behind the port; safe to share between threads."""

    def __init__(self, engine: Engine, zone: ZoneInfo) -> None:
        self._engine = engine
        self._zone = zone

    def gift_card(self, readings: Sequence[str]) -> str:
        """A handle for the card that one of these numbers belongs to."""
        with transaction(self._engine) as session:
            return sql_gift_cards.handle_of(session, readings)

    def open_gift_card(self, handle: str, pins: Sequence[str], *, at: datetime) -> OpenedCard:
        """Judge a PIN as one try."""
        with transaction(self._engine) as session:
            return sql_gift_cards.open_card(session, storable(handle), pins, at)

    def points(self, customer_id: str) -> Points | None:
        """The customer's points."""
        with transaction(self._engine) as session:
            row = session.get(PointsRow, storable(customer_id))
            return Points(row.balance, row.expiring, row.expires_on) if row else None

    def stop_advertising(self, stop: AdStop) -> frozenset[str]:
        """Put contacts on the suppression list."""
        wanted = replace(stop, request_id=storable_id(stop.request_id))
        return once(self._engine, lambda session: sql_advertising.stop(session, wanted))

    def may_advertise(self, contact: str) -> bool:
        """Whether this e-mail or number is not on the suppression list."""
        with transaction(self._engine) as session:
            return not sql_advertising.stopped(session, contact)

    def take_privacy_request(self, request: PrivacyRequest) -> TakenRequest:
        """Record a request."""
        wanted = replace(
            request,
            request_id=storable_id(request.request_id),
            said=storable(request.said),
            name=storable(request.name),
        )
        return once(self._engine, lambda session: sql_privacy.take(session, wanted, self._zone))
