"""The tables say what the readers rely on, in both languages."""

from pathlib import Path
from typing import Any

import pytest

from bot.understanding.spoken import tables as tables_module
from bot.understanding.spoken.hearing import Hearing
from bot.understanding.spoken.letters import letters_at
from bot.understanding.spoken.tables import table
from tests.understanding.spoken.hearing_aids import TODAY

FOLDER = Path(tables_module.__file__).parent / "tables"
TOPICS = sorted({path.name.split(".")[0] for path in FOLDER.glob("*.de.yml")})
ALPHABETS = {
    "DIN 5009, 2022": "Aachen Berlin Chemnitz Düsseldorf Essen Frankfurt Goslar Hamburg Ingelheim Jena Köln "
    "Leipzig "
    "München Nürnberg Offenbach Potsdam Quickborn Rostock Salzwedel Tübingen Unna Völklingen "
    "Wuppertal Xanten "
    "Ypsilon Zwickau",
    "old German": "Anton Berta Cäsar Dora Emil Friedrich Gustav Heinrich Ida Julius Kaufmann Ludwig Martha "
    "Nordpol "
    "Otto Paula Quelle Richard Samuel Theodor Ulrich Viktor Wilhelm Xanthippe Ypsilon Zacharias",
    "Austrian": "David Felix Georg Konrad Leo Rosa Siegfried Cäsar Ida Otto Quelle Xaver Zürich",
    "Swiss": "Anna Berta Cäsar Daniel Emil Friedrich Gustav Heinrich Ida Jakob Kaiser Leopold Marie "
    "Niklaus Otto "
    "Peter Quasi Rosa Sophie Theodor Ulrich Viktor Wilhelm Xaver Yverdon Zürich",
    "ICAO": "Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November "
    "Oscar Papa "
    "Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu",
}


def leaves(part: Any) -> list[Any]:
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else None
    return [part] if inner is None else [leaf for value in inner for leaf in leaves(value)]


@pytest.mark.parametrize("topic", TOPICS)
def test_german_and_english_owe_each_other_every_part(topic: str) -> None:
    assert set(table(f"{topic}.de")) == set(table(f"{topic}.en"))


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.yml")))
def test_every_entry_is_text_or_a_number(name: str) -> None:
    # An unquoted null, true or false would become something else than the word.
    assert all(type(leaf) in (str, int) for leaf in leaves(table(name)))


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_every_word_of_an_alphabet_says_its_letter(alphabet: str) -> None:
    for word in ALPHABETS[alphabet].replace("X-ray", "Xray").split():
        found = letters_at(Hearing(word, "de", TODAY), 0)
        assert word[0].lower() in [letters.text for letters in found], word


@pytest.mark.parametrize(
    ("text", "letter"),
    [("Eszett", "ß"), ("Übermut", "ü"), ("Ökonom", "ö"), ("Doppel T", "tt"), ("groß W", "w"), ("Vau", "v")],
)
def test_special_letters(text: str, letter: str) -> None:
    assert letters_at(Hearing(text, "de", TODAY), 0)[0].text == letter


def test_the_word_after_as_in_decides_whatever_the_letter_sounded_like() -> None:
    assert letters_at(Hearing("B wie Dora", "de", TODAY), 0)[0].text == "d"
    assert letters_at(Hearing("P as in banana", "en", TODAY), 0)[0].text == "b"
