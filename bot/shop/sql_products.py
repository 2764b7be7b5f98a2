"""Articles in the database, and the search index over their names."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.errors import ProductNotFound
from bot.shop.product_search import Entry, ProductIndex, entry
from bot.store.shop_tables import OrderLineRow, ProductRow

Version = tuple[int, datetime | None]


class Catalogue:
    """The index, rebuilt when the number of articles or the newest change differs."""

    def __init__(self) -> None:
        self._built: tuple[Version, ProductIndex] | None = None

    def search(
        self, session: Session, text: str, language: str, limit: int
    ) -> list[tuple[ProductRow, float]]:
        """Articles with scores, best first."""
        found = self._index(session).search(text, language, limit)
        return [(product_row(session, number), score) for number, score in found]

    def _index(self, session: Session) -> ProductIndex:
        count, newest = session.execute(
            select(func.count(), func.max(ProductRow.as_of)).select_from(ProductRow)
        ).one()
        version = (count, newest)
        # Read once: another thread may replace it meanwhile, with one just as good.
        built = self._built
        if built is None or built[0] != version:
            built = self._built = (version, ProductIndex(_entries(session)))
        return built[1]


def product_row(session: Session, article_number: str) -> ProductRow:
    """The article with exactly this number; raises ProductNotFound."""
    row = session.get(ProductRow, article_number)
    if row is None:
        raise ProductNotFound("no product has this article number")
    return row


def line_of(article: ProductRow, position: int, quantity: int = 1) -> OrderLineRow:
    """The article as a line of an order, named and priced as it is now; not shipped yet."""
    return OrderLineRow(
        position=position,
        article_number=article.article_number,
        name_de=article.name_de,
        name_en=article.name_en,
        quantity=quantity,
        price=article.price,
        flags=article.flags,
        shipped=False,
        returned=False,
    )


def _entries(session: Session) -> list[Entry]:
    rows = session.scalars(select(ProductRow)).all()
    german = [entry(row.article_number, "de", [row.name_de, *row.synonyms]) for row in rows]
    return german + [entry(row.article_number, "en", [row.name_en, *row.synonyms]) for row in rows]
