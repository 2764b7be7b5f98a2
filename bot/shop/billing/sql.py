"""Bills and payments in a SQL database; implements bot.shop.billing.port.Billing."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from bot.shop.billing import sql_claims, sql_holds, sql_links, sql_payments
from bot.shop.billing.models import BillingClaim, DunningHold, Invoice, LinkRequest, TakenClaim
from bot.shop.masking import masked
from bot.shop.models import SentCopy
from bot.shop.sql_session import once, transaction
from bot.shop.storable import storable, storable_id
from bot.store.billing_tables import InvoiceRow
from bot.store.shop_tables import OrderRow


class SqlBilling:
    """The billing tables behind the port; safe to share between threads."""

    def __init__(self, engine: Engine, zone: ZoneInfo) -> None:
        self._engine = engine
        self._zone = zone

    def invoice(self, order_number: str) -> Invoice | None:
        """The order's bill."""
        wanted = select(InvoiceRow).where(InvoiceRow.order_number == storable(order_number))
        with transaction(self._engine) as session:
            row = session.scalar(wanted)
            return _invoice(row, sql_holds.hold_until(session, row.order_number)) if row else None

    def order_of(self, invoice_number: str) -> str | None:
        """The order a bill is for."""
        with transaction(self._engine) as session:
            row = session.get(InvoiceRow, storable(invoice_number))
            return row.order_number if row else None

    def failures(self, order_number: str, *, without: str = "") -> int:
        """Refused payments since the last good one, and links sent in vain."""
        with transaction(self._engine) as session:
            refused = sql_payments.refused(session, order_number)
            return refused + sql_links.earlier(session, order_number, storable_id(without))

    def charged_twice(self, order_number: str) -> bool:
        """Whether more than one payment went through."""
        with transaction(self._engine) as session:
            return sql_payments.good(session, order_number) > 1

    def send_link(self, request: LinkRequest) -> SentCopy | None:
        """Send a link to pay to the stored e-mail."""
        wanted = replace(
            request, request_id=storable_id(request.request_id), at=request.at.astimezone(self._zone)
        )
        return once(self._engine, lambda session: sql_links.send_link(session, wanted))

    def link_goes_to(self, order_number: str) -> str | None:
        """The stored e-mail, masked."""
        with transaction(self._engine) as session:
            order = session.get(OrderRow, storable(order_number))
            return masked(order.customer.email) if order and order.customer.email else None

    def take(self, claim: BillingClaim) -> TakenClaim:
        """Record a claim."""
        taken = replace(claim, request_id=storable_id(claim.request_id), said=storable(claim.said))
        return once(self._engine, lambda session: sql_claims.take(session, taken))

    def hold(self, hold: DunningHold) -> date | None:
        """Set, extend or end a hold."""
        wanted = replace(hold, request_id=storable_id(hold.request_id))
        return once(self._engine, lambda session: sql_holds.hold(session, wanted))


def _invoice(row: InvoiceRow, hold_until: date | None) -> Invoice:
    return Invoice(
        invoice_number=row.invoice_number,
        order_number=row.order_number,
        amount=row.amount,
        issued_on=row.issued_on,
        due_on=row.due_on,
        paid_on=row.paid_on,
        dunning_level=row.dunning_level,
        hold_until=hold_until,
    )
