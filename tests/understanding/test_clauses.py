"""A sentence is cut where a second wish may begin, and nowhere else."""

import re

import pytest

from bot.understanding.clauses import clauses


@pytest.mark.parametrize(
    "text",
    [
        "wo sind meine Teller und Tassen",
        "Teller und Tassen",
        "das Gefäß ist undicht geworden",
        "ja und",
        "ich habe den Code vergessen und schon bezahlt",
        "wo ist mein Paket",
        "",
    ],
)
def test_what_belongs_together_stays_together(text: str) -> None:
    assert clauses(text, "de") in ([text], [])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("wo ist mein Paket und was kostet der Versand", ["wo ist mein Paket", "und was kostet der Versand"]),
        (
            "wo ist mein Paket, außerdem brauche ich die Rechnung",
            ["wo ist mein Paket", "außerdem brauche ich die Rechnung"],
        ),
        (
            "Wo ist mein Paket? Ich brauche auch die Rechnung.",
            ["Wo ist mein Paket", "Ich brauche auch die Rechnung"],
        ),
        (
            "ich will stornieren dann noch eine Rechnung haben",
            ["ich will stornieren", "dann noch eine Rechnung haben"],
        ),
    ],
)
def test_two_wishes_are_cut_apart(text: str, parts: list[str]) -> None:
    assert clauses(text, "de") == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "where is my parcel and what does delivery cost",
            ["where is my parcel", "and what does delivery cost"],
        ),
        ("my new android phone case is broken", ["my new android phone case is broken"]),
        ("where are my plates and cups", ["where are my plates and cups"]),
    ],
)
def test_english(text: str, parts: list[str]) -> None:
    assert clauses(text, "en") == parts


def test_no_word_is_lost() -> None:
    text = "ich will stornieren und dann noch eine Rechnung und wann habt ihr auf, ach und wo ist mein Paket"
    assert re.findall(r"\w+", " ".join(clauses(text, "de"))) == re.findall(r"\w+", text)


@pytest.mark.parametrize("text", ["und " * 300, ". " * 500, "und wo " * 200])
def test_endless_sentences_are_cut_in_no_time(text: str) -> None:
    assert all(len(part.split()) >= 3 for part in clauses(text, "de")[:-1])
