from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.clock import FixedClock
from bot.errors import ImportRejected, OrderNotFound, ProductNotFound
from bot.shop.importing import Imported, import_folder
from bot.shop.models import OrderStatus, ProductFlag, ReturnStatus
from bot.shop.sql_shop import SqlShop
from tests.shop.builders import BERLIN

FILES = {
    "products": "article_number;name_de;price;stock;flags;synonyms\n"
    "555001;Gießkanne Zink;29.90;7;bulky;Kanne|Wasserkanne\n",
    "customers": "customer_id;name;phones;email;street;postcode;city;country\n"
    'K1;"Ötztürk; Aylin";+4930 23125001|+49171 3920001;aylin@example.com;Gartenweg 1;01067;Dresden;DE\n',
    "orders": "order_number;customer_id;status;shipping;payment;paid;"
    "placed_at;shipped_at;delivered_at;invoice_number\n"
    "GA-000017;K1;delivered;4.95;paypal;ja;2026-11-16T09:30;2026-11-17T08:00;2026-11-19T12:00+01:00;RE-17\n"
    "GA-000018;K1;paid;0;paypal;1;2026-11-22T09:30;;;\n",
    "lines": "order_number;position;article_number;name_de;quantity;price;shipped\n"
    "GA-000017;1;555001;Gießkanne Zink;2;29.90;1\nGA-000018;1;555001;Gießkanne Zink;1;29.90;0\n",
    "returns": "return_number;order_number;status;announced_at;refund;articles\n"
    "R-1;GA-000017;announced;2026-11-20T10:00;59.80;555001\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A retailer's files, all of them right."""
    folder = tmp_path / "import"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def take_in(engine: Engine, folder: Path, clock: FixedClock) -> Imported:
    return import_folder(engine, folder, clock, BERLIN)


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.csv"
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def faults_of(engine: Engine, folder: Path, clock: FixedClock) -> list[str]:
    with pytest.raises(ImportRejected) as refusal:
        take_in(engine, folder, clock)
    return refusal.value.faults


def test_a_retailers_files_become_the_shop(empty: Engine, folder: Path, clock: FixedClock) -> None:
    assert take_in(empty, folder, clock) == Imported(products=1, customers=1, orders=2, lines=2, returns=1)
    shop = SqlShop(empty, BERLIN)
    order = shop.order("GA-000017")
    assert (order.status, order.total, order.paid) == (OrderStatus.DELIVERED, Decimal("64.75"), True)
    assert (order.postcode, order.customer_name) == ("01067", "Ötztürk; Aylin")
    assert order.delivered_at == datetime(2026, 11, 19, 12, 0, tzinfo=BERLIN)
    assert shop.customers_with_phone("+491713920001") == ("K1",)
    assert shop.find_products("Wasserkanne", "de")[0].product.flags == {ProductFlag.BULKY}
    (back,) = shop.returns_of("GA-000017")
    assert (back.status, back.refund_until) == (ReturnStatus.ANNOUNCED, date(2026, 12, 4))
    assert [event.what for event in shop.events_of("GA-000017")] == ["imported"]


def test_comma_separated_files_with_a_byte_order_mark_do_too(
    empty: Engine, folder: Path, clock: FixedClock
) -> None:
    for name, content in FILES.items():
        text = content.replace('"Ötztürk; Aylin"', "Aylin Öztürk").replace(";", ",")
        (folder / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    assert take_in(empty, folder, clock).orders == 2


def test_a_second_import_replaces_and_does_not_double(empty: Engine, folder: Path, clock: FixedClock) -> None:
    take_in(empty, folder, clock)
    change(folder, "lines", "GA-000017;1;555001;Gießkanne Zink;2", "GA-000017;1;555001;Gießkanne Zink;3")
    change(folder, "customers", "+4930 23125001|", "")
    take_in(empty, folder, clock)
    shop = SqlShop(empty, BERLIN)
    assert [line.quantity for line in shop.order("GA-000017").lines] == [3]
    assert shop.customers_with_phone("+493023125001") == ()


def test_new_orders_may_belong_to_customers_already_there(
    empty: Engine, folder: Path, clock: FixedClock
) -> None:
    take_in(empty, folder, clock)
    for name in ("products", "customers", "returns"):
        (folder / f"{name}.csv").unlink()
    assert take_in(empty, folder, clock).orders == 2


def test_an_order_cancelled_on_the_phone_stays_cancelled(
    empty: Engine, folder: Path, clock: FixedClock
) -> None:
    take_in(empty, folder, clock)
    shop = SqlShop(empty, BERLIN)
    shop.cancel("GA-000018", request_id="call-1", at=clock.now(), by="bot")
    take_in(empty, folder, clock)
    assert shop.order("GA-000018").status is OrderStatus.CANCELLED
    assert shop.order("GA-000018").cancelled_at == clock.now()


def test_every_fault_of_every_file_is_named_with_its_row(
    empty: Engine, folder: Path, clock: FixedClock
) -> None:
    change(folder, "products", "29.90;7", "29,90;-7")
    change(folder, "customers", "+4930 23125001", "030 23125001")
    change(folder, "customers", "aylin@example.com", "aylin")
    change(folder, "orders", "GA-000017;K1;delivered", "17;K2;lost")
    change(folder, "lines", "GA-000017;1", "GA-000099;0")
    change(folder, "returns", "2026-11-20T10:00", "gestern")
    found = "\n".join(faults_of(empty, folder, clock))
    for fault in (
        "products.csv row 2: price is not an amount like 64.70",
        "products.csv row 2: stock is not a whole number from 0 on",
        "customers.csv row 2: phones is not a number with country code",
        "customers.csv row 2: email is not an e-mail address",
        "orders.csv row 2: order_number is not two capital letters",
        "orders.csv row 2: customer_id is unknown",
        "orders.csv row 2: status is none of placed",
        "lines.csv row 2: order_number is unknown",
        "lines.csv row 2: position is not a whole number from 1 on",
        "returns.csv row 2: announced_at is not a moment like",
    ):
        assert fault in found


def test_one_fault_keeps_everything_out(empty: Engine, folder: Path, clock: FixedClock) -> None:
    change(folder, "lines", "GA-000018;1;555001;Gießkanne Zink;1", "GA-000018;1;555001;Gießkanne Zink;0")
    assert faults_of(empty, folder, clock) == ["lines.csv row 3: quantity is not a whole number from 1 on"]
    shop = SqlShop(empty, BERLIN)
    with pytest.raises(OrderNotFound):
        shop.order("GA-000017")
    with pytest.raises(ProductNotFound):
        shop.product("555001")


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        (
            "orders",
            "2026-11-17T08:00;",
            ";",
            "orders.csv row 2: shipped_at is empty, but the order is delivered",
        ),
        (
            "orders",
            "2026-11-16T09:30",
            "2026-11-18T09:30",
            "orders.csv row 2: placed_at, shipped_at, delivered_at are out",
        ),
        ("orders", "GA-000018", "GA-000017", "orders.csv row 3: order_number stood in row 2 already"),
        ("orders", ";payment", ";zahlung", "orders.csv: column payment is missing"),
        ("orders", ";payment", ";zahlung", "orders.csv: column zahlung is unknown"),
        ("lines", "GA-000018;1", "GA-000017;2", "orders.csv row 3: has no row in lines.csv"),
        ("customers", "01067", "1067", "customers.csv row 2: postcode is none of its country"),
        ("customers", "K1;", ";", "customers.csv row 2: customer_id is empty"),
        ("products", "29.90;7", "29.90", "products.csv row 2: has more or fewer cells than the header"),
    ],
)
def test_impossible_rows_are_refused(
    empty: Engine, folder: Path, clock: FixedClock, name: str, old: str, new: str, fault: str
) -> None:
    change(folder, name, old, new)
    assert any(found.startswith(fault) for found in faults_of(empty, folder, clock))


