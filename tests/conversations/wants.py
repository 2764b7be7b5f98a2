"""What a scenario may want of a demo order, and which orders are like that."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.shop.textable import can_text
from tests.stack import NOW

Order = dict[str, Any]
Wanted = dict[str, Any]
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
  (SELECT count(*) FROM shop_orders x WHERE x.customer_id = o.customer_id) AS orders,
  (SELECT count(*) FROM shop_phones h WHERE h.e164 = p.e164) AS people_behind
FROM shop_orders o JOIN shop_phones p ON p.customer_id = o.customer_id AND p.position = 0
JOIN shop_customers c ON c.customer_id = o.customer_id
LEFT JOIN shop_pickups k ON k.order_number = o.order_number
ORDER BY o.order_number
"""
TODAY = NOW.date().isoformat()
# What a scenario may want beside plain columns.
WANTS: dict[str, Callable[[Order], bool]] = {
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


def like(orders: Iterable[Order], wanted: Wanted) -> Iterator[Order]:
    """Unless said otherwise without a return, a repair, and articles that have rules of their own."""
    wanted = {"returned": None, "special": False, "pickup": False, "repairs": 0, **wanted}
    for order in orders:
        if all(_fits(order, name, value) for name, value in wanted.items()):
            yield order


def _delivered_within(order: Order, time: timedelta) -> bool:
    at = order["delivered_at"]
    return bool(at) and moment(at) > NOW.replace(tzinfo=None) - time


def _fits(order: Order, name: str, value: Any) -> bool:
    if name in WANTS:
        return WANTS[name](order) is value
    return bool(order[name] in value if isinstance(value, list) else order[name] == value)


def moment(value: Any) -> datetime:
    """A stored moment, whichever engine stored it; without its zone, which is UTC."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
