"""Another size for what the caller has: what is there, the same price, a yes, then set aside."""

import pytest
from sqlalchemy import Engine, text

from bot.shop.models import Order, OrderStatus
from tests.actions.caller import Answer, Caller
from tests.actions.claims import owner
from tests.actions.conftest import Call, OrderLike, Rows

JERSEY, PERCALE, BATHROBE = "484110", "484103", "484189"


def holding(order_like: OrderLike, article: str, lines: int | None = None, **wanted: object) -> Order:
    return order_like(
        status=OrderStatus.DELIVERED,
        delivered_at=lambda at: at is not None and at.isoformat() > "2026-10-30",
        lines=lambda found: (
            any(line.article_number == article for line in found) and lines in (None, len(found))
        ),
        **wanted,
    )


@pytest.fixture
def sheet(order_like: OrderLike) -> Order:
    return holding(order_like, JERSEY, 1)


def asked(call: Call, order: Order, words: str) -> tuple[Caller, Answer]:
    caller = owner(call, order)
    return caller, caller.says("exchange", words, order_number=order.order_number)


def test_the_size_named_is_read_back_then_set_aside(call: Call, sheet: Order, rows: Rows) -> None:
    caller, answer = asked(call, sheet, "ich brauche das Laken in 140 mal 200")
    assert answer.asks == "confirm_claim"
    assert "Spannbettlaken Jersey 140 x 200" in answer.text
    assert "kostenlos" in answer.text
    answer = caller.says("affirm", "ja")
    assert (answer.responses[0], answer.done) == ("utter_exchange_done", ["exchange"])
    (claim,) = rows("SELECT * FROM shop_claims")
    assert (claim["kind"], claim["state"], claim["new_article"], claim["label"]) == (
        "exchange",
        "done",
        "488521",
        1,
    )
    assert rows("SELECT stock FROM shop_products WHERE article_number = '488521'") == [{"stock": 30}]


def test_the_sizes_there_are_are_offered(call: Call, sheet: Order) -> None:
    caller, answer = asked(call, sheet, "das passt nicht, ich möchte tauschen")
    assert answer.responses == ["utter_exchange_which"]
    assert "90 x 200 und 140 x 200" in answer.text
    assert caller.says("inform", "140 mal 200").asks == "confirm_claim"


def test_one_size_smaller_is_the_next_of_the_family(call: Call, sheet: Order) -> None:
    _, answer = asked(call, sheet, "das Laken ist zu groß, eine Nummer kleiner bitte")
    assert "140 x 200" in answer.text


def test_of_several_articles_the_one_is_asked_for(call: Call, order_like: OrderLike) -> None:
    order = holding(order_like, BATHROBE, 2)
    caller, answer = asked(call, order, "ich möchte etwas umtauschen")
    assert answer.asks == "article"
    answer = caller.says("inform", "den Bademantel")
    assert "S, L und XL" in answer.text
    assert caller.says("inform", "in L").asks == "confirm_claim"


def test_another_price_is_a_persons_matter(call: Call, order_like: OrderLike) -> None:
    order = holding(order_like, PERCALE)
    caller, answer = asked(call, order, "die Bettwäsche bitte in 155 mal 220")
    assert answer.responses == ["utter_exchange_costs_more"]
    assert "[[amount:15.00]]" in answer.text
    assert caller.says("affirm", "ja").handover is not None


def test_sold_out_sizes_name_the_day_they_come_back(call: Call, order_like: OrderLike) -> None:
    _, answer = asked(call, holding(order_like, BATHROBE), "den Bademantel lieber in XL")
    assert (answer.responses, answer.asks) == (["utter_exchange_restock"], "confirm_person")


def test_what_comes_in_one_version_only_is_offered_to_a_person(call: Call, order_like: OrderLike) -> None:
    order = order_like(
        status=OrderStatus.DELIVERED,
        delivered_at=lambda at: at is not None and at.isoformat() > "2026-11-01",
        lines=lambda found: (
            len(found) == 1
            and not found[0].flags
            and found[0].article_number not in (JERSEY, PERCALE, BATHROBE)
        ),
    )
    _, answer = asked(call, order, "das möchte ich größer")
    assert (answer.responses, answer.asks) == (["utter_exchange_no_variant"], "confirm_person")


def test_after_the_return_period_a_person_decides(call: Call, order_like: OrderLike, rows: Rows) -> None:
    old = order_like(
        status=OrderStatus.DELIVERED,
        delivered_at=lambda at: at is not None and at.isoformat() < "2026-10-10",
        lines=lambda found: len(found) == 1 and found[0].article_number == JERSEY,
    )
    _, answer = asked(call, old, "bitte in 140 mal 200")
    assert answer.handover is not None
    assert (answer.handover["kind"], answer.handover["reason"]) == ("claim", "exchange_exception")
    assert "utter_exchange_person_decides" in answer.responses


def test_no_asks_what_to_change(call: Call, sheet: Order) -> None:
    caller, _ = asked(call, sheet, "bitte in 140 mal 200")
    assert caller.says("deny", "nein").asks == "claim_change_text"
    answer = caller.says("inform", "doch lieber 90 mal 200")
    assert answer.responses == ["utter_exchange_costs_less"]


def test_another_size_with_the_no_is_read_back_anew(call: Call, order_like: OrderLike, rows: Rows) -> None:
    caller, _ = asked(call, holding(order_like, BATHROBE), "den Bademantel in S")
    answer = caller.says("affirm", "ja, aber in L")
    assert (answer.asks, "Waffel L" in answer.text) == ("confirm_claim", True)
    assert rows("SELECT * FROM shop_claims") == []


def test_the_last_piece_goes_to_one_caller_only(call: Call, sheet: Order, engine: Engine) -> None:
    caller, _ = asked(call, sheet, "bitte in 140 mal 200")
    with engine.begin() as db:
        db.execute(text("UPDATE shop_products SET stock = 0 WHERE article_number = '488521'"))
    answer = caller.says("affirm", "ja")
    assert answer.asks == "confirm_person"


def test_nothing_is_exchanged_before_it_has_arrived(call: Call, order_like: OrderLike) -> None:
    _, answer = asked(call, order_like(status=OrderStatus.PAID), "lieber eine andere Größe")
    assert (answer.responses, answer.asks) == (["utter_exchange_not_arrived"], "confirm_person")
