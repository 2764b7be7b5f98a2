"""Gift cards in the database, whoever tries PINs at the same moment."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.shop.accounts.models import GiftCard, OpenedCard, PinCheck
from bot.shop.accounts.pins import READINGS, TRIES, digest_of, same
from bot.shop.storable import storable
from bot.store.account_tables import GiftCardRow
from bot.store.shop_tables import OrderEventRow

# An unknown card is tried as long as a known one, so that the time taken tells nothing.
NO_SALT = b"no such card, sorry"


def handle_of(session: Session, readings: Sequence[str]) -> str:
    """The handle of the first reading that is a card; else one that no card has."""
    numbers = [storable(number) for number in readings]
    cards = session.scalars(select(GiftCardRow).where(GiftCardRow.number.in_(numbers)))
    found = min(cards, key=lambda card: numbers.index(card.number), default=None)
    return found.handle if found else f"unknown-{sha256(numbers[0].encode()).hexdigest()[:24]}"


def open_card(session: Session, handle: str, pins: Sequence[str], at: datetime) -> OpenedCard:
    """One try, counted before it is judged, so that guesses at the same moment count as well."""
    row = _take_try(session, handle)
    if row is None:
        return _unopened(session, handle, pins)
    right = [same(digest_of(pin, row.salt, row.number), row.digest) for pin in pins[:READINGS]]
    if any(right):
        row.tries = 0
        return OpenedCard(PinCheck.RIGHT, GiftCard(row.balance, row.expires_on))
    if row.tries < TRIES:
        return OpenedCard(PinCheck.WRONG)
    details = {"card": row.handle}
    session.add(OrderEventRow(order_number=None, what="gift_card_locked", who="bot", at=at, details=details))
    return OpenedCard(PinCheck.LOCKED)


def _unopened(session: Session, handle: str, pins: Sequence[str]) -> OpenedCard:
    """A locked card, or none at all."""
    known = session.scalar(select(GiftCardRow.number).where(GiftCardRow.handle == handle))
    if known is None:
        for pin in pins[:READINGS]:
            digest_of(pin, NO_SALT, handle)
    return OpenedCard(PinCheck.LOCKED if known else PinCheck.WRONG)


def _take_try(session: Session, handle: str) -> GiftCardRow | None:
    taken = session.execute(
        update(GiftCardRow)
        .where(GiftCardRow.handle == handle, GiftCardRow.tries < TRIES)
        .values(tries=GiftCardRow.tries + 1)
        .returning(GiftCardRow.number)
    ).first()
    return session.get(GiftCardRow, taken[0], populate_existing=True) if taken else None
