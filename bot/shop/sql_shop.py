"""The shop in a SQL database (SQLite or PostgreSQL); implements bot.shop.port.Shop."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.errors import OrderNotFound
from bot.shop import sql_cancellation, sql_documents, sql_orders, sql_withdrawals
from bot.shop.accounts.sql import SqlAccounts
from bot.shop.billing.sql import SqlBilling
from bot.shop.claims.policy import load_claim_policy
from bot.shop.claims.sql import SqlClaims
from bot.shop.codes.sql import SqlCodes
from bot.shop.customers.sql import SqlCustomers
from bot.shop.deliveries.sql import SqlDeliveries
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
from bot.shop.ordering.sql import SqlOrdering
from bot.shop.pickups.sql import SqlPickups
from bot.shop.pickups.terms import load_pickup_terms
from bot.shop.refunds.sql import SqlRefunds
from bot.shop.sql_products import Catalogue, product_row
from bot.shop.sql_rows import Rows
from bot.shop.sql_session import once, transaction
from bot.shop.storable import storable_id
from bot.shop.subscriptions.sql import SqlSubscriptions
from bot.shop.vouchers.sql import SqlVouchers
from bot.shop.workshop.sql import SqlWorkshop
from bot.store.shop_tables import WithdrawalRow


class SqlShop:
    """The shop's tables behind the port; safe to share between threads."""

    def __init__(self, engine: Engine, zone: ZoneInfo) -> None:
        self._engine = engine
        self._zone = zone
        self._rows = Rows(zone)
        self._catalogue = Catalogue()
        self.accounts = SqlAccounts(engine, zone)
        self.billing = SqlBilling(engine, zone)
        self.codes = SqlCodes(engine)
        self.customers = SqlCustomers(engine, zone)
        self.subscriptions = SqlSubscriptions(engine, zone)
        self.deliveries = SqlDeliveries(engine)
        self.ordering = SqlOrdering(engine, zone)
        self.refunds = SqlRefunds(engine, zone)
        self.claims = SqlClaims(engine, zone, load_claim_policy())
        self.pickups = SqlPickups(engine, zone, load_pickup_terms())
        self.vouchers = SqlVouchers(engine, zone)
        self.workshop = SqlWorkshop(engine, zone)

    def customers_with_phone(self, e164: str) -> tuple[str, ...]:
        """Ids of the customers whose stored number this is."""
        with transaction(self._engine) as session:
            return sql_orders.customers_with_phone(session, e164)

    def order(self, order_number: str) -> Order:
        """The order with exactly this number."""
        with transaction(self._engine) as session:
            return self._rows.order(sql_orders.order_row(session, order_number))

    def orders_of(self, customer_ids: Collection[str]) -> tuple[Order, ...]:
        """All orders of these customers, newest first."""
        with transaction(self._engine) as session:
            return tuple(map(self._rows.order, sql_orders.orders_of(session, customer_ids)))

    def existing(self, order_numbers: Collection[str]) -> frozenset[str]:
        """Those of the numbers that exist."""
        with transaction(self._engine) as session:
            return sql_orders.existing(session, order_numbers)

    def returns_of(self, order_number: str) -> tuple[Return, ...]:
        """Parcels on their way back, newest first."""
        with transaction(self._engine) as session:
            return tuple(map(self._rows.returned, sql_orders.returns_of(session, order_number)))

    def events_of(self, order_number: str) -> tuple[OrderEvent, ...]:
        """The order's history, oldest first."""
        with transaction(self._engine) as session:
            return tuple(map(self._rows.event, sql_orders.events_of(session, order_number)))

    def product(self, article_number: str) -> Product:
        """The article with exactly this number."""
        with transaction(self._engine) as session:
            return self._rows.product(product_row(session, article_number))

    def find_products(self, text: str, language: str, limit: int = 3) -> tuple[ProductMatch, ...]:
        """Articles that may be meant, best first."""
        with transaction(self._engine) as session:
            found = self._catalogue.search(session, text, language, limit)
            return tuple(ProductMatch(self._rows.product(row), score) for row, score in found)

    def cancel(self, order_number: str, *, request_id: str, at: datetime, by: str) -> Cancellation:
        """Cancel the whole order, once."""
        with transaction(self._engine) as session:
            request, moment = storable_id(request_id), at.astimezone(self._zone)
            return self._rows.cancellation(
                sql_cancellation.cancel(session, order_number, request, moment, by)
            )

    def record_withdrawal(self, declaration: WithdrawalDeclaration) -> Withdrawal:
        """Take a withdrawal down, whatever the order and the day."""
        declared = replace(declaration, request_id=storable_id(declaration.request_id))
        return self._rows.withdrawal(once(self._engine, lambda session: self._recorded(session, declared)))

    def send_withdrawal_receipt(self, reference: str, *, request_id: str, at: datetime) -> SentCopy | None:
        """Send the receipt of a recorded withdrawal."""
        return once(
            self._engine,
            lambda session: sql_documents.send_receipt(
                session, self._rows, reference, storable_id(request_id), at
            ),
        )

    def send_invoice_copy(
        self, order_number: str, *, request_id: str, at: datetime, by: str = "mailroom"
    ) -> SentCopy | None:
        """Send the invoice to what is stored."""
        asked = sql_documents.Asked(storable_id(request_id), at, by)
        return once(
            self._engine,
            lambda session: sql_documents.send_invoice(session, self._rows, order_number, asked),
        )

    def _recorded(self, session: Session, declaration: WithdrawalDeclaration) -> WithdrawalRow:
        earlier = sql_withdrawals.recorded(session, declaration.request_id)
        if earlier is not None:
            return earlier
        today = declaration.at.astimezone(self._zone).date()
        return sql_withdrawals.record(session, declaration, self._order_if_known(session, declaration), today)

    def _order_if_known(self, session: Session, declaration: WithdrawalDeclaration) -> Order | None:
        try:
            return self._rows.order(sql_orders.order_row(session, declaration.order_number or ""))
        except OrderNotFound:
            return None
