"""One-time codes: random, to stored contacts only, few, short-lived, and never stored as what they are."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, TextClause, text

from bot.errors import CodeNotSent
from bot.shop.codes.models import CodeCheck, IssuedCode
from bot.shop.codes.port import CodeRequest
from bot.shop.codes.rules import pseudonym
from bot.shop.sql_session import transaction
from bot.shop.sql_shop import SqlShop
from bot.store.codes_tables import ContactChangeRow
from bot.store.shop_tables import CustomerRow, PhoneRow
from tests.shop.conftest import BERLIN
from tests.shop.together import at_once

WITH_BOTH, ONLY_MAIL, NOTHING = "C1", "C2", "C3"
MOBILE = "+491713920047"


@pytest.fixture
def shop(empty: Engine) -> SqlShop:
    with transaction(empty) as session:
        address = {"street": "Lindenallee 3", "postcode": "01067", "city": "Dresden", "country": "DE"}
        for customer_id, email in ((WITH_BOTH, "anna.meier@example.com"), (ONLY_MAIL, "ben@example.com")):
            session.add(CustomerRow(customer_id=customer_id, name="A", email=email, **address))
        session.add(CustomerRow(customer_id=NOTHING, name="C", email=None, **address))
        session.flush()
        session.add(PhoneRow(customer_id=WITH_BOTH, e164="+493023125001", position=0))
        session.add(PhoneRow(customer_id=WITH_BOTH, e164=MOBILE, position=1))
        session.add(PhoneRow(customer_id=ONLY_MAIL, e164="+493023125002", position=0))
    return SqlShop(empty, BERLIN)


def issued(shop: SqlShop, at: datetime, customer: str = WITH_BOTH, channel: str | None = None) -> IssuedCode:
    return shop.codes.issue(CodeRequest("talk-1", customer, channel), at=at)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def check(shop: SqlShop, code: str, at: datetime, talk: str = "talk-1") -> CodeCheck:
    return shop.codes.check(talk, WITH_BOTH, [code], at=at)


def test_the_mobile_number_comes_before_the_e_mail_and_a_landline_is_none(
    shop: SqlShop, now: datetime
) -> None:
    ways = shop.codes.ways(WITH_BOTH, at=now).destinations
    assert [(way.channel, way.masked) for way in ways] == [("sms", "…47"), ("email", "a…r@example.com")]
    assert [way.channel for way in shop.codes.ways(ONLY_MAIL, at=now).destinations] == ["email"]
    assert shop.codes.ways(NOTHING, at=now).destinations == ()
    assert shop.codes.ways("nobody", at=now).destinations == ()


def test_a_contact_stored_within_the_last_days_is_not_used(
    shop: SqlShop, empty: Engine, now: datetime
) -> None:
    with transaction(empty) as session:
        session.add(
            ContactChangeRow(
                customer_id=WITH_BOTH, kind="phone", contact=MOBILE, at=now - timedelta(days=2, hours=23)
            )
        )
    assert [way.channel for way in shop.codes.ways(WITH_BOTH, at=now).destinations] == ["email"]
    assert len(shop.codes.ways(WITH_BOTH, at=now + timedelta(hours=2)).destinations) == 2


def test_the_right_code_proves_the_customer_in_this_conversation_only(shop: SqlShop, now: datetime) -> None:
    code = issued(shop, now).code
    assert check(shop, code, now) is CodeCheck.RIGHT
    assert shop.codes.proven("talk-1", WITH_BOTH)
    assert not shop.codes.proven("talk-2", WITH_BOTH)
    assert not shop.codes.proven("talk-1", ONLY_MAIL)


def test_a_code_of_one_conversation_is_worth_nothing_in_another(shop: SqlShop, now: datetime) -> None:
    code = issued(shop, now).code
    assert check(shop, code, now, talk="talk-2") is CodeCheck.EXPIRED


def test_a_code_can_be_used_once(shop: SqlShop, now: datetime) -> None:
    code = issued(shop, now).code
    check(shop, code, now)
    assert check(shop, code, now) is CodeCheck.EXPIRED


def test_six_digits_of_which_no_trace_is_stored(shop: SqlShop, empty: Engine, now: datetime) -> None:
    code = issued(shop, now).code
    assert len(code) == 6
    assert code.isdigit()
    with empty.connect() as db:
        stored = [str(row) for table in ("shop_codes", "shop_events") for row in db.execute(_all(table))]
    assert stored
    assert not [row for row in stored if code in row]


def _all(table: str) -> TextClause:
    return text(f"SELECT * FROM {table}")


def test_what_is_printed_of_a_code_does_not_show_it(shop: SqlShop, now: datetime) -> None:
    made = issued(shop, now)
    assert made.code not in repr(made)
    assert MOBILE not in repr(made)


def test_any_of_the_readings_may_be_right_and_all_count_as_one_try(shop: SqlShop, now: datetime) -> None:
    code = issued(shop, now).code
    assert shop.codes.check("talk-1", WITH_BOTH, [other_than(code), code], at=now) is CodeCheck.RIGHT


def test_only_the_first_readings_are_tried(shop: SqlShop, now: datetime) -> None:
    code = issued(shop, now).code
    guesses = [f"{(int(code) + step) % 10**6:06d}" for step in (1, 2, 3, 0)]
    assert shop.codes.check("talk-1", WITH_BOTH, guesses, at=now) is CodeCheck.WRONG


def test_the_third_wrong_code_ends_it_even_for_the_right_one(shop: SqlShop, now: datetime) -> None:
    code = issued(shop, now).code
    wrong = other_than(code)
    assert [check(shop, wrong, now) for _ in range(3)] == [
        CodeCheck.WRONG,
        CodeCheck.WRONG,
        CodeCheck.SPENT,
    ]
    assert check(shop, code, now) is CodeCheck.EXPIRED


def test_guesses_at_the_same_moment_are_three_at_most(shop: SqlShop, now: datetime) -> None:
    wrong = other_than(issued(shop, now).code)
    results = at_once(*[lambda: check(shop, wrong, now)] * 6)
    assert sorted(results).count(CodeCheck.EXPIRED) == 3


def test_after_ten_minutes_a_code_is_too_old(shop: SqlShop, now: datetime) -> None:
    code = issued(shop, now).code
    assert check(shop, code, now + timedelta(minutes=10)) is CodeCheck.EXPIRED


def test_a_proof_holds_longer_than_the_code(shop: SqlShop, now: datetime) -> None:
    check(shop, issued(shop, now).code, now)
    assert shop.codes.proven("talk-1", WITH_BOTH)


def test_a_new_code_voids_the_old_one(shop: SqlShop, now: datetime) -> None:
    old = issued(shop, now).code
    new = issued(shop, now + timedelta(minutes=1)).code
    assert check(shop, new, now + timedelta(minutes=2)) is CodeCheck.RIGHT
    assert old == new or check(shop, old, now + timedelta(minutes=2)) is CodeCheck.EXPIRED


def test_three_codes_an_hour_and_six_a_day(shop: SqlShop, now: datetime) -> None:
    for minute in range(3):
        issued(shop, now + timedelta(minutes=minute))
    assert not shop.codes.ways(WITH_BOTH, at=now + timedelta(minutes=5)).allowed
    with pytest.raises(CodeNotSent, match="too_many"):
        issued(shop, now + timedelta(minutes=5))
    for minute in range(3):
        issued(shop, now + timedelta(hours=2, minutes=minute))
    with pytest.raises(CodeNotSent, match="too_many"):
        issued(shop, now + timedelta(hours=4))
    issued(shop, now + timedelta(days=1, minutes=3))


def test_two_conversations_at_once_do_not_get_more(shop: SqlShop, now: datetime) -> None:
    results = at_once(*[lambda: issued(shop, now)] * 5)
    assert len([result for result in results if isinstance(result, IssuedCode)]) == 3


def test_without_a_contact_there_is_no_code(shop: SqlShop, now: datetime) -> None:
    with pytest.raises(CodeNotSent, match="no_contact"):
        issued(shop, now, NOTHING)
    with pytest.raises(CodeNotSent, match="no_contact"):
        issued(shop, now, ONLY_MAIL, "sms")


def test_a_code_by_e_mail_is_in_the_shops_outgoing_mail(shop: SqlShop, empty: Engine, now: datetime) -> None:
    made = issued(shop, now, channel="email")
    with empty.connect() as db:
        mail = db.execute(text("SELECT recipient, body FROM shop_mail")).one()
    assert mail.recipient == "anna.meier@example.com"
    assert made.code in mail.body


def test_what_was_sent_and_proven_is_in_the_history(shop: SqlShop, empty: Engine, now: datetime) -> None:
    check(shop, issued(shop, now).code, now)
    with empty.connect() as db:
        assert [row.what for row in db.execute(text("SELECT what FROM shop_events ORDER BY id"))] == [
            "code_sent",
            "code_proven",
        ]


def test_wrong_combinations_are_counted_over_all_conversations_of_a_day(shop: SqlShop, now: datetime) -> None:
    caller = pseudonym("+491713920001")
    for talk, number in (("a", "WM-1"), ("b", "WM-2"), ("c", "WM-2")):
        shop.codes.note_failed_check(talk, (number, caller), at=now)
    assert shop.codes.failed_checks(("WM-1",), at=now) == 1
    assert shop.codes.failed_checks(("WM-2",), at=now) == 2
    assert shop.codes.failed_checks(("WM-1", caller), at=now) == 3
    assert shop.codes.failed_checks((caller,), at=now + timedelta(hours=24)) == 0
    assert shop.codes.failed_checks((), at=now) == 0


def test_a_calling_number_is_not_stored_with_its_count(shop: SqlShop, empty: Engine, now: datetime) -> None:
    shop.codes.note_failed_check("a", (pseudonym("+491713920001"),), at=now)
    with empty.connect() as db:
        assert "1713920001" not in str(db.execute(_all("shop_failed_checks")).all())
