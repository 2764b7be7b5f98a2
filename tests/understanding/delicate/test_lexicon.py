"""Classes of words: a word nobody used in a training sentence still counts."""

from pathlib import Path

import pytest

from bot.nlu.spoken_words import normalized
from bot.understanding.delicate.lexicon import Lexicon, features

GERMAN = """
kin: [schwipp*, oma, "*mutter", "*schwester*"]
death: [entschlafen, "von uns gegangen", "nimmt _ leben"]
"""


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    (tmp_path / "lexicon.de.yml").write_text(GERMAN, "utf-8")
    (tmp_path / "lexicon.en.yml").write_text("death: [died]\n", "utf-8")
    return Lexicon.read(tmp_path)


def names(lexicon: Lexicon, text: str, language: str = "de") -> list[str]:
    return [name for _, name in lexicon.classes(normalized(text), language)]


@pytest.mark.parametrize("word", ["Oma", "Schwippschwager", "Schwiegermutter", "Halbschwestern"])
def test_words_endings_beginnings_and_compounds(lexicon: Lexicon, word: str) -> None:
    assert names(lexicon, word) == ["kin"]


def test_a_phrase_and_a_phrase_with_words_in_between(lexicon: Lexicon) -> None:
    assert names(lexicon, "sie ist von uns gegangen") == ["death"]
    assert names(lexicon, "er nimmt sich das leben") == ["death"]
    assert names(lexicon, "er nimmt sich jeden Tag mehr Zeit fürs leben") == []


def test_languages_do_not_mix(lexicon: Lexicon) -> None:
    assert names(lexicon, "he died", "de") == []
    assert names(lexicon, "he died", "en") == ["death"]


def test_classes_near_each_other_are_seen_as_a_pair_in_their_order(lexicon: Lexicon) -> None:
    found = lexicon.classes(normalized("meine Oma ist gestern entschlafen"), "de")
    assert features(found) == ["c:kin", "c:death", "c:kin>death"]


def test_classes_far_apart_are_no_pair(lexicon: Lexicon) -> None:
    text = "oma und dann noch sehr viele andere worte bis zum ende entschlafen"
    assert features(lexicon.classes(text, "de")) == ["c:kin", "c:death"]
