"""Fifty orders in a row, then changed, cancelled or withdrawn: the books say what a plain ledger says."""

from typing import Any

import pytest

from tests.robustness.buyers import SLIPS
from tests.robustness.many_orders import ManyOrders
from tests.robustness.order_books import Books
from tests.robustness.order_ledger import Entry, Ledger
from tests.robustness.pdf_words import pdf_words
from tests.stack import Stack

ORDERS = 50


@pytest.fixture(scope="module")
def books(stack: Stack) -> Books:
    """The shop's books, opened before anybody orders."""
    return Books(stack)


@pytest.fixture(scope="module")
def played(stack: Stack, books: Books) -> ManyOrders:
    """Everybody has ordered, and had second thoughts."""
    many = ManyOrders(stack, seed=1)
    many.play(ORDERS)
    print(dict(many.counts))  # noqa: T201
    return many


@pytest.fixture(scope="module")
def ledger(played: ManyOrders) -> Ledger:
    return played.ledger


def test_every_buyer_heard_that_it_was_done(played: ManyOrders) -> None:
    assert played.faults == [], played.faults[0]
    assert len(played.ledger.entries) == ORDERS
    happened = {name for name, count in played.counts.items() if count}
    wanted = {f"{way} {did}" for way in ("voice", "sms") for did in ("placed", "changed", "cancelled")}
    assert {*wanted, "voice withdrawn", "sms withdrawn"} <= happened
    assert {f"slip: {slip}" for slip in SLIPS if slip} <= happened
    assert {entry.language for entry in played.ledger.entries.values()} == {"de", "en"}


def test_the_orders_are_exactly_these(books: Books, ledger: Ledger) -> None:
    orders = books.orders()
    assert orders.keys() - books.orders_before.keys() == ledger.entries.keys()
    assert {number: _told(order) for number, order in orders.items() if number in ledger.entries} == {
        entry.number: _owed(entry, ledger) for entry in ledger.entries.values()
    }


def test_each_holds_the_pieces_agreed_at_the_prices_told(books: Books, ledger: Ledger) -> None:
    lines = books.lines()
    assert {number: lines[number] for number in ledger.entries} == {
        entry.number: {article: (pieces, ledger.prices[article]) for article, pieces in entry.lines.items()}
        for entry in ledger.entries.values()
    }


def test_totals_come_to_what_the_ledger_says(books: Books, ledger: Ledger) -> None:
    orders, lines = books.orders(), books.lines()
    sums = {
        number: orders[number]["shipping"] + sum(pieces * price for pieces, price in lines[number].values())
        for number in ledger.entries
    }
    assert sums == {entry.number: ledger.total(entry.lines) for entry in ledger.entries.values()}


def test_stock_is_less_by_what_stands(books: Books, ledger: Ledger) -> None:
    expected = books.stock_before.copy()
    expected.subtract(ledger.taken())
    assert books.stock() == expected


def test_cancellations_and_withdrawals_are_exactly_those_made(books: Books, ledger: Ledger) -> None:
    assert books.named_in("shop_cancellations") == ledger.numbers(status="cancelled")
    assert [number for number in books.named_in("shop_withdrawals") if number] == ledger.numbers(
        withdrawn=True
    )


def test_nobody_elses_order_was_touched(books: Books, ledger: Ledger) -> None:
    orders, lines = books.orders(), books.lines()
    assert {number: orders[number] for number in books.orders_before} == books.orders_before
    assert {number: lines[number] for number in books.lines_before} == books.lines_before


def test_every_confirmation_opens_and_says_what_was_agreed(books: Books, ledger: Ledger) -> None:
    sent = books.confirmations(list(ledger.entries))
    agreed = {(entry.number, kind): (entry, lines) for entry, kind, lines in ledger.contracts()}
    assert sent.keys() == agreed.keys()
    for key, confirmation in sent.items():
        entry, lines = agreed[key]
        assert confirmation["channel"] == entry.confirmed_by
        content = books.delivered(confirmation, entry)
        assert content.startswith(b"%PDF-")
        missing = [words for words in _must_say(entry, lines, ledger) if words not in pdf_words(content)]
        assert missing == [], f"{key} lacks {missing}"


def _told(order: dict[str, Any]) -> dict[str, Any]:
    """An order of the shop, a new customer's only by where it goes."""
    new = order["customer_id"].startswith("K")
    return {**order, "customer_id": "new" if new else order["customer_id"]}


def _owed(entry: Entry, ledger: Ledger) -> dict[str, Any]:
    """The same as the ledger has it."""
    place = {part: entry.buyer[part] for part in ("street", "postcode", "city")}
    return {
        "order_number": entry.number,
        "status": entry.status,
        "payment": entry.payment,
        "shipping": ledger.shipping(entry.lines),
        "customer_id": entry.buyer.get("customer_id", "new"),
        **place,
    }


def _must_say(entry: Entry, lines: dict[str, int], ledger: Ledger) -> list[str]:
    """Number, buyer, address, every article with its sum, and the total, without blanks."""
    sums = [ledger.prices[article] * pieces for article, pieces in lines.items()]
    rows = [
        f"{article}{pieces}{_money(ledger.prices[article], entry)}{_money(total, entry)}"
        for (article, pieces), total in zip(lines.items(), sums, strict=True)
    ]
    who = [entry.buyer["name"], entry.buyer["street"], f"{entry.buyer['postcode']} {entry.buyer['city']}"]
    total = _money(ledger.total(lines), entry)
    said = [entry.number, *who, *rows, f"{'Umsatzsteuer' if entry.language == 'de' else 'VAT'}:{total}"]
    return [words.replace(" ", "") for words in said]


def _money(cents: int, entry: Entry) -> str:
    written = f"{cents // 100}.{cents % 100:02d}€"
    return written.replace(".", ",") if entry.language == "de" else written
