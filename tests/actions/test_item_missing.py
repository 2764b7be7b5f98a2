"""Missing, too few, or something else came: replacement or money, read back, done at once or released."""

import pytest
from sqlalchemy import Engine, text

from bot.shop.models import Order, OrderStatus
from tests.actions.caller import Answer, Caller
from tests.actions.claims import owner
from tests.actions.conftest import Call, OrderLike, Rows

CLAIMS = "SELECT * FROM shop_claims ORDER BY id"


@pytest.fixture
def order(order_like: OrderLike, stocked: set[str]) -> Order:
    """One line of one piece that is in stock and has no parts of its own."""
    return order_like(
        status=OrderStatus.DELIVERED,
        delivered_at=lambda at: at is not None and at.isoformat() > "2026-11-01",
        paid=True,
        email=lambda email: email is not None,
        lines=lambda lines: (
            len(lines) == 1
            and lines[0].quantity == 1
            and lines[0].price <= 100
            and lines[0].article_number in stocked
        ),
    )


@pytest.fixture
def stocked(rows: Rows) -> set[str]:
    parts = "SELECT article_number FROM shop_spare_parts"
    found = rows(
        f"SELECT article_number FROM shop_products WHERE stock > 3 AND article_number NOT IN ({parts})"
    )
    return {row["article_number"] for row in found}


def asked(call: Call, order: Order, words: str) -> tuple[Caller, Answer]:
    caller = owner(call, order)
    return caller, caller.says("item_missing_or_wrong", words, order_number=order.order_number)


def stock(rows: Rows, article: str) -> int:
    return int(rows(f"SELECT stock FROM shop_products WHERE article_number = '{article}'")[0]["stock"])


def test_a_missing_article_is_sent_again_after_a_yes(call: Call, order: Order, rows: Rows) -> None:
    article = order.lines[0].article_number
    before = stock(rows, article)
    caller, answer = asked(call, order, "im Paket fehlt was, bitte Ersatz")
    assert (answer.asks, rows(CLAIMS)) == ("confirm_claim", [])
    answer = caller.says("affirm", "ja bitte")
    assert answer.responses == ["utter_claim_sent", "utter_claim_mail"]
    assert answer.done == ["item_missing_or_wrong"]
    (claim,) = rows(CLAIMS)
    assert (claim["kind"], claim["remedy"], claim["state"]) == ("missing", "replacement", "done")
    assert stock(rows, article) == before - 1


def test_money_back_says_how_much_and_until_when(call: Call, order: Order, rows: Rows) -> None:
    caller, answer = asked(call, order, "das fehlt, ich will mein Geld zurück")
    assert f"[[amount:{order.lines[0].price:.2f}]]" in answer.text
    answer = caller.says("affirm", "ja")
    assert "[[date:2026-12-07]]" in answer.text
    (claim,) = rows(CLAIMS)
    assert (claim["remedy"], claim["state"], claim["refund_until"]) == ("refund", "done", "2026-12-07")


def test_an_unpaid_invoice_becomes_smaller(call: Call, order_like: OrderLike, stocked: set[str]) -> None:
    unpaid = order_like(
        status=OrderStatus.DELIVERED,
        paid=False,
        lines=lambda lines: (
            len(lines) == 1
            and lines[0].quantity == 1
            and lines[0].price <= 100
            and lines[0].article_number in stocked
        ),
    )
    caller, _ = asked(call, unpaid, "fehlt, Geld zurück")
    assert caller.says("affirm", "ja").responses[0] == "utter_claim_credited"


def test_a_wrong_article_asks_what_came_and_goes_back_free(call: Call, order: Order, rows: Rows) -> None:
    caller, answer = asked(call, order, "da ist der falsche Artikel drin")
    assert answer.asks == "claim_instead_text"
    assert caller.says("inform", "eine rote Schale").asks == "claim_remedy_text"
    assert caller.says("inform", "Ersatz").asks == "confirm_claim"
    answer = caller.says("affirm", "ja")
    assert "utter_claim_label" in answer.responses
    (claim,) = rows(CLAIMS)
    assert (claim["kind"], claim["label"]) == ("wrong", 1)
    assert "eine rote Schale" in claim["words"]
    (mail,) = rows("SELECT * FROM shop_mail")
    assert (mail["document"], "RK-100001" in mail["body"]) == ("claim_confirmation", True)


def test_missing_goods_need_no_label(call: Call, order: Order) -> None:
    caller, _ = asked(call, order, "fehlt, Ersatz")
    assert "utter_claim_label" not in caller.says("affirm", "ja").responses


def test_what_is_wrong_is_asked_when_the_words_do_not_say(call: Call, order: Order) -> None:
    caller, answer = asked(call, order, "mit der lieferung stimmt was nicht")
    assert answer.asks == "claim_fault_text"
    assert caller.says("inform", "es fehlt").asks == "claim_remedy_text"


def test_no_asks_which_part_and_keeps_the_rest(call: Call, order: Order, rows: Rows) -> None:
    caller, _ = asked(call, order, "fehlt, bitte Ersatz")
    assert caller.says("deny", "nein").asks == "claim_change_text"
    answer = caller.says("inform", "lieber das Geld")
    assert (answer.asks, answer.responses[0].startswith("utter_confirm_claim_refund")) == (
        "confirm_claim",
        True,
    )
    caller.says("affirm", "ja")
    assert [claim["remedy"] for claim in rows(CLAIMS)] == ["refund"]


