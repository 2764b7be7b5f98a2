"""Demo orders for the scenarios: each gets one of its own, as it asks for."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from babel.dates import get_month_names

from bot.shop.knowledge import load_knowledge
from bot.shop.textable import can_text
from tests.stack import NOW, Stack

LETTERS = {"de": {"W": "Wilhelm", "M": "Martha"}, "en": {"W": "Whiskey", "M": "Mike"}}
DIGITS = {
    "de": ["null", "eins", "zwo", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
}
QUERY = """
SELECT o.*, p.e164 AS phone, c.email AS email,
  (SELECT sum(l.price * l.quantity) FROM shop_order_lines l
    WHERE l.order_number = o.order_number) + o.shipping AS cents,
  (SELECT count(*) FROM shop_order_lines l
    WHERE l.order_number = o.order_number AND CAST(l.flags AS TEXT) LIKE '%bulky%') AS bulky_lines,
  (SELECT r.status FROM shop_returns r WHERE r.order_number = o.order_number) AS returned,
  (SELECT r.refund_until FROM shop_returns r WHERE r.order_number = o.order_number) AS refund_until,
  (SELECT count(*) FROM shop_order_lines l
    WHERE l.order_number = o.order_number AND CAST(l.flags AS TEXT) <> '[]') AS special_lines,
  (SELECT count(*) FROM shop_subscriptions s WHERE s.customer_id = o.customer_id) AS subscriptions,
  (SELECT min(s.plan) FROM shop_subscriptions s WHERE s.customer_id = o.customer_id) AS plan,
  (SELECT count(*) FROM shop_points s WHERE s.customer_id = o.customer_id AND s.expiring > 0) AS points,
  (SELECT count(*) FROM shop_payments m WHERE m.order_number = o.order_number AND NOT m.ok) AS refused,
  (SELECT count(*) FROM shop_order_lines l WHERE l.order_number = o.order_number) AS line_count,
  (SELECT sum(l.quantity) FROM shop_order_lines l WHERE l.order_number = o.order_number) AS pieces,
  (SELECT min(a.stock) FROM shop_order_lines l JOIN shop_products a ON a.article_number = l.article_number
    WHERE l.order_number = o.order_number) AS stock,
  (SELECT count(*) FROM shop_order_lines l JOIN shop_spare_parts t ON t.article_number = l.article_number
    WHERE l.order_number = o.order_number) AS parts,
  (SELECT sum(l.quantity) FROM shop_order_lines l
    WHERE l.order_number = o.order_number AND l.article_number = '484110') AS sheets,
  (SELECT sum(l.quantity) FROM shop_order_lines l
    WHERE l.order_number = o.order_number AND l.article_number = '484189') AS bathrobes,
  (SELECT sum(l.quantity) FROM shop_order_lines l
    WHERE l.order_number = o.order_number AND l.article_number = '484103') AS percales,
  k.store_id AS store, k.ready_at AS ready_at, k.keep_until AS keep_until,
  (SELECT min(w.state) FROM shop_repairs w WHERE w.order_number = o.order_number) AS repair,
  (SELECT count(*) FROM shop_repairs w WHERE w.order_number = o.order_number) AS repairs,
  (SELECT min(w.expected_on) FROM shop_repairs w WHERE w.order_number = o.order_number) AS repaired_by,
  (SELECT count(*) FROM shop_orders x WHERE x.customer_id = o.customer_id) AS orders
