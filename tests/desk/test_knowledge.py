"""What the house knows is found by the words people use for it, with its source, in both languages."""

import pytest

from bot.desk.knowledge.of_guide import of_guide
from bot.desk.knowledge.of_policies import hours_text, of_policies
from bot.desk.knowledge.search import Library, asked_for
from bot.desk.knowledge.statement import LANGUAGES, Statement, in_both, joined
from bot.phrases.interface import words
from bot.shop.claims.policy import load_claim_policy
from bot.shop.knowledge import load_knowledge
from bot.shop.pickups.terms import load_pickup_terms

KETTLE = {"de": "Wasserkocher Aqua", "en": "Aqua kettle"}


@pytest.fixture(scope="module")
def statements() -> list[Statement]:
    known = load_knowledge()
    names = {"481238": KETTLE}
    policies = of_policies(known, load_claim_policy(), load_pickup_terms())
    return [*policies, *of_guide(known.guide, names.get)]


@pytest.fixture(scope="module")
def library(statements: list[Statement]) -> Library:
    return Library(statements)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Widerruf", "RETURNS-WITHDRAWAL"),
        ("Versandkosten Österreich", "DELIVERY-AT"),
        ("delivery to Austria", "DELIVERY-AT"),
        ("Wasserkocher tropft", "TROUBLE-KETTLE-DRIPS"),
        ("kettle drips", "TROUBLE-KETTLE-DRIPS"),
        ("Filiale Köln", "STORE-KOELN"),
        ("store Cologne", "STORE-KOELN"),
        ("Mahnung", "BILLING-CHECK"),
        ("Gutschein kombinieren", "VOUCHER-COMBINE"),
        ("Klarna", "PAY-KLARNA"),
        ("RECALL-2026-05", "RECALL-2026-05"),
        ("Bewerbung", "CONTACT-JOBS"),
        ("Nachforschung", "CLAIMS-TRACE"),
        ("Abholung", "PICKUP-TERMS"),
        ("express", "DELIVERY-EXPRESS"),
    ],
)
def test_the_best_answer_comes_first(library: Library, query: str, first: str) -> None:
    assert library.find(query)[0].id == first


@pytest.mark.parametrize("query", ["Wasserkoxher", "Wasserkochers", "WASSERKOCHER!", "der Wasserkocher und"])
def test_a_slip_an_ending_or_a_filler_does_no_harm(library: Library, query: str) -> None:
    assert "Wasserkocher" in library.find(query)[0].title["de"]


@pytest.mark.parametrize("query", ["", "   ", "Elefantenfutter", "???"])
def test_what_nobody_wrote_down_is_not_found(library: Library, query: str) -> None:
    assert library.find(query) == []


def test_all_words_found_count_more_than_one_found_often(library: Library) -> None:
    found = library.find("Rücksendung Schweiz Kosten")
    assert found[0].id in ("RETURNS-CH", "DELIVERY-CH")


def test_alike_answers_keep_the_order_of_the_file(library: Library) -> None:
    found = [one.id for one in library.find("Versandkosten Lieferzeit")]
    assert found.index("DELIVERY-DE") < found.index("DELIVERY-AT") < found.index("DELIVERY-CH")


def test_every_statement_has_title_text_and_source_in_both_languages(statements: list[Statement]) -> None:
    assert len(statements) > 300
    for one in statements:
        assert one.source
        assert one.id
        for language in LANGUAGES:
            assert one.title[language].strip(), one.id
            assert one.text[language].strip(), one.id
            assert "{" not in one.title[language] + one.text[language], one.id


def test_every_statement_can_be_told_from_the_others(statements: list[Statement]) -> None:
    ids = [one.id for one in statements]
    assert {one for one in ids if ids.count(one) > 1} == set()


def test_an_article_is_named_where_its_name_is_known(library: Library) -> None:
    assert KETTLE["de"] in library.find("Wasserkocher tropft")[0].title["de"]


def test_an_article_without_a_name_keeps_its_number(library: Library) -> None:
    assert "487117" in library.find("RECALL-2026-05")[0].title["de"]


def test_what_people_call_it_is_searched_and_not_shown(library: Library) -> None:
    (found, *_) = library.find("abstottern")
    assert found.id == "PAY-INSTALMENTS"
    assert "abstotter" not in found.text["de"] + found.title["de"]


def test_money_is_written_as_each_language_writes_it(library: Library) -> None:
    text = library.find("DELIVERY-DE")[0].text
    assert "4,95\xa0€" in text["de"]
    assert "€4.95" in text["en"]


def test_opening_hours_are_told_day_by_day() -> None:
    text = hours_text(load_knowledge().stores[0].hours)
    assert text["de"].startswith("Mo 10:00–19:00.")
    assert "Sun" not in text["en"]


def test_what_says_nothing_leaves_no_gap() -> None:
    assert joined({"de": "a", "en": "b"}, {}, {"de": "c", "en": "d"}) == {"de": "a c", "en": "b d"}
    assert in_both("knowledge.titles.store", city="Wien")["en"] == "Store Wien"


def test_only_fillers_are_asked_for_when_there_is_nothing_else() -> None:
    assert asked_for("ich möchte wissen") != []
    assert asked_for("und der") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_looked_up_by_itself_finds_something(library: Library, language: str) -> None:
    asked = words(language)["knowledge"]["ask"]
    assert [wish for wish, query in asked.items() if not library.find(query)] == []
