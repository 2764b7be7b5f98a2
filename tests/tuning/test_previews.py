"""A sentence as it is heard and as it is read, by the channels' own rendering."""

import pytest

from bot.message_length import length_of
from bot.tuning.domain_text import read_domain
from bot.tuning.heard_words import heard_words
from bot.tuning.previews import previews
from bot.tuning.response_draft import Line
from bot.wiring_console_intents import ChannelRenderer
from carrier.sms.segments import segments as counted_by_the_carrier
from tests.actions.wordings import DOMAIN

RENDERER = ChannelRenderer()


def line(text: str, language: str = "de", *channels: str) -> Line:
    wordings = read_domain(DOMAIN.read_text("utf-8")).responses["utter_praise"].wordings
    wording = next(one for one in wordings if one.language == language)
    return Line("t0", wording, text, channels or ("voice", "sms"), ())


def shown(text: str, language: str = "de") -> dict[str, str]:
    return {one.channel: one.text for one in previews(line(text, language), RENDERER)}


@pytest.mark.parametrize(
    ("text", "language", "heard", "read"),
    [
        (
            "Bestellung [[order:{order_number}]] kommt.",
            "de",
            "Bestellung W M … eins null vier … acht zwo drei kommt.",
            "Bestellung WM-104823 kommt.",
        ),
        ("Am [[date:{day}]] da.", "de", "Am Donnerstag, 24. Dezember da.", "Am Do., 24.12. da."),
        ("Um [[time:{opens}]].", "en", "Um 1 PM.", "Um 1 PM."),
        ("Es kostet [[amount:{cost}]].", "de", "Es kostet 1552 Euro 80.", "Es kostet 1.552,80 EUR."),
    ],
)
def test_values_are_spoken_and_written_as_callers_get_them(
    text: str, language: str, heard: str, read: str
) -> None:
    found = shown(text, language)
    assert " ".join(found["voice"].replace(" ", " ").split()) == heard
    assert " ".join(found["sms"].replace(" ", " ").split()) == read


def test_length_is_in_words_or_in_characters_and_parts() -> None:
    voice, sms = previews(line("Wort " * 40), RENDERER)
    assert (voice.length, sms.length, sms.parts) == (40, 199, 2)


def test_an_empty_line_has_nothing_to_show() -> None:
    assert previews(line(""), RENDERER) == ()


def test_only_what_is_spoken_is_heard() -> None:
    twiml = (
        "<Response><Gather><Say>Eins <prosody rate='slow'>zwei<break/>drei</prosody> vier</Say></Gather>"
        "<Redirect>https://example.org</Redirect></Response>"
    )
    assert heard_words(twiml) == "Eins zwei … drei vier"


@pytest.mark.parametrize("text", ["a" * 160, "a" * 161, "ä€" * 60, "„" * 70, "„" * 71, "😀" * 40])
def test_parts_are_counted_as_the_carrier_counts_them(text: str) -> None:
    assert length_of(text).parts == counted_by_the_carrier(text)
