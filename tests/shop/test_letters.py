import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from bot.shop.documents import wordings
from bot.shop.letters import invoice_letter, money, receipt_letter, stored_contact
from bot.shop.masking import masked
from bot.shop.models import Withdrawal, WithdrawalVerdict
from tests.shop.builders import BERLIN, LINE, an_order

WITHDRAWAL = Withdrawal(
    reference="WR-100001",
    order_number=None,
    declared_at=datetime(2026, 11, 23, 7, 5, tzinfo=BERLIN),
    verdict=WithdrawalVerdict.UNKNOWN_ORDER,
    last_day=None,
    refund_until=date(2026, 12, 7),
    verified=False,
)


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("max.mustermann@gmx.de", "m…n@gmx.de"),
        ("ab@gmx.de", "a…@gmx.de"),
        ("a@gmx.de", "a…@gmx.de"),
        ("+4917139200042", "…42"),
    ],
)
def test_a_contact_is_shown_only_to_whom_it_belongs(contact: str, shown: str) -> None:
    assert masked(contact) == shown


def test_an_invoice_adds_up_on_paper() -> None:
    order = an_order(lines=(replace(LINE, quantity=2),), total=Decimal("74.75"))
    letter = invoice_letter(order)
    assert letter is not None
    assert "2 × Thermoskanne: 69,80 €" in letter.body
    assert "Versand: 4,95 €" in letter.body
    assert "Gesamt: 74,75 €" in letter.body
    assert letter.subject == "Ihre Rechnung RE-104823"


def test_there_is_no_letter_without_an_invoice() -> None:
    assert invoice_letter(an_order(invoice_number=None)) is None


def test_without_an_email_the_whole_address_is_on_the_envelope() -> None:
    assert stored_contact(an_order(email=None)) == ("letter", "Anna Meier, Lindenallee 3, 01067 Dresden, DE")


@pytest.mark.parametrize(("language", "written"), [("de", "1.234,50"), ("en", "1,234.50")])
def test_money_is_written_as_the_language_does(language: str, written: str) -> None:
    assert money(Decimal("1234.5"), language) == written


def test_a_receipt_repeats_the_callers_words_whatever_they_are() -> None:
    letter = receipt_letter(
        WITHDRAWAL, ("Q. $name", "die $order_hint {0} %s"), ("sms", "+4917139200042"), "de"
    )
    assert "Name: Q. $name" in letter.body
    assert "die $order_hint {0} %s" in letter.body
    assert "23.11.2026 um 07:05 Uhr" in letter.body


def test_both_languages_have_the_same_documents_with_the_same_blanks() -> None:
    german, english = wordings("de"), wordings("en")
    assert set(german) == set(english)
    for name in german:
        assert blanks(german[name]) == blanks(english[name])


def blanks(wording: dict[str, str]) -> set[str]:
    return set(re.findall(r"\$\w+", f"{wording['subject']} {wording['body']}"))
