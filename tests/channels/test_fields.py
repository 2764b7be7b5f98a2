"""A webhook's fields hold nothing a database or a document would choke on."""

from werkzeug.datastructures import MultiDict

from bot.channels.fields import readable


def test_control_characters_are_dropped() -> None:
    assert readable(MultiDict({"Body": "wo\x00 ist\x0b mein\x1b Paket\x7f"})) == {"Body": "wo ist mein Paket"}


def test_line_breaks_umlauts_and_pictures_stay() -> None:
    assert readable(MultiDict({"Body": "Grüße\n\tan\r😀 é ß"})) == {"Body": "Grüße\n\tan\r😀 é ß"}


def test_half_a_character_is_dropped() -> None:
    assert readable(MultiDict({"Body": "a\ud800b"})) == {"Body": "ab"}


def test_of_repeated_fields_the_first_counts() -> None:
    assert readable(MultiDict([("Body", "a"), ("Body", "b"), ("From", "")])) == {"Body": "a", "From": ""}
