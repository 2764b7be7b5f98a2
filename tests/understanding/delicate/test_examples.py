"""Reading the sentences the gate learns from."""

from functools import cache
from pathlib import Path

import pytest

from bot.errors import TuningInvalid
from bot.understanding.delicate.examples import Example, read_examples
from bot.understanding.delicate.flags import CODES

ROOT = Path(__file__).resolve().parents[3]
LEAST = 60


def folder_with(tmp_path: Path, crisis: str) -> Path:
    for code in CODES:
        (tmp_path / f"{code}.yml").write_text("de:\n  not: |\n    - Guten Tag\n", "utf-8")
    (tmp_path / "crisis.yml").write_text(crisis, "utf-8")
    return tmp_path


def test_a_sentence_carries_its_files_flag_and_those_named(tmp_path: Path) -> None:
    lines = "de:\n  acute: |\n    - ich habe Tabletten genommen [+illness]\n  not: |\n    - lach mich tot\n"
    first, alike = read_examples(folder_with(tmp_path, lines))[:2]
    assert (first.text, first.flags) == (
        "ich habe Tabletten genommen",
        {"crisis": "acute", "illness": "clear"},
    )
    assert (alike.about, alike.flags) == ("crisis", {})


def test_a_look_alike_of_one_may_carry_another(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "en:\n  not: |\n    - I have cancer [+illness]\n")
    assert read_examples(folder)[0].flags == {"illness": "clear"}


@pytest.mark.parametrize("wrong", ["de:\n  loud: |\n    - x\n", "de:\n  clear: |\n    - x [+boredom]\n"])
def test_unknown_kinds_and_flags_are_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(TuningInvalid):
        read_examples(folder_with(tmp_path, wrong))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TuningInvalid, match=r"crisis\.yml"):
        read_examples(tmp_path)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_situation_is_taught_by_many_sentences_of_both_kinds(code: str, language: str) -> None:
    own = [e for e in _taught() if e.about == code and e.language == language]
    assert sum(code in e.flags for e in own) >= LEAST
    assert sum(not e.flags for e in own) >= LEAST


def test_no_sentence_of_the_exam_is_taught() -> None:
    taught = {(e.text.lower(), e.language) for e in _taught()}
    exam = read_examples(ROOT / "data" / "delicate" / "exam")
    assert [e.text for e in exam if (e.text.lower(), e.language) in taught] == []


@cache
def _taught() -> tuple[Example, ...]:
    return tuple(read_examples(ROOT / "data" / "delicate"))
