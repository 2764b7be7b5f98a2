import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from bot.errors import SettingsInvalid
from bot.shop.knowledge import FOLDER, load_knowledge, read_knowledge
from bot.shop.models import PaymentMethod, ProductFlag
from bot.shop.withdrawal import EXCEPTED, PERIOD

KNOWLEDGE = load_knowledge()


@pytest.mark.parametrize(
    ("country", "goods", "bulky", "cost"),
    [
        ("DE", "59.99", False, "4.95"),
        ("DE", "60.00", False, "0"),
        ("DE", "899.00", True, "39.00"),
        ("AT", "20.00", False, "7.95"),
        ("CH", "500.00", False, "14.90"),
    ],
)
def test_delivery_costs_depend_on_country_value_and_size(
    country: str, goods: str, bulky: bool, cost: str
) -> None:
    assert KNOWLEDGE.delivery.countries[country].cost_for(Decimal(goods), bulky) == Decimal(cost)


def test_where_bulky_goods_do_not_go_there_is_no_price_for_them() -> None:
    assert KNOWLEDGE.delivery.countries["FR"].cost_for(Decimal(900), bulky=True) is None


def test_every_text_exists_in_both_languages() -> None:
    delivery, returns = KNOWLEDGE.delivery, KNOWLEDGE.returns
    texts = [delivery.dispatch, delivery.bulky, returns.label, returns.bulky, KNOWLEDGE.payment.refund]
    texts += [terms.name for terms in delivery.countries.values()]
    texts += [*returns.exceptions.values(), *(option.name for option in KNOWLEDGE.payment.options)]
    assert all(text["de"] and text["en"] for text in texts)


def test_the_policy_says_the_same_as_the_law_it_rests_on() -> None:
    assert KNOWLEDGE.returns.withdrawal_days == KNOWLEDGE.returns.refund_days == PERIOD.days
    assert set(KNOWLEDGE.returns.exceptions) == EXCEPTED
    assert ProductFlag.BULKY not in KNOWLEDGE.returns.exceptions


def test_every_way_to_pay_an_order_is_explained() -> None:
    assert {option.id for option in KNOWLEDGE.payment.options} == set(PaymentMethod)


def test_sending_back_costs_what_the_country_says() -> None:
    assert KNOWLEDGE.returns.cost_from("DE") == 0
    assert KNOWLEDGE.returns.cost_from("CH") == Decimal("9.90")
    assert KNOWLEDGE.returns.cost_from("FR") == KNOWLEDGE.returns.other_countries_cost


def test_there_are_stores_in_germany_and_austria() -> None:
    assert {store.country for store in KNOWLEDGE.stores} == {"DE", "AT"}
    assert len({store.id for store in KNOWLEDGE.stores}) == len(KNOWLEDGE.stores)


def test_every_file_names_its_source() -> None:
    sources = [
        KNOWLEDGE.delivery.source,
        KNOWLEDGE.returns.source,
        KNOWLEDGE.payment.source,
        KNOWLEDGE.stores_source,
    ]
    assert all(sources)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("hours.yml", '"09:00-14:00"', '"14:00-09:00"'),
        ("delivery.yml", '"4.95"', '"gratis"'),
        ("returns.yml", "flag: perishable", "flag: tasty"),
        ("stores.yml", "source:", "quelle:"),
        ("payment.yml", "methods:", "methods"),
        ("care.yml", "    dishwasher: {de", "    spaceship: {de"),
        (
            "troubleshooting.yml",
            "id: TROUBLE-KETTLE-DEAD\n",
            "id: TROUBLE-KETTLE-DEAD\n        says: [tot]\n",
        ),
        ("advice.yml", "health:", "gesundheit:"),
        ("recalls.yml", 'batches: ["2408", "2431"]', 'batches: ["2408"]'),
        ("contacts.yml", "email: engagement@wertmanager.example", "fax: keines"),
        ("vouchers.yml", "correction:", "kulanz:"),
        ("articles.yml", "unknown:", "unbekannt:"),
    ],
)
def test_a_slip_in_a_file_is_named_with_the_file(tmp_path: Path, file: str, old: str, new: str) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(FOLDER, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsInvalid, match=file):
        read_knowledge(folder)