def test_a_folder_without_files_and_a_file_that_is_not_utf8(
    empty: Engine, folder: Path, clock: FixedClock
) -> None:
    (folder / "products.csv").write_bytes(b"article_number;name_de\n1;Gie\xdfkanne\n")
    assert "products.csv: is not UTF-8" in faults_of(empty, folder, clock)
    for path in folder.iterdir():
        path.unlink()
    assert faults_of(empty, folder, clock)[0].startswith("the folder holds none of: products.csv")


def test_faults_do_not_repeat_what_may_be_personal(empty: Engine, folder: Path, clock: FixedClock) -> None:
    change(folder, "customers", "aylin@example.com", "aylin.oeztuerk.example")
    assert "oeztuerk" not in "".join(faults_of(empty, folder, clock))


def test_a_new_contact_of_a_known_customer_gets_no_codes_for_some_days(
    empty: Engine, folder: Path, clock: FixedClock, now: datetime
) -> None:
    take_in(empty, folder, clock)
    codes = SqlShop(empty, BERLIN).codes
    assert [way.channel for way in codes.ways("K1", at=now).destinations] == ["sms", "email"]
    change(folder, "customers", "aylin@example.com", "jemand@example.org")
    take_in(empty, folder, clock)
    assert [way.channel for way in codes.ways("K1", at=now).destinations] == ["sms"]
