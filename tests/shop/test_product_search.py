import pytest

from bot.shop.demo.files import read
from bot.shop.product_search import ProductIndex, entry

RANGE = read("products")
INDEX = ProductIndex(
    entry(item["article"], language, [item[language], *item["synonyms"]])
    for item in RANGE
    for language in ("de", "en")
)
LARGE = ProductIndex(entry(f"{at:06d}", "de", [f"Tasse Modell {at}"]) for at in range(5000))


def best(text: str, language: str = "de") -> str | None:
    found = INDEX.search(text, language, 1)
    return found[0][0] if found else None


@pytest.mark.parametrize(
    ("said", "language", "article"),
    [
        ("Haben Sie die Thermoskanne noch auf Lager?", "de", "481207"),
        ("die Termoskanne", "de", "481207"),
        ("Isolierkanne", "de", "481207"),
        ("do you have the vacuum flask", "en", "481207"),
        ("is the wool blanket available", "en", "484165"),
        ("Kaffee Mühle", "de", "481245"),
        ("Kuscheldecke", "de", "484165"),
        ("the hoover", "en", "487100"),
        ("Bettlaken", "de", "484110"),
        # An English caller with the German word and the other way round.
        ("is the Thermoskanne in stock", "en", "481207"),
        ("habt ihr den humidifier", "de", "487124"),
    ],
)
def test_the_article_meant_is_found(said: str, language: str, article: str) -> None:
    assert best(said, language) == article


@pytest.mark.parametrize(
    ("said", "language", "article"),
    [
        ("wie krieg ich die kalkränder vom wasserkocher weg", "de", "481238"),
        ("geht die auflaufform in die mikrowelle", "de", "482150"),
        ("kann der teppich draußen liegen auch wenns regnet", "de", "485126"),
        ("meine zahnbürste lädt nicht mehr", "de", "487131"),
        ("im radio kam was von wasserkochern die brennen ist meiner dabei", "de", "481238"),
        ("hobts de thermoskanne no lagernd", "de", "481207"),
        ("soll man die gusspfanne mit spüli abwaschen oder nicht", "de", "482105"),
        ("is my toaster recalled", "en", "481269"),
        ("my table lamp flickers all the time", "en", "485157"),
        ("how do I wash the down duvet", "en", "484127"),
        ("is the knife set dishwasher safe", "en", "482181"),
    ],
)
def test_an_article_is_found_in_the_middle_of_a_sentence(said: str, language: str, article: str) -> None:
    assert best(said, language) == article


def test_what_sets_two_apart_decides() -> None:
    by_name = INDEX.search("darf die beschichtete pfanne in den geschirrspüler", "de", 3)
    by_size = INDEX.search("die pfanne mit 28 zentimetern", "de", 3)
    assert (by_name[0][0], by_size[0][0]) == ("482112", "482105")
    assert by_name[0][1] - by_name[1][1] > 0.12


def test_a_compound_said_whole_outdoes_its_parts() -> None:
    found = INDEX.search("the table lamp", "en", 5)
    assert found[0][0] == "485157"
    assert found[0][1] - found[1][1] > 0.12


def test_a_blue_handle_brings_no_blue_mug() -> None:
    mugs = ProductIndex(
        [entry("1", "de", ["Henkelbecher Fjord blau"]), entry("2", "de", ["Bratpfanne Eisen"])]
    )
    assert mugs.search("darf die bratpfanne mit dem griff in blau in den ofen", "de", 3)[0][0] == "2"
    assert len(mugs.search("haben sie das in blau", "de", 3)) == 0


@pytest.mark.parametrize("said", ["481207", "48 12 07", "Artikel 481 207 bitte", "item number 4 8 1 2 0 7"])
def test_an_article_number_is_certain_in_any_grouping(said: str) -> None:
    assert INDEX.search(said, "de", 3) == [("481207", 1.0)]


@pytest.mark.parametrize(
    "said",
    ["", "ja", "haben Sie das noch da", "Fahrrad", "rote Socken", "999999", "Kühlschrank", "Handy", "Hammer"],
)
def test_what_is_not_in_the_range_is_not_found(said: str) -> None:
    assert INDEX.search(said, "de", 3) == []


def test_any_device_is_not_the_one_that_is_also_called_one() -> None:
    mixers = ProductIndex([entry("1", "de", ["Küchenmaschine Rühr", "Rührgerät"])])
    assert mixers.search("das Gerät startet nicht", "de", 3) == []
    assert mixers.search("das Rührgerät startet nicht", "de", 3)[0][0] == "1"


def test_a_word_that_fits_two_articles_brings_both() -> None:
    found = INDEX.search("Bratpfanne", "de", 3)
    assert {number for number, _ in found} == {"482105", "482112"}
    assert found[0][1] == found[1][1]


def test_every_german_and_english_name_finds_its_own_article_first() -> None:
    for item in RANGE:
        for language in ("de", "en"):
            assert best(item[language], language) == item["article"]


def test_at_most_as_many_as_wanted() -> None:
    assert len(LARGE.search("Tasse Modell 17", "de", 3)) == 3
    assert LARGE.search("Tasse Modell 17", "de", 3)[0][0] == "000017"