FROM shop_orders o JOIN shop_phones p ON p.customer_id = o.customer_id AND p.position = 0
JOIN shop_customers c ON c.customer_id = o.customer_id
LEFT JOIN shop_pickups k ON k.order_number = o.order_number
ORDER BY o.order_number
"""
TODAY = NOW.date().isoformat()
# What a scenario may want beside plain columns.
WANTS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "special": lambda order: order["special_lines"] > 0,
    "single": lambda order: order["orders"] == 1,
    "overdue": lambda order: bool(order["eta"]) and str(order["eta"])[:10] < "2026-11-20",
    "refund_overdue": lambda order: bool(order["refund_until"]) and str(order["refund_until"])[:10] < TODAY,
    "recent": lambda order: _delivered_within(order, timedelta(days=13)),
    "late": lambda order: not _delivered_within(order, timedelta(days=20)),
    # A code can reach both the phone and the mailbox.
    "reachable": lambda order: bool(order["email"]) and can_text(order["phone"]),
    "cheap": lambda order: order["cents"] <= 25_000,
    "mailable": lambda order: bool(order["email"]),
    "collects": lambda order: order["points"] > 0,
    "bulky": lambda order: order["bulky_lines"] > 0,
    # Below what the hotline settles by itself.
    "modest": lambda order: order["cents"] <= 9_000,
    # Nothing to ask which article is meant, or how many.
    "lone": lambda order: order["line_count"] == 1 and order["pieces"] == 1 and order["stock"] > 5,
    # One piece of something in stock, below what the hotline settles by itself.
    "simple": lambda order: (
        order["line_count"] == 1
        and order["pieces"] == 1
        and order["stock"] > 5
        and not order["parts"]
        and not (order["sheets"] or order["bathrobes"] or order["percales"])
        and order["cents"] <= 9_000
    ),
    # All of it is there once more, and cheap enough for the hotline.
    "repeatable": lambda order: (
        order["stock"] is not None
        and order["stock"] > order["pieces"]
        and order["pieces"] <= 8
        and 2_000 < order["cents"] <= 40_000
    ),
    "too_dear_again": lambda order: order["stock"] >= order["pieces"] and order["cents"] > 60_000,
    "dear": lambda order: order["line_count"] == 1 and order["pieces"] == 1 and order["cents"] > 12_000,
    "month": lambda order: _delivered_within(order, timedelta(days=28)),
    "pickup": lambda order: bool(order["store"]),
    "ready": lambda order: bool(order["ready_at"]) and str(order["keep_until"])[:10] >= TODAY,
    "late_repair": lambda order: bool(order["repaired_by"]) and str(order["repaired_by"])[:10] < TODAY,
    "holds_two": lambda order: "2" in order["order_number"],
}


class Orders:
    """Hands out orders; one that will be changed belongs to its scenario alone."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._taken: set[str] = set()

    def one(self, wanted: dict[str, Any], own: bool) -> dict[str, Any]:
        """An order like this."""
        order = next(self._like(wanted), None)
        assert order, f"the demo shop has no unused order like {wanted}"
        self._taken |= {order["order_number"]} if own else set()
        return order

    def pair(self, wanted: dict[str, Any], other: dict[str, Any], same: bool) -> list[dict[str, Any]]:
        """Two different orders like these, of the same customer if that matters."""
        for order in self._like(wanted):
            customer = {"customer_id": order["customer_id"]} if same else {}
            for second in self._like(customer | other):
                if second["order_number"] != order["order_number"]:
                    self._taken |= {order["order_number"], second["order_number"]}
                    return [order, second]
        raise AssertionError(f"the demo shop has no two unused orders like {wanted} and {other}")

    def _like(self, wanted: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Unless said otherwise without a return, a repair, and articles that have rules of their own."""
        wanted = {"returned": None, "special": False, "pickup": False, "repairs": 0, **wanted}
        for order in self._stack.rows(QUERY):
            free = order["order_number"] not in self._taken
            if free and all(_fits(order, name, value) for name, value in wanted.items()):
                yield order


def _delivered_within(order: dict[str, Any], time: timedelta) -> bool:
    at = order["delivered_at"]
    return bool(at) and moment(at) > NOW.replace(tzinfo=None) - time


def _fits(order: dict[str, Any], name: str, value: Any) -> bool:
    if name in WANTS:
        return WANTS[name](order) is value
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


def _slot(order: dict[str, Any], language: str) -> dict[str, str]:
    """A day on which the forwarding agent comes, as it is said and as it is written."""
    offers = load_knowledge().haulage.offers(order["country"], order["postcode"], NOW.date())
    day = offers[-1].day if offers else NOW.date()
    ordinal, month = "." if language == "de" else "", get_month_names(locale=language)[day.month]
    return {"slot_day": f"{day.day}{ordinal} {month}", "slot_iso": day.isoformat()}


_TWO_AS_THREE = {"de": ("zwo", "drei"), "en": ("two", "three")}


def moment(value: Any) -> datetime:
    """A stored moment, whichever engine stored it; without its zone, which is UTC."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
