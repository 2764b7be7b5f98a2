"""Placing an order: all of it, once, or nothing."""

import re
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.errors import PriceChanged
from bot.shop.models import OrderStatus
from bot.shop.ordering.models import Agreed, DraftLine, NewCustomer, OrderDraft, TakenOrder
from bot.shop.ordering.sql_confirming import owe_confirmation
from bot.shop.ordering.sql_stock import take
from bot.shop.sql_orders import order_row
from bot.shop.sql_products import line_of, product_row
from bot.shop.sql_rows import total_of
from bot.shop.storable import storable
from bot.store.ordering_tables import ConfirmationRow, OrderRequestRow
from bot.store.shop_tables import CustomerRow, OrderEventRow, OrderLineRow, OrderRow, PhoneRow

PREFIX = "WM-"
FIRST = 100_000


def place(session: Session, draft: OrderDraft, request_id: str, at: datetime) -> TakenOrder:
    """The order this request placed, now or earlier; raises SoldOut, PriceChanged."""
    earlier = carried_out(session, request_id)
    if earlier:
        return earlier
    for line in draft.lines:
        take(session, line.article_number, line.quantity)
    number = _next_number(session)
    order = _order(session, draft, number, at)
    session.add(order)
    session.flush()
    _write_history(session, draft, order, at)
    confirmation = owe_confirmation(session, order, draft.agreed, "contract", at)
    session.add(
        OrderRequestRow(
            request_id=request_id, order_number=number, kind="placed", difference=Decimal(0), at=at
        )
    )
    session.flush()
    return TakenOrder(number, total_of(order), total_of(order), confirmation.channel)


def carried_out(session: Session, request_id: str) -> TakenOrder | None:
    """What the same request did before."""
    request = session.get(OrderRequestRow, request_id)
    if request is None:
        return None
    order = order_row(session, request.order_number)
    owed = select(ConfirmationRow.channel).where(ConfirmationRow.order_number == order.order_number)
    channel = session.scalars(owed.order_by(ConfirmationRow.id.desc())).first()
    total = total_of(order)
    difference = total if request.kind == "placed" else request.difference
    return TakenOrder(order.order_number, total, difference, channel or "letter")


def line_row(session: Session, line: DraftLine, position: int) -> OrderLineRow:
    """An order's line with the article's name as it is now, at the price agreed."""
    row = line_of(product_row(session, line.article_number), position, line.quantity)
    row.price = line.price
    return row


def told(agreed: Agreed) -> dict[str, str]:
    """What proves later that the caller knew what he agreed to."""
    return {
        "terms": agreed.terms.version,
        "read_at": agreed.terms.at.isoformat(),
        "language": agreed.language,
        "channel": agreed.channel,
        "conversation": agreed.conversation_id,
    }


def _order(session: Session, draft: OrderDraft, number: str, at: datetime) -> OrderRow:
    customer = _customer(session, draft, number)
    for line in draft.lines:
        if product_row(session, line.article_number).price != line.price:
            raise PriceChanged(line.article_number)
    to = draft.ship_to or customer
    return OrderRow(
        order_number=number,
        status=OrderStatus.PLACED,
        customer_id=customer.customer_id,
        customer=customer,
        street=storable(to.street)[:120],
        postcode=storable(to.postcode)[:10],
        city=storable(to.city)[:80],
        country=to.country,
        shipping=draft.shipping,
        payment=draft.payment,
        paid=False,
        placed_at=at,
        eta=draft.eta,
        lines=[line_row(session, line, at + 1) for at, line in enumerate(draft.lines)],
    )


def _customer(session: Session, draft: OrderDraft, number: str) -> CustomerRow:
    if draft.new is None:
        return session.get_one(CustomerRow, draft.customer_id)
    # Named after the first order, whose number nobody else has.
    row = _new_customer(draft.new, f"K{number.removeprefix(PREFIX)}")
    session.add(row)
    session.flush()
    return row


def _new_customer(new: NewCustomer, customer_id: str) -> CustomerRow:
    return CustomerRow(
        customer_id=customer_id,
        name=storable(new.name)[:120],
        email=storable(new.email)[:254] if new.email else None,
        street=storable(new.street)[:120],
        postcode=storable(new.postcode)[:10],
        city=storable(new.city)[:80],
        country=new.country,
        phones=[PhoneRow(e164=new.phone, position=0)] if new.phone else [],
    )


def _write_history(session: Session, draft: OrderDraft, order: OrderRow, at: datetime) -> None:
    facts = {
        "total": amount(total_of(order)),
        "payment": draft.payment.value,
        "pieces": str(sum(line.quantity for line in draft.lines)),
    }
    proof = told(draft.agreed)
    moments = {"terms_read": (draft.agreed.terms.at, proof), "placed": (at, {**facts, **proof})}
    session.add_all(
        OrderEventRow(
            order_number=order.order_number, what=what, who=draft.agreed.by, at=moment, details=details
        )
        for what, (moment, details) in moments.items()
    )


def _next_number(session: Session) -> str:
    """The number after the highest; of two orders at once, the second finds it taken and is tried again."""
    highest = session.scalar(
        select(func.max(OrderRow.order_number)).where(OrderRow.order_number.like(f"{PREFIX}______"))
    )
    digits = re.search(r"\d{6}$", highest or "")
    return f"{PREFIX}{int(digits[0]) + 1 if digits else FIRST}"


def amount(value: Decimal) -> str:
    """Money as events keep it."""
    return f"{value:.2f}"
