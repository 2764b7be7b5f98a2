"""A defect is taken down for a person: order if known, what, since when."""

import pytest

from bot.shop.models import OrderStatus
from tests.actions.conftest import Call, OrderLike, Rows


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
            "claim": "RK-100001",
        },
    }


def test_the_shop_keeps_the_report_and_confirms_it_to_the_owner(
    call: Call, order_like: OrderLike, rows: Rows
) -> None:
    order = order_like(status=OrderStatus.DELIVERED, email=lambda email: email is not None)
    caller = call(caller_customers=[order.customer_id])
    caller.says("defect_claim", "mein Toaster ist kaputt", order_number=order.order_number)
    caller.says("inform", "er heizt nicht")
    answer = caller.says("inform", "seit drei Wochen")
    assert answer.responses == ["utter_defect_recorded", "utter_defect_next"]
    (claim,) = rows("SELECT * FROM shop_claims")
    assert (claim["kind"], claim["state"], claim["verified"]) == ("defect", "requested", 1)
    assert "er heizt nicht" in claim["words"]
    assert [mail["recipient"] for mail in rows("SELECT * FROM shop_mail")] == [order.email]


def test_a_stranger_reports_as_well_but_nothing_is_sent(
    call: Call, order_like: OrderLike, rows: Rows
) -> None:
    order = order_like(status=OrderStatus.DELIVERED)
    caller = call()
    caller.says("defect_claim", "mein Toaster ist kaputt", order_number=order.order_number)
    caller.says("inform", "er heizt nicht")
    caller.says("inform", "seit drei Wochen")
    assert [claim["verified"] for claim in rows("SELECT * FROM shop_claims")] == [0]
    assert rows("SELECT * FROM shop_mail") == []


@pytest.mark.parametrize(
    "said", ["der Akku hat gebrannt", "ich hab mich dran geschnitten", "es raucht, aber niemand verletzt"]
)
def test_whoever_is_hurt_or_in_danger_gets_a_person_at_once(call: Call, said: str) -> None:
    answer = call().says("defect_claim", said)
    assert answer.handover is not None
    assert (answer.handover["reason"], answer.handover["kind"]) == ("safety_injury", "person")
    assert "112" in answer.text


def test_what_smoulders_is_dangerous_before_it_is_defective(call: Call) -> None:
    answer = call().says("defect_claim", "da schaut blanker Draht raus")
    assert answer.handover is not None
    assert answer.handover["reason"] == "product_danger"


@pytest.mark.parametrize("said", ["die Lampe brennt nicht", "niemand verletzt, aber kaputt"])
def test_a_lamp_that_does_not_burn_is_no_fire(call: Call, said: str) -> None:
    assert call().says("defect_claim", said).asks == "order_number"


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
