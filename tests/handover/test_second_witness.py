"""A hint that other words bear out is taken as said."""

import pytest

from bot.handover.second_witness import witnessed
from tests.builders import flag


@pytest.mark.parametrize(
    ("code", "text", "language"),
    [
        ("safety_injury", "der stabmixer riecht verschmort", "de"),
        ("safety_injury", "there is a burning smell", "en"),
        ("vulnerable", "ich bin zehn und will was fragen", "de"),
    ],
)
def test_what_is_told_apart_elsewhere_needs_no_question(code: str, text: str, language: str) -> None:
    (found,) = witnessed([flag(code, "hint")], text, language)
    assert (found.level, found.seen_by) == ("clear", "both")


def test_without_such_words_it_stays_a_hint() -> None:
    told = flag("safety_injury", "hint")
    assert witnessed([told], "ist mein toaster von dem produktrückruf betroffen", "de") == (told,)


@pytest.mark.parametrize("level", ["request", "clear", "acute"])
def test_what_was_said_plainly_stays_as_it_is(level: str) -> None:
    told = flag("safety_injury", level)
    assert witnessed([told], "es riecht verschmort", "de") == (told,)


def test_other_situations_have_no_second_witness() -> None:
    told = flag("illness", "hint")
    assert witnessed([told], "es riecht verschmort und mir ist schlecht", "de") == (told,)
