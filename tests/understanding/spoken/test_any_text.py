"""No text makes the readers fail, linger, or point outside the text."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.entities import leading_yes_no, read_choice, read_yes_no
from tests.understanding.spoken.hearing_aids import heard, patiently
from tests.understanding.spoken.renderers import languages

KINDS = [None, "order_number", "article_number", "postcode", "date", "time", "quantity", "amount", "email"]
KINDS += ["phone_number", "name", "yes_no", "something else"]
# Words every grammar here starts from, in orders nobody foresaw.
SPOKEN = (
    "W M WM eins zwo hundert tausend und doppel zweimal nein nicht sondern Moment am dritten 3 "
    "11 . , - / : 2026 "
    "Uhr halb viertel nach vor in acht Tagen Freitag nächste Woche KW Euro Komma at punkt gmx de plus 0151 "
    "Bestellnummer Artikel mein Name ist wie für Martha double one o'clock past of the third "
    "not no @ € ² ٣ ½ İ ß ﬁ"
)
words = st.sampled_from(list(dict.fromkeys(SPOKEN.split(" "))))
word_salad = st.lists(words, max_size=40).map(" ".join)


@patiently
@given(st.text(max_size=300) | word_salad, languages, st.sampled_from(KINDS))
def test_any_text_is_read_without_failing(text: str, language: str, expecting: str | None) -> None:
    for entity in heard(text, language, expecting):
        assert entity.heard == text[entity.start : entity.end]
        assert entity.value == entity.readings[0]
        assert len(set(entity.readings)) == len(entity.readings)


@patiently
@given(word_salad, languages, st.sampled_from(KINDS))
def test_no_two_values_overlap(text: str, language: str, expecting: str | None) -> None:
    found = heard(text, language, expecting)
    assert all(left.end <= right.start for left, right in pairwise(found))


@patiently
@given(st.text(max_size=200) | word_salad, languages)
def test_answers_and_choices_take_any_text(text: str, language: str) -> None:
    assert read_yes_no(text, language) in ("yes", "no", None)
    answer, rest = leading_yes_no(text, language)
    assert answer is not None or rest == text
    assert read_choice(text, language, 3) in (None, 0, 1, 2, 3)


@settings(max_examples=10, deadline=None)
@given(st.text(min_size=1, max_size=50) | word_salad, languages)
def test_ten_thousand_characters_are_read(text: str, language: str) -> None:
    heard((f"{text} " * 10_000)[:10_000], language)


@pytest.mark.parametrize("expecting", [None, "order_number", "phone_number"])
@pytest.mark.parametrize(
    "piece",
    ["1 ", "w m ", "5 und 20 ", "am 3.11. ", "1 nein ", "a at ", "a . ", "telefon 0 ", "eins", "in 8 tagen "],
)
def test_the_work_grows_with_the_text_not_with_its_square(piece: str, expecting: str | None) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = time.process_time()
        heard(text, "de", expecting)
        return time.process_time() - began

    seconds(400)
    # Ten times the text: a reader that compares every word with every other would need a hundred times.
    assert seconds(4_000) < 32 * max(seconds(400), 0.002)
