from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import Engine

from bot.shop.sql_session import transaction
from bot.shop.sql_shop import SqlShop
from bot.store.shop_tables import ProductRow


def test_a_new_article_is_found_without_a_restart(shop: SqlShop, engine: Engine, now: datetime) -> None:
    assert shop.find_products("Hängematte", "de") == ()
    with transaction(engine) as session:
        session.merge(_hammock(now + timedelta(minutes=1)))
    assert shop.find_products("Hängematte", "de")[0].product.article_number == "489999"


def _hammock(as_of: datetime) -> ProductRow:
    names = {"name_de": "Hängematte Insel", "name_en": "Insel hammock", "facts_de": "", "facts_en": ""}
    return ProductRow(
        article_number="489999", price=Decimal("89.00"), stock=1, flags=[], synonyms=[], as_of=as_of, **names
    )
