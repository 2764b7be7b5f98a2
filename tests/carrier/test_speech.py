"""What a listener makes of SSML."""

import xml.etree.ElementTree as ET

import pytest

from carrier.twiml.speech import inner_xml, plain_words, seconds_to_say


def heard(inner: str) -> str:
    return plain_words(ET.fromstring(f"<Say>{inner}</Say>"))


@pytest.mark.parametrize(
    ("ssml", "words"),
    [
        ("Guten  Tag\n und willkommen.", "Guten Tag und willkommen."),
        (
            'Nr. <say-as interpret-as="characters">WM</say-as> <say-as interpret-as="digits">10 4</say-as>.',
            "Nr. W M 1 0 4.",
        ),
        ('W M<break time="300ms"/>eins null<break/>vier', "W M, eins null, vier"),
        ('Moment.<break strength="strong"/> Jetzt.', "Moment. Jetzt."),
        ('am <sub alias="ersten Mai">1.5.</sub> um', "am ersten Mai um"),
        ('<say-as interpret-as="date" format="ymd">2026-11-30</say-as>', "2026-11-30"),
        ('<prosody rate="slow"><emphasis>sehr</emphasis> langsam</prosody>', "sehr langsam"),
        ("<p>Eins.</p><s>Zwei.</s>Drei.", "Eins. Zwei. Drei."),
        ('<break time="1s"/>Hallo<break time="1s"/>', "Hallo"),
        ("<loud>trotzdem</loud> gehört", "trotzdem gehört"),
        ("", ""),
    ],
)
def test_the_words_are_those_a_person_would_write_down(ssml, words):
    assert heard(ssml) == words


def test_the_ssml_is_kept_beside_the_words():
    say = ET.fromstring('<Say>Nr. <say-as interpret-as="digits">12</say-as> da</Say>')
    assert inner_xml(say) == 'Nr. <say-as interpret-as="digits">12</say-as> da'


def test_longer_texts_take_longer():
    assert 0 < seconds_to_say("Hallo") < seconds_to_say("Hallo, hier ist Ihre Hotline.")
