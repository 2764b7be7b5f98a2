"""An order is confirmed only once its contract is out on a durable medium; the contract can be opened."""

import hashlib
import time
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Any, BinaryIO
from unittest.mock import Mock

import fpdf.fpdf
import fpdf.output
import pytest
from fontTools.ttLib.sfnt import SFNTReader
from sqlalchemy import Engine, text

from bot.errors import ContractNotFound
from bot.shop.models import Order
from bot.shop.ordering.contract import Page, contract_pdf
from bot.shop.ordering.facts import ContractFacts
from bot.shop.ordering.models import Confirmation
from bot.shop.sql_shop import SqlShop
from tests.shop.ordering import NEW, agreed, change, draft


def placed(shop: SqlShop, now: datetime, **changes: object) -> str:
    return shop.ordering.place(draft(shop, now, **changes), request_id="call-1:order", at=now).order_number


def owed(shop: SqlShop, number: str) -> Confirmation:
    found = shop.ordering.confirmation_of(number)
    assert found
    return found


def without(**gone: None) -> object:
    return replace(NEW, **gone)


def test_until_it_is_sent_nothing_is_confirmed(shop: SqlShop, now: datetime) -> None:
    number = placed(shop, now)
    assert (owed(shop, number).state, owed(shop, number).confirmed_at) == ("pending", None)
    assert [item.order_number for item in shop.ordering.due_confirmations(at=now)] == [number]


def test_the_mail_carries_the_contract_and_confirms(shop: SqlShop, now: datetime, engine: Engine) -> None:
    number = placed(shop, now)
    done = shop.ordering.confirm_in_writing(owed(shop, number).id, at=now)
    assert (done.state, done.channel, done.recipient) == ("confirmed", "email", NEW.email)
    with engine.connect() as db:
        query = (
            "SELECT c.content, c.sha256 FROM shop_mail m JOIN shop_attachments a ON a.mail_id = m.id "
            "JOIN shop_contracts c ON c.id = a.contract_id WHERE m.document = 'order_confirmation'"
        )
        content, digest = db.execute(text(query)).one()
    assert bytes(content).startswith(b"%PDF-")
    assert hashlib.sha256(bytes(content)).hexdigest() == digest
    assert [event.what for event in shop.events_of(number)][-1] == "confirmed"


def test_sending_twice_sends_once(shop: SqlShop, now: datetime, engine: Engine) -> None:
    number = placed(shop, now)
    for _ in range(2):
        shop.ordering.confirm_in_writing(owed(shop, number).id, at=now)
    assert mails(engine) == [("order_confirmation", "email")]


def test_without_any_contact_it_goes_by_letter(shop: SqlShop, now: datetime, engine: Engine) -> None:
    number = placed(shop, now, new=without(email=None, phone=None))
    done = shop.ordering.confirm_in_writing(owed(shop, number).id, at=now)
    assert (done.state, done.channel) == ("confirmed", "letter")
    assert mails(engine) == [("order_confirmation", "letter")]


def test_a_text_is_only_prepared_and_confirms_when_the_carrier_has_it(shop: SqlShop, now: datetime) -> None:
    number = placed(shop, now, new=without(email=None), agreed=agreed(now, confirm_by="sms"))
    waiting = shop.ordering.confirm_in_writing(owed(shop, number).id, at=now)
    assert (waiting.state, waiting.channel, waiting.recipient) == ("pending", "sms", NEW.phone)
    shop.ordering.texted(waiting.id, str(NEW.phone), at=now, message_id=7)
    assert owed(shop, number).state == "sending"
    assert [item.message_id for item in shop.ordering.texts_under_way(at=now)] == [7]
    shop.ordering.confirmed(waiting.id, at=now)
    assert (owed(shop, number).state, owed(shop, number).confirmed_at) == ("confirmed", now)


def test_a_text_that_never_arrives_becomes_a_mail_or_a_letter(shop: SqlShop, now: datetime) -> None:
    number = placed(shop, now, new=without(email=None), agreed=agreed(now, confirm_by="sms"))
    first = owed(shop, number)
    shop.ordering.texted(first.id, str(NEW.phone), at=now, message_id=7)
    shop.ordering.give_up_texting(first.id, at=now)
    assert (owed(shop, number).state, owed(shop, number).channel) == ("pending", "letter")
    assert shop.ordering.confirm_in_writing(first.id, at=now).state == "confirmed"


def test_the_number_a_text_went_to_stays_with_a_customer_who_gave_no_other(
    shop: SqlShop, now: datetime
) -> None:
    number = placed(shop, now, new=without(email=None, phone=None), agreed=agreed(now, confirm_by="sms"))
    waiting = owed(shop, number)
    assert waiting.recipient is None
    shop.ordering.texted(waiting.id, "+4917139200555", at=now, message_id=1)
    assert shop.customers_with_phone("+4917139200555") == (shop.order(number).customer_id,)


