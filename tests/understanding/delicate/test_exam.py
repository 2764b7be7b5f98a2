"""The gate's marks: found, noticed, and raised for nothing."""

from bot.understanding.delicate.exam import marked, recall_by_flag
from bot.understanding.delicate.examples import Example
from bot.understanding.delicate.flags import Flag
from tests.builders import flag


def example(text: str, language: str = "de", **flags: str) -> Example:
    return Example(text, language, "crisis", flags)


def look(text: str, language: str) -> tuple[Flag, ...]:
    return tuple(flag(code) for code in text.split() if code in ("crisis", "anger"))


def test_found_noticed_missed_and_raised() -> None:
    exam = [
        example("crisis", crisis="clear"),
        example("anger", crisis="acute"),
        example("nothing", crisis="clear"),
        example("anger alike"),
        example("alike"),
        example("anger hint", crisis="hint"),
    ]
    row = marked(look, exam)["crisis", "de"]
    assert (row.said, row.found, row.noticed) == (3, 1, 2)
    assert (row.hinted, row.hints_found) == (1, 1)
    assert (row.alike, row.alarms, row.alarm_rate) == (2, 1, 0.5)
    assert row.misses == ["anger", "nothing"]
    assert row.false_alarms == ["anger alike (anger)"]


def test_recall_is_judged_over_both_languages() -> None:
    exam = [example("crisis", "de", crisis="clear"), example("nothing", "en", crisis="clear")]
    assert recall_by_flag(marked(look, exam))["crisis"] == 0.5


def test_what_is_not_asked_cannot_fall() -> None:
    assert recall_by_flag(marked(look, []))["anger"] == 1.0
