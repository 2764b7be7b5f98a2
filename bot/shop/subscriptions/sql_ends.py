"""Ending a subscription: recorded always, confirmed to what is stored, in force when it is verified."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.shop.documents import compose
from bot.shop.mailroom import Letter, send, sent
from bot.shop.sql_rows import reference
from bot.shop.storable import storable
from bot.shop.subscriptions.models import EndDeclaration, EndRecorded
from bot.shop.subscriptions.rules import ends_on
from bot.shop.subscriptions.sql_changes import subscription_of
from bot.shop.terms import SubscriptionTerms
from bot.store.shop_tables import CustomerRow, OrderEventRow
from bot.store.subscription_tables import SubscriptionEndRow, SubscriptionRow

DOCUMENT = "subscription_end"


def end(session: Session, declaration: EndDeclaration, terms: SubscriptionTerms) -> EndRecorded:
    """Record it, or answer what the same request recorded; IntegrityError when it is doing so elsewhere."""
    earlier = select(SubscriptionEndRow).where(SubscriptionEndRow.request_id == declaration.request_id)
    row = session.scalar(earlier) or _recorded(session, declaration, terms)
    return EndRecorded(
        reference=reference("SK", row.id),
        received_at=row.received_at.astimezone(declaration.at.tzinfo),
        ends_on=row.ends_on,
        verified=row.verified,
        confirmed_by=_confirmed(session, row, declaration),
    )


def _recorded(session: Session, declaration: EndDeclaration, terms: SubscriptionTerms) -> SubscriptionEndRow:
    contract = session.get(SubscriptionRow, storable(declaration.subscription_number or ""))
    last = _last_day(contract, declaration, terms)
    row = SubscriptionEndRow(
        request_id=declaration.request_id,
        subscription_number=contract.subscription_number if contract else None,
        said=declaration.said,
        wished_end=declaration.wished_end,
        ends_on=last,
        verified=declaration.verified,
        channel=declaration.channel,
        received_at=declaration.at,
    )
    if contract and declaration.verified:
        contract.ends_on = last
    session.add(row)
    session.flush()
    session.add(_event(row, declaration))
    return row


def _last_day(
    contract: SubscriptionRow | None, declaration: EndDeclaration, terms: SubscriptionTerms
) -> date | None:
    if contract is None:
        return None
    today = declaration.at.date()
    return contract.ends_on or ends_on(subscription_of(contract), declaration.wished_end, terms, today)


def _confirmed(session: Session, row: SubscriptionEndRow, declaration: EndDeclaration) -> str | None:
    """Send the confirmation to the owner's stored contact; how, or None when the contract is unknown."""
    contract = session.get(SubscriptionRow, row.subscription_number or "")
    if contract is None:
        return None
    request = reference("SK", row.id)
    letter = sent(session, DOCUMENT, request) or send(
        session, _letter(session, contract, row, declaration), request, declaration.at
    )
    return letter.channel


def _letter(
    session: Session, contract: SubscriptionRow, row: SubscriptionEndRow, declaration: EndDeclaration
) -> Letter:
    language = declaration.language
    values = {
        "reference": reference("SK", row.id),
        "subscription": subscription_of(contract).name(language),
        "received_on": f"{declaration.at:%d.%m.%Y}",
        "received_time": f"{declaration.at:%H:%M}",
        "ends_on": f"{row.ends_on:%d.%m.%Y}",
    }
    owner = session.get_one(CustomerRow, contract.customer_id)
    return Letter(DOCUMENT, None, *_contact(owner), *compose(DOCUMENT, language, values))


def _contact(owner: CustomerRow) -> tuple[str, str]:
    if owner.email:
        return "email", owner.email
    return "letter", f"{owner.name}, {owner.street}, {owner.postcode} {owner.city}, {owner.country}"


def _event(row: SubscriptionEndRow, declaration: EndDeclaration) -> OrderEventRow:
    details = {
        "reference": reference("SK", row.id),
        "subscription": row.subscription_number or "",
        "verified": str(row.verified).lower(),
    }
    return OrderEventRow(
        order_number=None,
        what="subscription_end_declared",
        who=declaration.by,
        at=declaration.at,
        details=details,
    )
