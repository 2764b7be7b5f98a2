"""A contract opens with its link and with nothing else, and leaves no trace where it is read."""

from decimal import Decimal
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from bot.app import create_app
from bot.clock import FixedClock
from bot.errors import ShopUnavailable
from bot.shop.demo import seed_if_empty
from bot.shop.models import PaymentMethod
from bot.shop.ordering.models import Agreed, DraftLine, NewCustomer, OrderDraft, TermsRead
from bot.shop.sql_shop import SqlShop
from bot.wiring import Hotline
from tests.builders import NOW, hotline_on, settings
from tests.shop.builders import BERLIN


@pytest.fixture
def parts(sqlite: Engine, tmp_path: Path) -> Hotline:
    seed_if_empty(sqlite, FixedClock(NOW))
    return hotline_on(sqlite, tmp_path)


@pytest.fixture
def client(parts: Hotline) -> FlaskClient:
    parts.outbox.worker.start = lambda: None  # type: ignore[method-assign]
    return create_app(settings(), parts).test_client()


@pytest.fixture
def token(sqlite: Engine, parts: Hotline) -> str:
    assert parts.ordering
    ordering = SqlShop(sqlite, BERLIN).ordering
    agreed = Agreed("call-1", "voice", "de", TermsRead("ORDER-TEST", NOW))
    new = NewCustomer("Ada Yılmaz", "Lindenallee 12b", "20095", "Hamburg", "DE", "ada@example.org")
    lines = (DraftLine("481207", 1, Decimal("34.90")),)
    draft = OrderDraft(lines, Decimal("4.95"), PaymentMethod.PREPAYMENT, None, agreed, new=new)
    number = ordering.place(draft, request_id="one", at=NOW).order_number
    owed = ordering.confirmation_of(number)
    assert owed
    return ordering.link(owed.id, at=NOW)


def test_the_link_opens_the_pdf(client: FlaskClient, token: str) -> None:
    answer = client.get(f"/documents/{token}")
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("inline; filename=")
    assert client.get(f"/documents/{token}").data == answer.data


def test_it_is_kept_nowhere_and_found_by_nobody(client: FlaskClient, token: str) -> None:
    headers = client.get(f"/documents/{token}").headers
    assert "no-store" in headers["Cache-Control"]
    assert "noindex" in headers["X-Robots-Tag"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_the_link_is_long_enough_to_be_unguessable_and_says_nothing(token: str) -> None:
    assert len(token) >= 22
    assert not any(known in token for known in ("WM", "20095", "Ada"))


@pytest.mark.parametrize("path", ["x", "0" * 400, "%00", "..%2F..%2Fetc%2Fpasswd", "ä"])
def test_anything_else_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(f"/documents/{path}").status_code == 404


def test_the_secret_is_never_logged_when_the_shop_is_away(
    client: FlaskClient,
    parts: Hotline,
    token: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def away(_token: str) -> None:
        raise ShopUnavailable("gone")

    monkeypatch.setattr(parts.ordering, "contract", away)
    assert client.get(f"/documents/{token}").status_code == 503
    assert token not in "".join(capsys.readouterr())
