"""What people say when they are called back."""

import pytest

from bot.understanding.callee_words import leaning, plain_answer, told


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Die Leitung muss frei bleiben", "de", "keep_free"),
        ("Mein Vater liegt im Sterben.", "de", "keep_free"),
        ("nein, wir warten auf den Notarzt", "de", "keep_free"),
        ("wir sind gerade auf einer Beerdigung", "de", "keep_free"),
        ("We need to keep the line free", "en", "keep_free"),
        ("my mother is dying", "en", "keep_free"),
        ("I'm at a funeral", "en", "keep_free"),
        ("Sie sind mit der Mailbox von Klein verbunden", "de", "mailbox"),
        ("Der Teilnehmer ist derzeit nicht erreichbar", "de", "mailbox"),
        ("please leave a message after the beep", "en", "mailbox"),
        ("Sie haben sich verwählt", "de", "wrong_number"),
        ("Sorry, wrong number", "en", "wrong_number"),
        ("Meine Frau ist gerade nicht da", "de", "not_there"),
        ("she isn't here", "en", "not_there"),
        ("Rufen Sie mich nie wieder an!", "de", "never"),
        ("stop calling me", "en", "never"),
        ("worum geht es denn", "de", None),
        ("mein Akku ist tot", "de", None),
        ("ja, passt", "de", None),
        ("zur Zeit nicht", "de", None),
        ("I'll call you back", "en", None),
    ],
)
def test_more_than_yes_or_no(text: str, language: str, kind: str | None) -> None:
    assert told(text, language) == kind


@pytest.mark.parametrize(
    ("text", "language", "answer"),
    [
        ("ja", "de", "yes"),
        ("ja gerne", "de", "yes"),
        ("das passt jetzt gut", "de", "yes"),
        ("go ahead", "en", "yes"),
        ("nein", "de", "no"),
        ("gerade nicht", "de", "no"),
        ("es passt gerade nicht", "de", "no"),
        ("Nein, ich bin gerade im Auto", "de", "no"),
        ("ich bin beim Arzt", "de", "no"),
        ("it's not a good time", "en", "no"),
        ("I'm driving", "en", "no"),
        ("nein, meine Mutter weint", "de", None),
        ("worum geht es", "de", None),
        ("what is this about", "en", None),
    ],
)
def test_a_plain_answer_says_nothing_else(text: str, language: str, answer: str | None) -> None:
    assert plain_answer(text, language) == answer


@pytest.mark.parametrize(
    ("text", "language", "answer"),
    [
        ("ja, worum geht es denn", "de", "yes"),
        ("nein, meine Mutter weint", "de", "no"),
        ("können Sie morgen um drei anrufen", "de", "no"),
        ("yes, what is it about", "en", "yes"),
        ("could you ring tomorrow at three", "en", "no"),
        ("wer ist da", "de", None),
    ],
)
def test_a_longer_answer_leans_one_way(text: str, language: str, answer: str | None) -> None:
    assert leaning(text, language) == answer
