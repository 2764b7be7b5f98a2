import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.errors import ImportRejected
from bot.shop.commands import shop
from bot.shop.connection import open_shop
from bot.store.database import Base, make_engine


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A migrated database in DATA_DIR, a simulated Monday, and nothing of the carrier."""
    values = {"DATA_DIR": str(tmp_path), "HOTLINE_NOW": "2026-11-23T10:00", "DATABASE_URL": ""}
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    for name in (
        "TWILIO_ACCOUNT_SID",
        "TWILIO_AUTH_TOKEN",
        "HOTLINE_NUMBER",
        "HOTLINE_STARTED_AT",
        "TIMEZONE",
    ):
        monkeypatch.delenv(name, raising=False)
    engine = make_engine(f"sqlite:///{tmp_path}/hotline.db")
    Base.metadata.create_all(engine)
    engine.dispose()
    return values


def run(*words: str) -> Result:
    result = CliRunner().invoke(shop, words, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def test_seeding_says_how_many_and_seeds_once(environ: dict[str, str]) -> None:
    assert "394 demo orders." in run("seed").output
    assert "nothing was changed" in run("seed").output


def test_orders_as_json_carry_what_a_caller_would_need(environ: dict[str, str]) -> None:
    run("seed")
    orders = json.loads(run("orders", "--json").output)
    assert len(orders) == 394
    order = next(order for order in orders if order["order_number"] == "WM-104823")
    promised = """order_number status postcode city customer_name phone email items total
        placed_at shipped_at delivered_at"""
    assert set(promised.split()) <= set(order)
    assert order["placed_at"].startswith("2026-11-20T")
    assert order["delivered_at"] is None
    assert order["items"][0]["quantity"] >= 1


def test_orders_as_a_table_are_one_line_each(environ: dict[str, str]) -> None:
    run("seed")
    lines = run("orders", "--limit", "5").output.splitlines()
    assert len(lines) == 6
    assert lines[0].startswith("order")


def test_an_empty_shop_lists_nothing(environ: dict[str, str]) -> None:
    assert json.loads(run("orders", "--json").output) == []
    assert run("mail").output == "Nothing was sent yet.\n"


def test_what_was_sent_can_be_read(environ: dict[str, str]) -> None:
    run("seed")
    hotline = open_shop(environ)
    order = hotline.order("WM-104823")
    hotline.send_invoice_copy("WM-104823", request_id="call-1", at=order.placed_at)
    shown = run("mail").output
    assert f"email to {order.email}" in shown
    assert "RE-104823" in shown


def test_importing_says_what_came_in(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "products.csv").write_text("article_number,name_de,price,stock\n555001,Gießkanne,29.90,7\n")
    assert "1 products, 0 customers" in run("import", str(tmp_path)).output


def test_a_bad_import_is_refused_as_a_whole(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "products.csv").write_text("article_number,name_de,price,stock\n555001,Gießkanne,frei,7\n")
    with pytest.raises(ImportRejected, match="row 2: price"):
        CliRunner().invoke(shop, ["import", str(tmp_path)], catch_exceptions=False)