def test_a_correction_in_the_same_breath_is_no_new_wish(call: Call, order: Order) -> None:
    caller, _ = asked(call, order, "fehlt, bitte Ersatz")
    answer = caller.says("refund_status", "nein, ich will mein Geld zurück")
    assert not answer.refused
    assert (answer.asks, caller.slots["claim_remedy"]) == ("confirm_claim", "refund")


def test_leave_it_changes_nothing(call: Call, order: Order, rows: Rows) -> None:
    caller, _ = asked(call, order, "fehlt, bitte Ersatz")
    answer = caller.says("deny", "nein, lassen Sie es")
    assert (answer.responses, answer.done) == (["utter_claim_dropped"], ["item_missing_or_wrong"])
    assert rows(CLAIMS) == []


def test_above_the_limit_a_person_releases_it(call: Call, order_like: OrderLike, rows: Rows) -> None:
    dear = order_like(
        status=OrderStatus.DELIVERED,
        delivered_at=lambda at: at is not None and at.isoformat() > "2026-11-01",
        lines=lambda lines: len(lines) == 1 and lines[0].price > 100,
    )
    caller, _ = asked(call, dear, "fehlt, Geld zurück")
    answer = caller.says("affirm", "ja")
    assert answer.handover is not None
    assert (answer.handover["kind"], answer.handover["reason"]) == ("claim", "claim_release")
    assert [claim["state"] for claim in rows(CLAIMS)] == ["requested"]


def test_long_after_delivery_a_person_releases_it(
    call: Call, order_like: OrderLike, stocked: set[str]
) -> None:
    old = order_like(
        status=OrderStatus.DELIVERED,
        delivered_at=lambda at: at is not None and at.isoformat() < "2026-10-10",
        lines=lambda lines: len(lines) == 1 and lines[0].quantity == 1 and lines[0].article_number in stocked,
    )
    caller, _ = asked(call, old, "fehlt, Geld zurück")
    assert caller.says("affirm", "ja").handover is not None


def test_out_of_stock_a_person_finds_a_way(call: Call, order: Order, engine: Engine) -> None:
    with engine.begin() as db:
        db.execute(text("UPDATE shop_products SET stock = 0"))
    _, answer = asked(call, order, "fehlt, bitte Ersatz")
    assert answer.handover is not None
    assert (answer.handover["kind"], answer.handover["reason"]) == ("claim", "claim_stock_out")


def test_of_several_only_so_many_are_missing(call: Call, order_like: OrderLike, rows: Rows) -> None:
    several = order_like(
        status=OrderStatus.DELIVERED,
        lines=lambda lines: len(lines) == 1 and lines[0].quantity == 3 and lines[0].price < 50,
    )
    caller, answer = asked(call, several, "es fehlt was, Geld zurück")
    assert answer.asks == "claim_quantity"
    caller.says("inform", "zwei", quantity="2")
    caller.says("affirm", "ja")
    (claim,) = rows(CLAIMS)
    assert (claim["quantity"], claim["amount"]) == (2, int(several.lines[0].price * 200))


def test_the_rest_of_a_split_delivery_is_not_missing(call: Call, order_like: OrderLike) -> None:
    split = order_like(status=OrderStatus.PARTIALLY_SHIPPED)
    place = next(at for at, line in enumerate(split.lines) if not line.shipped)
    caller, answer = asked(call, split, "es fehlt was")
    answer = caller.says("inform", split.lines[place].name_de)
    assert (answer.responses, answer.done) == (["utter_claim_follows"], ["item_missing_or_wrong"])


def test_a_missing_part_is_no_missing_article(call: Call, order_like: OrderLike, rows: Rows) -> None:
    pot = order_like(
        status=OrderStatus.DELIVERED,
        lines=lambda lines: len(lines) == 1 and lines[0].article_number == "482129",
    )
    _, answer = asked(call, pot, "beim Topf fehlt der Deckel")
    if answer.asks == "claim_quantity":
        pytest.fail("the lid is one part, whatever was ordered")
    assert "utter_claim_part" in answer.responses
    assert answer.handover is not None
    assert answer.handover["reason"] == "part_missing"


def test_yes_twice_is_done_once(call: Call, order: Order, rows: Rows) -> None:
    caller, _ = asked(call, order, "fehlt, bitte Ersatz")
    before = dict(caller.slots)
    caller.says("affirm", "ja")
    caller.slots = before
    caller.says("affirm", "ja")
    assert len(rows(CLAIMS)) == 1
    assert len(rows("SELECT * FROM shop_mail")) == 1


def test_the_same_piece_in_another_call_is_known(call: Call, order: Order, rows: Rows) -> None:
    caller, _ = asked(call, order, "fehlt, bitte Ersatz")
    caller.says("affirm", "ja")
    caller, _ = asked(call, order, "fehlt, Geld zurück")
    answer = caller.says("affirm", "ja")
    assert (answer.responses, len(rows(CLAIMS))) == (["utter_claim_again"], 1)
