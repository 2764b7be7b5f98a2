"""The postcodes and cities the demo shop knows."""

from bot.shop.demo.people import read_places
from bot.store.delivery_tables import PlaceRow


def places() -> list[PlaceRow]:
    """All pairs of the demo's places."""
    pairs = {(country, code, city) for country, rows in read_places().items() for code, city in rows}
    return [PlaceRow(country=country, postcode=code, city=city) for country, code, city in sorted(pairs)]
