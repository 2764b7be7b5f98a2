"""Taking pieces out of stock and putting them back, whoever buys at the same moment."""

from collections.abc import Iterable

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.errors import SoldOut
from bot.shop.sql_products import product_row
from bot.store.shop_tables import OrderLineRow, ProductRow


def take(session: Session, article_number: str, quantity: int) -> None:
    """Take so many, or give back when negative; raises SoldOut, ProductNotFound."""
    # The condition is part of the write: of two callers, the database lets one have the last piece.
    enough = update(ProductRow).where(
        ProductRow.article_number == article_number, ProductRow.stock >= quantity
    )
    taken = session.execute(enough.values(stock=ProductRow.stock - quantity))
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise SoldOut(article_number, product_row(session, article_number).stock)


def give_back(session: Session, lines: Iterable[OrderLineRow]) -> None:
    """Put the pieces of these lines back; what is no longer in the range stays away."""
    for line in lines:
        mine = update(ProductRow).where(ProductRow.article_number == line.article_number)
        session.execute(mine.values(stock=ProductRow.stock + line.quantity))
