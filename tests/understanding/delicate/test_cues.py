"""Cues: phrases a person can read, found in the words, held back by their guards."""

from typing import Any

import pytest

from bot.errors import TuningInvalid
from bot.understanding.delicate.cues import Cues

CLASSES = {"kin": ["mann", "frau", "oma"]}


def cues(language: str = "de", flag: str = "bereavement", **block: Any) -> Cues:
    return Cues.of({language: {"classes": CLASSES, "cues": {flag: block}}})


def heard(given: Cues, text: str, language: str = "de") -> list[str]:
    return [found.code for found in given.found(text, language)]


def test_a_phrase_is_heard_wherever_it_stands() -> None:
    assert heard(cues(clear=["ist verstorben"]), "Hallo, mein Mann ist verstorben und …") == ["bereavement"]


def test_a_phrase_is_words_and_not_letters() -> None:
    assert heard(cues(clear=["tot"]), "das ist total egal") == []


def test_a_star_stands_for_any_ending_or_beginning() -> None:
    assert heard(cues(clear=["verst*"]), "er ist verstorben") == ["bereavement"]
    assert heard(cues(clear=["*fall"]), "ein Todesfall") == ["bereavement"]


def test_one_of_several_words_and_a_class() -> None:
    given = cues(clear=["{kin} (starb|ist gestorben)"])
    assert heard(given, "meine Oma ist gestorben") == ["bereavement"]
    assert heard(given, "mein Handy ist gestorben") == []


def test_a_class_may_be_one_of_several() -> None:
    given = cues(clear=["(mein hund|{kin}) ist gestorben"])
    assert heard(given, "meine Oma ist gestorben") == heard(given, "mein Hund ist gestorben") != []


def test_a_word_that_is_taken_for_a_hesitation_does_not_have_to_be_heard() -> None:
    assert heard(cues(flag="crisis", clear=["bring mich um"]), "ich bring mich um") == ["crisis"]


def test_a_gap_is_at_most_so_many_words() -> None:
    given = cues(clear=["{kin} ..2 gestorben"])
    assert heard(given, "meine Oma ist gestern gestorben") == ["bereavement"]
    assert heard(given, "meine Oma hat mir erzählt dass er gestorben ist") == []


def test_a_guard_of_the_flag_holds_every_cue_back() -> None:
    given = cues(clear=["ist gestorben"], unless=["im film"])
    assert heard(given, "der Held ist gestorben, im Film") == []


def test_a_guard_of_one_cue_holds_back_only_that_one() -> None:
    given = cues(clear=[{"cue": "ist gestorben", "unless": ["akku"]}, "beerdigung"])
    assert heard(given, "der akku ist gestorben") == []
    assert heard(given, "akku und beerdigung") == ["bereavement"]


def test_the_highest_level_heard_counts_and_the_words_are_quoted_as_said() -> None:
    found = cues(flag="crisis", clear=["nicht mehr leben"], acute=["tabletten genommen"]).found(
        "Ich will nicht mehr leben, ich habe Tabletten genommen", "de"
    )
    assert [(one.level, one.words) for one in found] == [("acute", "Tabletten genommen")]


def test_umlauts_and_capitals_do_not_matter() -> None:
    assert heard(cues(clear=["getötet"]), "GETOETET hat er ihn") == ["bereavement"]


def test_a_cue_of_one_language_is_not_heard_in_the_other() -> None:
    assert heard(cues(language="en", clear=["die"]), "die Rechnung", "de") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"boredom": {"clear": ["x"]}},
        {"crisis": {"loud": ["x"]}},
        {"crisis": {"clear": ["{nobody}"]}},
        {"crisis": {"clear": [{"unless": ["x"]}]}},
        {"crisis": {"clear": ["(a (b|c) d|e)"]}},
        {"crisis": {"clear": ["a|b c"]}},
    ],
)
def test_what_cannot_be_used_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(TuningInvalid):
        Cues.of({"de": {"classes": {}, "cues": wrong}})
