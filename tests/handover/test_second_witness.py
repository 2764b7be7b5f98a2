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
    assert witnessed([told], "das gerät ist irgendwie seltsam", "de") == (told,)


@pytest.mark.parametrize(
    ("text", "language"),
    [("ist mein toaster von dem produktrückruf betroffen", "de"), ("is my iron being recalled", "en")],
)
def test_a_question_about_a_recall_is_for_the_dialogue(text: str, language: str) -> None:
    assert witnessed([flag("safety_injury", "hint")], text, language) == ()


def test_a_recalled_device_that_smokes_is_not() -> None:
    (found,) = witnessed([flag("safety_injury", "hint")], "es raucht, ist es vom rückruf betroffen", "de")
    assert found.level == "clear"


@pytest.mark.parametrize("level", ["request", "clear", "acute"])
def test_what_was_said_plainly_stays_as_it_is(level: str) -> None:
    told = flag("safety_injury", level)
    assert witnessed([told], "es riecht verschmort", "de") == (told,)


def test_other_situations_have_no_second_witness() -> None:
    told = flag("illness", "hint")
    assert witnessed([told], "es riecht verschmort und mir ist schlecht", "de") == (told,)
