"""Demo orders for the scenarios: each gets one of its own, as it asks for."""

from functools import cached_property

from babel.dates import get_month_names

from bot.shop.knowledge import load_knowledge
from tests.conversations.assignment import Assignment
from tests.conversations.scenario import Scenario, scenarios
from tests.conversations.wants import QUERY, Order, Wanted, like
from tests.stack import NOW, Stack

LETTERS = {"de": {"W": "Wilhelm", "M": "Martha"}, "en": {"W": "Whiskey", "M": "Mike"}}
DIGITS = {
    "de": ["null", "eins", "zwo", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
}


class Orders:
    """Hands out orders; one that will be changed belongs to its scenario alone."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._taken: set[str] = set()

    def of(self, scenario: Scenario) -> list[Order]:
        """A scenario's own, the same whichever others are played; raises AssertionError if it has none."""
        return self._assignment.of(scenario)

    def one(self, wanted: Wanted, own: bool) -> Order:
        """The first order like this, for who plays no scenario."""
        found = like(self._stack.rows(QUERY), wanted)
        order = next((order for order in found if order["order_number"] not in self._taken), None)
        assert order, f"the demo shop has no unused order like {wanted}"
        self._taken |= {order["order_number"]} if own else set()
        return order

    @cached_property
    def _assignment(self) -> Assignment:
        return Assignment(self._stack.rows(QUERY), scenarios())


def sayings(order: Order, language: str) -> dict[str, str]:
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
        # Two and three sound alike on a bad line.
        "misheard": "W M " + " ".join(words).replace(*_TWO_AS_THREE[language], 1),
        "heard": f"W M, {' '.join(words[:3])}, {' '.join(words[3:])}",
        "grouped": f"WM {digits[:2]} {digits[2:4]} {digits[4:]}",
        "postcode": order["postcode"],
        "postcode_spoken": " ".join(DIGITS[language][int(digit)] for digit in order["postcode"]),
        "wrong_postcode": "99999" if len(order["postcode"]) == 5 else "9999",
        "phone": order["phone"],
        "email": order["email"] or "",
        **_slot(order, language),
    }


def _slot(order: Order, language: str) -> dict[str, str]:
    """A day on which the forwarding agent comes, as it is said and as it is written."""
    offers = load_knowledge().haulage.offers(order["country"], order["postcode"], NOW.date())
    day = offers[-1].day if offers else NOW.date()
    ordinal, month = "." if language == "de" else "", get_month_names(locale=language)[day.month]
    return {"slot_day": f"{day.day}{ordinal} {month}", "slot_iso": day.isoformat()}


_TWO_AS_THREE = {"de": ("zwo", "drei"), "en": ("two", "three")}
