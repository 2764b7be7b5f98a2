"""Claims in the shop: what is done at once, what waits for a person, nothing twice."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from bot.errors import AlreadyClaimed, OrderNotFound, OutOfStock, SettingsInvalid
from bot.shop.claims.models import Claim, ClaimKind, ClaimReport, ClaimState, Remedy
from bot.shop.claims.policy import load_claim_policy
from bot.shop.claims.port import TraceRequest
from bot.shop.claims.rules import exchangeable
from bot.shop.listing import newest_orders
from bot.shop.mailroom import outbox
from bot.shop.models import Order, OrderStatus, ProductFlag
from bot.shop.sql_session import transaction
from bot.shop.sql_shop import SqlShop
from bot.store.shop_tables import MailRow, ProductRow
from tests.shop.builders import BERLIN, delivered
from tests.shop.together import at_once


@pytest.fixture
def order(engine: Engine, shop: SqlShop, now: datetime) -> Order:
    """Two pieces or more of something in stock, delivered lately, together not above the limit."""
    return next(
        order
        for order in newest_orders(engine, BERLIN, None)
        if order.status is OrderStatus.DELIVERED
        and order.delivered_at
        and order.delivered_at > now - timedelta(days=25)
        and order.email
        and order.lines[0].quantity > 1
        and order.lines[0].price * order.lines[0].quantity <= 100
        and shop.product(order.lines[0].article_number).stock > 5
    )


@pytest.fixture
def report(order: Order, now: datetime) -> ClaimReport:
    return ClaimReport(
        "call-1",
        now,
        ClaimKind.MISSING,
        Remedy.REPLACEMENT,
        order_number=order.order_number,
        line=0,
        quantity=1,
        words="eins fehlt",
        verified=True,
    )


def stock(shop: SqlShop, order: Order) -> int:
    return shop.product(order.lines[0].article_number).stock


def mail(engine: Engine) -> list[MailRow]:
    with transaction(engine) as session:
        return outbox(session, 10)


def test_a_replacement_within_the_limits_is_taken_from_the_stock(
    shop: SqlShop, order: Order, report: ClaimReport
) -> None:
    before = stock(shop, order)
    claim = shop.claims.report(report)
    assert (claim.state, claim.amount, claim.label) == (ClaimState.DONE, order.lines[0].price, False)
    assert stock(shop, order) == before - 1
    event = shop.events_of(order.order_number)[-1]
    assert (event.what, event.who) == ("claim_settled", "bot")


def test_a_refund_has_its_latest_day(shop: SqlShop, report: ClaimReport) -> None:
    claim = shop.claims.report(replace(report, remedy=Remedy.REFUND))
    assert claim.refund_until == date(2026, 12, 7)


def test_the_same_request_is_one_claim(shop: SqlShop, order: Order, report: ClaimReport) -> None:
    before = stock(shop, order)
    assert shop.claims.report(report) == shop.claims.report(report)
    assert (stock(shop, order), len(shop.claims.claims_of(order.order_number))) == (before - 1, 1)


def test_two_calls_of_one_request_at_once_are_one_claim(
    shop: SqlShop, order: Order, report: ClaimReport
) -> None:
    first, second = at_once(partial(shop.claims.report, report), partial(shop.claims.report, report))
    assert isinstance(first, Claim)
    assert first == second
    assert len(shop.claims.claims_of(order.order_number)) == 1


def test_no_more_pieces_are_made_good_than_were_ordered(
    shop: SqlShop, order: Order, report: ClaimReport
) -> None:
    shop.claims.report(replace(report, quantity=order.lines[0].quantity))
    with pytest.raises(AlreadyClaimed):
        shop.claims.report(replace(report, request_id="call-2", remedy=Remedy.REFUND))


def test_two_people_claiming_the_same_pieces_at_once_get_them_once(
    shop: SqlShop, order: Order, report: ClaimReport
) -> None:
    every = replace(report, quantity=order.lines[0].quantity, remedy=Remedy.REFUND)
    outcomes = at_once(partial(tried, shop, every), partial(tried, shop, replace(every, request_id="call-2")))
    assert sorted(map(str, outcomes)) == ["claimed", "known"]


def tried(shop: SqlShop, report: ClaimReport) -> str:
    try:
        shop.claims.report(report)
    except AlreadyClaimed:
        return "known"
    return "claimed"


def test_after_the_whole_delivery_no_part_of_it(shop: SqlShop, report: ClaimReport) -> None:
    shop.claims.report(replace(report, kind=ClaimKind.DAMAGED, line=None))
    with pytest.raises(AlreadyClaimed):
        shop.claims.report(replace(report, request_id="call-2"))


def test_a_defect_may_come_again(shop: SqlShop, order: Order, report: ClaimReport) -> None:
    defect = replace(report, kind=ClaimKind.DEFECT, remedy=Remedy.OPEN, line=None)
    shop.claims.report(defect)
    shop.claims.report(replace(defect, request_id="call-2"))
    assert len(shop.claims.claims_of(order.order_number)) == 2


def test_a_defect_without_an_order_is_taken_down(shop: SqlShop, now: datetime) -> None:
    claim = shop.claims.report(ClaimReport("call-1", now, ClaimKind.DEFECT, Remedy.OPEN, words="heizt nicht"))
    assert (claim.reference, claim.state) == ("RK-100001", ClaimState.REQUESTED)
    assert shop.claims.send_confirmation(claim.reference, request_id="call-1", at=now) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"verified": False},
        {"kind": ClaimKind.DAMAGED},
        {"remedy": Remedy.OPEN},
        {"line": None},
    ],
    ids=str,
)
def test_what_a_person_must_see_changes_nothing_yet(
    shop: SqlShop, order: Order, report: ClaimReport, changes: dict[str, object]
) -> None:
    before = stock(shop, order)
    claim = shop.claims.report(replace(report, **changes))
    assert (claim.state, claim.refund_until) == (ClaimState.REQUESTED, None)
    assert stock(shop, order) == before
    assert shop.events_of(order.order_number)[-1].what == "claim_reported"


def test_long_after_delivery_a_person_releases_it(shop: SqlShop, report: ClaimReport) -> None:
    late = replace(report, at=report.at + timedelta(days=40))
    assert shop.claims.report(late).state is ClaimState.REQUESTED


def test_what_is_not_there_is_not_promised(
    shop: SqlShop, engine: Engine, order: Order, report: ClaimReport
) -> None:
    with transaction(engine) as session:
        session.execute(update(ProductRow).values(stock=0))
    with pytest.raises(OutOfStock):
        shop.claims.report(report)
    assert shop.claims.claims_of(order.order_number) == ()


def test_an_unknown_order_is_no_claim(shop: SqlShop, report: ClaimReport) -> None:
    with pytest.raises(OrderNotFound):
        shop.claims.report(replace(report, order_number="WM-000000"))


def test_odd_words_are_stored_whatever_they_are(shop: SqlShop, report: ClaimReport) -> None:
    odd = replace(report, words="\0 \ud800 🦄 $x {y}", request_id="a b\0ü")
    assert shop.claims.report(odd).reference


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", [ClaimKind.MISSING, ClaimKind.WRONG, ClaimKind.DAMAGED])
@pytest.mark.parametrize("remedy", [Remedy.REPLACEMENT, Remedy.REFUND, Remedy.OPEN])
def test_the_confirmation_says_what_follows_and_goes_to_the_stored_contact(
    shop: SqlShop,
    engine: Engine,
    order: Order,
    report: ClaimReport,
    language: str,
    kind: ClaimKind,
    remedy: Remedy,
) -> None:
    claim = shop.claims.report(replace(report, kind=kind, remedy=remedy))
    sent = shop.claims.send_confirmation(
        claim.reference, request_id="call-1", at=report.at, language=language
    )
    again = shop.claims.send_confirmation(
        claim.reference, request_id="call-1", at=report.at, language=language
    )
    assert sent == again
    (letter,) = mail(engine)
    assert (letter.recipient, letter.document) == (order.email, "claim_confirmation")
    assert claim.reference in letter.body
    assert ("DHL" in letter.body) == claim.label
    assert "{" not in letter.body


def test_a_search_is_opened_once_an_order(shop: SqlShop, order: Order, now: datetime) -> None:
    request = TraceRequest("call-1", order.order_number, now, searched=True)
    trace = shop.claims.open_trace(request)
    later = replace(request, request_id="call-2", at=now + timedelta(days=1))
    assert shop.claims.open_trace(later) == trace == shop.claims.trace_of(order.order_number)
    assert (trace.reference, trace.deadline) == ("NF-100001", date(2026, 11, 30))
    assert [event.what for event in shop.events_of(order.order_number)].count("trace_opened") == 1


def test_two_searches_at_once_are_one(shop: SqlShop, order: Order, now: datetime) -> None:
    one, other = (
        partial(shop.claims.open_trace, TraceRequest(name, order.order_number, now, searched=True))
        for name in ("call-1", "call-2")
    )
    first, second = at_once(one, other)
    assert first == second


def test_the_owner_gets_the_search_in_writing(
    shop: SqlShop, engine: Engine, order: Order, now: datetime
) -> None:
    trace = shop.claims.open_trace(TraceRequest("call-1", order.order_number, now, searched=True))
    shop.claims.send_confirmation(trace.reference, request_id="call-1", at=now)
    (letter,) = mail(engine)
    assert ("30.11.2026" in letter.body, letter.recipient) == (True, order.email)


def test_nobody_searches_for_an_order_that_does_not_exist(shop: SqlShop, now: datetime) -> None:
    assert shop.claims.trace_of("WM-000000") is None
    with pytest.raises(OrderNotFound):
        shop.claims.open_trace(TraceRequest("call-1", "WM-000000", now, searched=True))


@pytest.mark.parametrize("reference", ["RK-999999", "NF-999999", "", "RK-abc"])
def test_an_unknown_reference_confirms_nothing(shop: SqlShop, now: datetime, reference: str) -> None:
    with pytest.raises(OrderNotFound):
        shop.claims.send_confirmation(reference, request_id="call-1", at=now)


def test_deadlines_count_working_days() -> None:
    policy = load_claim_policy()
    assert policy.trace_deadline(date(2026, 11, 27)) == date(2026, 12, 4)
    # A holiday and a weekend lie between.
    assert policy.trace_deadline(date(2026, 12, 22)) == date(2026, 12, 30)


def test_what_was_made_for_the_customer_is_not_exchanged_by_rule(now: datetime) -> None:
    week = now - timedelta(days=7)
    for flag in (ProductFlag.MADE_TO_MEASURE, ProductFlag.HYGIENE_SEAL, ProductFlag.PERISHABLE):
        order = delivered(week, flag)
        assert not exchangeable(order, order.lines[0], 30, now.date())
    order = delivered(week, ProductFlag.BULKY)
    assert exchangeable(order, order.lines[0], 30, now.date())
    assert not exchangeable(order, order.lines[0], 6, now.date())


def test_the_limits_come_from_the_operators_file() -> None:
    limits = load_claim_policy().limits
    assert limits[ClaimKind.MISSING].up_to == Decimal(100)
    assert limits[ClaimKind.DAMAGED].up_to == 0


def test_a_slip_in_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "claims.yml").write_text("source: x\ntrace: {}\nat_once: []\n")
    with pytest.raises(SettingsInvalid, match=r"claims\.yml"):
        load_claim_policy(tmp_path)
