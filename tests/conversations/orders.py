"""Demo orders for the scenarios: each gets one of its own, as it asks for."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.stack import Stack

LETTERS = {"de": {"W": "Wilhelm", "M": "Martha"}, "en": {"W": "Whiskey", "M": "Mike"}}
DIGITS = {
    "de": ["null", "eins", "zwo", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
}


class Orders:
    """Hands out orders, none of them twice."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._taken: set[str] = set()

    def one(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """An order with these columns; `single: true` wants a customer with no other order."""
        single = wanted.pop("single", True)
        for order in self._candidates(wanted):
            if order["order_number"] in self._taken or (single and self._others(order)):
                continue
            self._taken.add(order["order_number"])
            return order
        raise AssertionError(f"the demo shop has no unused order like {wanted}")

    def _candidates(self, wanted: dict[str, Any]) -> Iterator[dict[str, Any]]:
        query = (
            "SELECT o.*, p.e164 AS phone FROM shop_orders o JOIN shop_phones p "
            "ON p.customer_id = o.customer_id AND p.position = 0 ORDER BY o.order_number"
        )
        for order in self._stack.rows(query):
            if all(_fits(order, name, value) for name, value in wanted.items()):
                yield order

    def _others(self, order: dict[str, Any]) -> int:
        query = "SELECT count(*) AS n FROM shop_orders WHERE customer_id = :customer AND order_number <> :number"
        found = self._stack.rows(query, customer=order["customer_id"], number=order["order_number"])
        return int(found[0]["n"])


def _fits(order: dict[str, Any], name: str, value: Any) -> bool:
    if name == "overdue":
        return bool(order["eta"] and str(order["eta"])[:10] < "2026-11-20") is value
    return bool(order[name] in value if isinstance(value, list) else order[name] == value)


def sayings(order: dict[str, Any], language: str) -> dict[str, str]:
    """How a caller may say the order's number and postcode, for placeholders in scenarios."""
    digits = order["order_number"].partition("-")[2]
    words = [DIGITS[language][int(digit)] for digit in digits]
    letters = LETTERS[language]
    link = "wie" if language == "de" else "as in"
    return {
        "number": order["order_number"],
        "digits": digits,
        "spelled": f"W {link} {letters['W']} M {link} {letters['M']} " + " ".join(words),
        "spoken": "W M " + " ".join(words),
        "grouped": f"WM {digits[:2]} {digits[2:4]} {digits[4:]}",
        "postcode": order["postcode"],
        "postcode_spoken": " ".join(DIGITS[language][int(digit)] for digit in order["postcode"]),
        "wrong_postcode": "99999" if len(order["postcode"]) == 5 else "9999",
        "phone": order["phone"],
    }


def moment(value: Any) -> datetime:
    """A stored moment, whichever engine stored it."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
