"""The gate: cues and classifier together, and what each flag says of itself."""

from typing import Any

import numpy as np
import pytest

from bot.understanding.delicate.cues import Cues
from bot.understanding.delicate.flags import CODES
from bot.understanding.delicate.gate import Gate
from bot.understanding.delicate.limits import Limits

LIMITS = {code: Limits(0.2, 0.5, -0.4) for code in CODES}
CRISIS = {"clear": ["nicht mehr leben"], "acute": ["tabletten genommen"]}
CUES = {"de": {"classes": {}, "cues": {"crisis": CRISIS}}}


class Opinions:
    """Stands in for the classifier: margins by a word in the text, everything else far below."""

    def __init__(self, level: str = "clear", **margins: dict[str, float]) -> None:
        self._margins = margins
        self._level = level

    def margins(self, texts: list[str], language: str) -> Any:
        rows = np.full((len(texts), len(CODES)), -1.0)
        for at, text in enumerate(texts):
            for word, flags in self._margins.items():
                for code, margin in flags.items():
                    if word in text:
                        rows[at, CODES.index(code)] = margin
        return rows

    def level(self, text: str, language: str, code: str) -> str:
        return self._level


def gate(model: Opinions | None = None) -> Gate:
    opinions: Any = model
    return Gate(Cues.of(CUES), opinions, LIMITS)


def test_nothing_is_seen_in_everyday_words() -> None:
    assert gate(Opinions())("Wo ist mein Paket?", "de") == ()
    assert gate(Opinions())("", "de") == ()


def test_what_the_classifier_is_sure_of_counts_as_said() -> None:
    (flag,) = gate(Opinions("acute", Trauer={"bereavement": 0.8}))("Trauer im Haus", "de")
    assert (flag.code, flag.level, flag.seen_by, flag.quote) == (
        "bereavement",
        "acute",
        "model",
        "Trauer im Haus",
    )


def test_what_it_only_suspects_is_a_hint() -> None:
    (flag,) = gate(Opinions("acute", Trauer={"bereavement": 0.3}))("Trauer", "de")
    assert flag.level == "hint"


def test_below_its_limit_it_sees_nothing() -> None:
    assert gate(Opinions(Trauer={"bereavement": 0.1}))("Trauer", "de") == ()


def test_a_cue_counts_without_the_classifier_and_before_the_first_training() -> None:
    text = "Ich will nicht mehr leben"
    for given in (gate(), gate(Opinions(leben={"crisis": -0.3}))):
        (flag,) = given(text, "de")
        assert (flag.code, flag.level, flag.seen_by) == ("crisis", "clear", "cue")
        assert flag.quote == "nicht mehr leben"


def test_a_cue_is_overruled_where_the_classifier_is_sure_of_the_contrary() -> None:
    assert gate(Opinions(leben={"crisis": -0.9}))("In Köln nicht mehr leben", "de") == ()


def test_seen_by_both_with_the_higher_level() -> None:
    model = Opinions("clear", Tabletten={"crisis": 0.9})
    (flag,) = gate(model)("Ich habe Tabletten genommen", "de")
    assert (flag.seen_by, flag.level) == ("both", "acute")


def test_several_situations_the_most_urgent_first() -> None:
    model = Opinions(tot={"bereavement": 0.9}, Rate={"hardship": 0.8})
    flags = gate(model)("Er ist tot. Die Rate kann ich nicht zahlen.", "de")
    assert [flag.code for flag in flags] == ["bereavement", "hardship"]


def test_a_faint_echo_beside_a_plain_situation_is_left_out() -> None:
    model = Opinions(tot={"bereavement": 1.0, "illness": 0.3})
    assert [flag.code for flag in gate(model)("Er ist tot", "de")] == ["bereavement"]


@pytest.mark.parametrize("words", [20, 60])
def test_a_clause_in_a_long_story_is_found_and_quoted(words: int) -> None:
    class Near(Opinions):
        def margins(self, texts: list[str], language: str) -> Any:
            # The more other words, the fainter: as with any bag of words.
            rows = super().margins(texts, language)
            return np.where(rows > 0, rows - np.array([[len(text.split()) / 20] for text in texts]), rows)

    story = " ".join(["und"] * words + ["tot"] + ["dann"] * words)
    (flag,) = gate(Near(tot={"bereavement": 1.5}))(story, "de")
    assert "tot" in flag.quote
    assert len(flag.quote.split()) <= 15
