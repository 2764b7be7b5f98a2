"""Confirmations go out by themselves, and what cannot be texted is mailed or posted."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from bot.channels.order_confirmations import OrderConfirmations, Texts, fate_of
from bot.channels.outbox import Outbox, opt_out
from bot.clock import FixedClock
from bot.conversation.record import Record
from bot.phrases.catalogue import Phrases
from bot.shop.demo import seed_if_empty
from bot.shop.models import PaymentMethod
from bot.shop.ordering.models import Agreed, DraftLine, NewCustomer, OrderDraft, TermsRead
from bot.shop.sql_shop import SqlShop
from tests.builders import CALLER, NOW, recorded
from tests.shop.builders import BERLIN

NEW = NewCustomer("Ada Yılmaz", "Lindenallee 12b", "20095", "Hamburg", "DE", "ada@example.org")


class Carrier:
    """Takes every message."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []

    def __call__(self, to: str, body: str) -> str:
        self.taken.append((to, body))
        return f"SM{len(self.taken)}"


@pytest.fixture
def engine(sqlite: Engine) -> Engine:
    seed_if_empty(sqlite, FixedClock(NOW))
    return sqlite


@pytest.fixture
def carrier() -> Carrier:
    return Carrier()


@pytest.fixture
def outbox(engine: Engine, carrier: Carrier) -> Outbox:
    return Outbox(engine, carrier)


@pytest.fixture
def confirmations(engine: Engine, outbox: Outbox) -> OrderConfirmations:
    texts = Texts(Phrases(company="Muster & Co."), FixedClock(NOW))
    ordering = SqlShop(engine, BERLIN).ordering
    return OrderConfirmations(ordering, outbox, "https://hotline.example", Record(engine).caller_of, texts)


def placed(engine: Engine, new: NewCustomer = NEW, by: str | None = None) -> str:
    talk = recorded(engine)
    shop = SqlShop(engine, BERLIN)
    line = DraftLine("481207", 1, shop.product("481207").price)
    agreed = Agreed(talk.id, "voice", "de", TermsRead("ORDER-TEST", NOW), by)
    draft = OrderDraft(
        (line,), shop.product("481207").price * 0, PaymentMethod.PREPAYMENT, None, agreed, new=new
    )
    return shop.ordering.place(draft, request_id="one", at=NOW).order_number


def state(engine: Engine) -> tuple[str, str]:
    with engine.connect() as db:
        row = db.execute(text("SELECT state, channel FROM shop_confirmations")).one()
    return str(row.state), str(row.channel)


def test_an_email_goes_out_at_once(engine: Engine, confirmations: OrderConfirmations) -> None:
    placed(engine)
    assert confirmations.send_due() == 0
    assert state(engine) == ("confirmed", "email")


def test_a_text_brings_a_link_that_opens_the_contract(
    engine: Engine, confirmations: OrderConfirmations, outbox: Outbox, carrier: Carrier
) -> None:
    number = placed(engine, replace(NEW, email=None), by="sms")
    assert confirmations.send_due() == 1
    assert state(engine) == ("sending", "sms")
    outbox.send_due()
    to, body = carrier.taken[0]
    assert to == CALLER
    token = body.rpartition("https://hotline.example/documents/")[2]
    contract = SqlShop(engine, BERLIN).ordering.contract(token)
    assert contract.order_number == number
    assert contract.content.startswith(b"%PDF-")
    outbox.status("SM1", "delivered", None)
    confirmations.send_due()
    assert state(engine) == ("confirmed", "sms")


def test_the_link_does_not_stay_readable_with_us(
    engine: Engine, confirmations: OrderConfirmations, outbox: Outbox
) -> None:
    placed(engine, replace(NEW, email=None), by="sms")
    confirmations.send_due()
    outbox.send_due()
    with engine.connect() as db:
        assert db.execute(text("SELECT body FROM outgoing_messages")).scalar() == ""


@pytest.mark.parametrize("status", ["undelivered", "failed"])
def test_a_text_that_does_not_arrive_becomes_a_letter(
    engine: Engine, confirmations: OrderConfirmations, outbox: Outbox, status: str
) -> None:
    placed(engine, replace(NEW, email=None), by="sms")
    confirmations.send_due()
    outbox.send_due()
    outbox.status("SM1", status, "30003")
    confirmations.send_due()
    confirmations.send_due()
    assert state(engine) == ("confirmed", "letter")


def test_bad_news_after_good_takes_the_confirmation_back(
    engine: Engine, confirmations: OrderConfirmations, outbox: Outbox
) -> None:
    placed(engine, replace(NEW, email=None), by="sms")
    confirmations.send_due()
    outbox.send_due()
    for news in ("sent", "undelivered"):
        outbox.status("SM1", news, None)
        confirmations.send_due()
    confirmations.send_due()
    assert state(engine) == ("confirmed", "letter")


def test_whoever_wants_no_texts_gets_a_letter(engine: Engine, confirmations: OrderConfirmations) -> None:
    with engine.begin() as db:
        opt_out(db, CALLER, "STOP")
    placed(engine, replace(NEW, email=None), by="sms")
    confirmations.send_due()
    confirmations.send_due()
    assert state(engine) == ("confirmed", "letter")


def test_a_fault_puts_one_off_and_not_the_others(
    engine: Engine, confirmations: OrderConfirmations, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed(engine)

    def breaks(*_args: object, **_named: object) -> None:
        raise RuntimeError("no paper")

    monkeypatch.setattr(confirmations._ordering, "confirm_in_writing", breaks)
    confirmations.send_due()
    assert state(engine) == ("pending", "email")
    monkeypatch.undo()
    assert SqlShop(engine, BERLIN).ordering.due_confirmations(at=NOW) == ()


def test_an_order_sent_off_unconfirmed_is_flagged(
    engine: Engine, confirmations: OrderConfirmations, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = placed(engine)
    with engine.begin() as db:
        db.execute(text("UPDATE shop_orders SET status = 'shipped' WHERE order_number = :n"), {"n": number})
    monkeypatch.setattr(confirmations._ordering, "due_confirmations", lambda **_: ())
    confirmations.send_due()
    owed = SqlShop(engine, BERLIN).ordering.confirmation_of(number)
    assert owed
    assert owed.missing_at_dispatch


def test_two_servers_send_one_text(
    engine: Engine, confirmations: OrderConfirmations, outbox: Outbox, carrier: Carrier
) -> None:
    placed(engine, replace(NEW, email=None), by="sms")
    owed = confirmations._ordering.due_confirmations(at=NOW)[0]
    assert confirmations._ordering.claim(owed.id, at=NOW, seconds=60)
    confirmations.send_due()
    outbox.send_due()
    assert carrier.taken == []


def test_the_thread_sends_what_is_owed(engine: Engine, confirmations: OrderConfirmations) -> None:
    placed(engine)
    confirmations.worker.start()
    confirmations.worker.wake()
    confirmations.worker.stop()
    assert state(engine) == ("confirmed", "email")


@pytest.mark.parametrize(
    ("status", "fate"),
    [("waiting", "waiting"), ("queued", "waiting"), ("sent", "taken"), ("failed", "lost"), (None, "lost")],
)
def test_only_a_text_the_carrier_has_counts_as_sent(status: str | None, fate: str) -> None:
    assert fate_of(status) == fate
