"""Whatever way a number or date is said, it is understood as what it is."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.understanding.spoken.hearing_aids import patiently, readings
from tests.understanding.spoken.renderers import (
    DATE_SPEAKERS,
    PREFIXES,
    SPEAKERS,
    Speaker,
    in_pairs,
    languages,
    order_digits,
)

postcodes = st.integers(1001, 99998).map(lambda number: f"{number:05d}")
# After a correction word a postcode of four digits may be meant: those two speakers are left out.
plain_speakers = st.sampled_from(SPEAKERS[:-2])


@patiently
@given(order_digits, st.sampled_from(SPEAKERS), languages, st.data())
def test_an_order_number_with_its_letters(
    digits: str, speaker: Speaker, language: str, data: st.DataObject
) -> None:
    prefix = data.draw(st.sampled_from(PREFIXES[language]))
    spoken = f"{prefix} {speaker(digits, language)}"
    assert readings(spoken, "order_number", language)[0] == f"WM-{digits}", spoken


@patiently
@given(order_digits, st.sampled_from(SPEAKERS), languages)
def test_the_digits_alone_when_the_order_number_is_awaited(
    digits: str, speaker: Speaker, language: str
) -> None:
    spoken = speaker(digits, language)
    assert readings(spoken, "order_number", language, "order_number")[0] == f"WM-{digits}", spoken


@patiently
@given(order_digits, languages)
def test_an_order_number_inside_a_sentence(digits: str, language: str) -> None:
    sentence = {
        "de": "guten Tag, wo bleibt meine Bestellung {}, die ist überfällig",
        "en": "hi, where is order {} please",
    }
    spoken = sentence[language].format("WM-" + digits)
    assert readings(spoken, "order_number", language) == (f"WM-{digits}",)


@patiently
@given(postcodes, plain_speakers, languages)
def test_a_german_postcode(digits: str, speaker: Speaker, language: str) -> None:
    spoken = speaker(digits, language)
    found = readings(spoken, "postcode", language, "postcode")
    # "ninety-two thirty five" is 92 30 5 or 92 35: only among the readings.
    doubtful = speaker is in_pairs and language == "en"
    assert digits in (found if doubtful else found[:1]), spoken


@patiently
@given(st.integers(1010, 9992).map(str), st.sampled_from([*SPEAKERS[:4], *SPEAKERS[5:8]]))
def test_an_austrian_or_swiss_postcode(digits: str, speaker: Speaker) -> None:
    assert digits in readings(speaker(digits, "de"), "postcode", "de", "postcode")


@patiently
@given(st.dates(date(1920, 1, 1), date(2040, 12, 31)), st.sampled_from(DATE_SPEAKERS), languages)
def test_a_full_date(day: date, speaker: Speaker, language: str) -> None:
    spoken = speaker(day, language)  # type: ignore[arg-type]
    assert readings(spoken, "date", language, "date")[0] == day.isoformat(), spoken
