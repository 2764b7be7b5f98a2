"""A defect is taken down for a person: order if known, what, since when."""

from bot.shop.models import OrderStatus
from tests.actions.conftest import Call, OrderLike


def test_three_questions_then_a_person(call: Call, order_like: OrderLike) -> None:
    order = order_like(status=OrderStatus.DELIVERED)
    caller = call(caller_customers=[order.customer_id])
    assert caller.says("defect_claim", "mein Toaster ist kaputt").asks == "order_number"
    assert caller.says("inform", order_number=order.order_number).asks == "defect_text"
    assert caller.says("inform", "er heizt nicht").asks == "defect_since_text"
    answer = caller.says("inform", "seit drei Wochen", date="2026-11-02")
    assert answer.handover == {
        "reason": "defect_claim",
        "kind": "defect",
        "summary": {
            "wish": "defect_claim",
            "order_number": order.order_number,
            "verified": True,
            "reported": "mein Toaster ist kaputt",
            "defect": "er heizt nicht",
            "since": "2026-11-02",
        },
    }


def test_without_an_order_number_nobody_is_refused(call: Call) -> None:
    caller = call()
    caller.says("defect_claim")
    assert caller.says("deny", "hab ich nicht").asks == "defect_text"


def test_a_number_said_at_once_is_not_asked_for(call: Call) -> None:
    assert call().says("defect_claim", order_number="WM-104823").asks == "defect_text"


def test_the_next_defect_starts_afresh(call: Call) -> None:
    caller = call()
    for said in ("defect_claim", "deny", "inform", "inform"):
        caller.says(said)
    assert caller.says("defect_claim", "noch etwas ist kaputt").asks == "order_number"
