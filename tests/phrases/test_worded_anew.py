"""Whoever rewrites a file of phrases by hand cannot make a turn stumble: the last good wording goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.current import look_again, use_root
from bot.phrases.catalogue import Phrases, current_entries

BEFORE = """\
hello: {voice: "Hello {name}", sms: "Hi {name}"}
bye: "Goodbye"
digits: [zero, one]
wishes: {a: "this", b: "that"}
"""


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "bot/phrases/en.yml"
    place.parent.mkdir(parents=True)
    place.write_text(BEFORE)
    use_root(tmp_path)
    assert said() == "Hello Ann"
    yield place
    use_root(None)


def said() -> str:
    return Phrases().say("hello", "en", "voice", name="Ann")


def test_new_words_are_said(file: Path) -> None:
    file.write_text(BEFORE.replace("Hello {name}", "Good day {name}"))
    look_again()
    assert said() == "Good day Ann"
    assert current_entries("en").fault() is None


def test_an_intent_that_was_removed_takes_its_name_along(file: Path) -> None:
    file.write_text(BEFORE.replace(', b: "that"', ""))
    look_again()
    assert Phrases().wish("b", "en") is None
    assert current_entries("en").fault() is None


def test_a_value_may_be_left_unsaid(file: Path) -> None:
    file.write_text(BEFORE.replace("Hello {name}", "Good day"))
    look_again()
    assert said() == "Good day"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('bye: "Goodbye"', ""),
        ("Hello {name}", "Hello {nmae}"),
        ("Hello {name}", "Hello {"),
        ('bye: "Goodbye"', "bye: 3"),
        ('bye: "Goodbye"', "bye: [Goodbye]"),
        ("[zero, one]", "[zero]"),
        ('voice: "Hello {name}", ', ""),
        (BEFORE, ""),
        (BEFORE, "- a list"),
        ("hello:", "hello: ["),
    ],
)
def test_what_would_make_a_turn_stumble_is_not_used(file: Path, old: str, new: str) -> None:
    file.write_text(BEFORE.replace(old, new))
    look_again()
    assert said() == "Hello Ann"
    assert Phrases().say("bye", "en", "sms") == "Goodbye"
    assert current_entries("en").fault()
