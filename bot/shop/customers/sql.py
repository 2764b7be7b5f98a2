"""Customers in a SQL database; implements bot.shop.customers.port.Customers."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.shop.customers import sql_changes, sql_reset
from bot.shop.customers.models import AccountChange
from bot.shop.models import Customer
from bot.shop.sql_session import once, transaction
from bot.shop.storable import storable, storable_id
from bot.store.shop_tables import CustomerRow


class SqlCustomers:
    """The customers' tables behind the port; safe to share between threads."""

    def __init__(self, engine: Engine, zone: ZoneInfo) -> None:
        self._engine = engine
        self._zone = zone

    def customer(self, customer_id: str) -> Customer | None:
        """The customer with this id."""
        with transaction(self._engine) as session:
            row = session.get(CustomerRow, storable(customer_id))
            return customer_of(row) if row else None

    def change(self, change: AccountChange) -> None:
        """Change what is stored."""
        local = change.at.astimezone(self._zone)
        wanted = replace(change, request_id=storable_id(change.request_id), at=local)
        once(self._engine, lambda session: sql_changes.change(session, wanted))

    def send_reset_link(self, email: str, *, request_id: str, at: datetime, language: str) -> None:
        """Send a link to a new password if this is a stored address."""
        request = storable_id(request_id)
        once(self._engine, lambda session: sql_reset.send_link(session, email, request, at, language))


def customer_of(row: CustomerRow) -> Customer:
    """The customer with all contacts."""
    return Customer(
        customer_id=row.customer_id,
        name=row.name,
        phones=tuple(phone.e164 for phone in row.phones),
        email=row.email,
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        country=row.country,
    )