def test_a_link_opens_exactly_the_bytes_that_were_made(shop: SqlShop, now: datetime, engine: Engine) -> None:
    number = placed(shop, now)
    shop.ordering.confirm_in_writing(owed(shop, number).id, at=now)
    tokens = [shop.ordering.link(owed(shop, number).id, at=now) for _ in range(2)]
    contracts = [shop.ordering.contract(token) for token in tokens]
    assert contracts[0] == contracts[1]
    assert hashlib.sha256(contracts[0].content).hexdigest() == contracts[0].sha256
    with engine.connect() as db:
        stored = str(db.execute(text("SELECT token_digest FROM shop_contract_links")).all())
    assert not any(token in stored for token in tokens)


@pytest.mark.parametrize("token", ["", "x", "\0", "../../etc/passwd", "ä" * 200])
def test_nothing_else_opens_one(shop: SqlShop, token: str) -> None:
    with pytest.raises(ContractNotFound):
        shop.ordering.contract(token)


def test_an_order_dispatched_without_confirmation_raises_one_alarm(
    shop: SqlShop, now: datetime, engine: Engine
) -> None:
    number = placed(shop, now)
    assert shop.ordering.unconfirmed_at_dispatch(at=now) == ()
    with engine.begin() as db:
        db.execute(text("UPDATE shop_orders SET status = 'shipped' WHERE order_number = :n"), {"n": number})
    assert shop.ordering.unconfirmed_at_dispatch(at=now) == (number,)
    assert shop.ordering.unconfirmed_at_dispatch(at=now) == ()
    assert owed(shop, number).missing_at_dispatch
    assert "confirmation_missing" in [event.what for event in shop.events_of(number)]


def test_a_failed_try_waits_before_the_next(shop: SqlShop, now: datetime) -> None:
    number = placed(shop, now)
    shop.ordering.try_again(owed(shop, number).id, at=now, after=timedelta(minutes=1))
    assert shop.ordering.due_confirmations(at=now) == ()
    assert len(shop.ordering.due_confirmations(at=now + timedelta(minutes=2))) == 1


def test_a_change_owes_a_confirmation_of_its_own(shop: SqlShop, now: datetime, engine: Engine) -> None:
    number = placed(shop, now)
    shop.ordering.confirm_in_writing(owed(shop, number).id, at=now)
    shop.ordering.change(change(shop, number, {"481207": 1}, now), request_id="c1", at=now)
    assert owed(shop, number).state == "pending"
    shop.ordering.confirm_in_writing(owed(shop, number).id, at=now)
    assert mails(engine) == [("order_confirmation", "email"), ("order_change_confirmation", "email")]


def test_the_contract_prints_names_and_articles_in_full(shop: SqlShop, now: datetime) -> None:
    long = "Küchenmaschine mit einem Namen, der länger ist als die Spalte, in der er stehen soll"
    order = shop.order(placed(shop, now))
    order = replace(order, lines=(replace(order.lines[0], name_de=long),))
    written: list[str] = []
    with closing(Page(order, facts("de", now))) as page:
        page.pdf.multi_cell = lambda *args, **_: written.append(str(args[2]))  # type: ignore[method-assign]
        page.head()
        page.items()
        page.terms()
    assert long in written
    assert "Ada Yılmaz" in written
    assert any("vierzehn Tagen ohne Angabe von Gründen" in line for line in written)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_same_order_makes_the_same_bytes_whenever_it_is_asked(
    shop: SqlShop, now: datetime, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: Order = shop.order(placed(shop, now))
    first = contract_pdf(order, facts(language, now))
    # The document's own date is the order's, and the font in it is not stamped with the hour of printing.
    a_day_later(monkeypatch)
    assert contract_pdf(order, facts(language, now)) == first


def a_day_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the libraries that write the document; what they take for now is not ours to pass."""
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 86_400)
    for library in (fpdf.fpdf, fpdf.output):
        monkeypatch.setattr(library, "datetime", Tomorrow)


class AnyDatetime(type):
    def __instancecheck__(cls, thing: object) -> bool:
        return isinstance(thing, datetime)


class Tomorrow(datetime, metaclass=AnyDatetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + timedelta(days=1)


@pytest.mark.parametrize("fails", [False, True])
def test_the_font_is_let_go_of_even_if_the_document_is_never_finished(
    shop: SqlShop, now: datetime, fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = fonts_opened(monkeypatch)
    order = shop.order(placed(shop, now))
    if fails:
        monkeypatch.setattr(Page, "terms", Mock(side_effect=ZeroDivisionError))
    with pytest.raises(ZeroDivisionError) if fails else nullcontext():
        contract_pdf(order, facts("de", now))
    assert opened
    assert all(file.closed for file in opened)


def fonts_opened(monkeypatch: pytest.MonkeyPatch) -> list[BinaryIO]:
    """Fills with the files fontTools reads from now on."""
    opened: list[BinaryIO] = []
    read = SFNTReader.__init__

    def noted(reader: SFNTReader, file: BinaryIO, *args: Any, **kwargs: Any) -> None:
        opened.append(file)
        read(reader, file, *args, **kwargs)

    monkeypatch.setattr(SFNTReader, "__init__", noted)
    return opened


def facts(language: str, now: datetime) -> ContractFacts:
    return ContractFacts(language, "voice", "ORDER-TEST", now, False, now)


def mails(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as db:
        rows = db.execute(text("SELECT document, channel FROM shop_mail ORDER BY id")).all()
    return [tuple(row) for row in rows]
