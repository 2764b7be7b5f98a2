"""What is said about a code is told from the code itself, and from wishes."""

import pytest

from bot.understanding.code_words import about_code
from bot.understanding.understand import Question, Understand
from tests.builders import ScriptedRasa, sure, today


@pytest.mark.parametrize(
    ("words", "language", "wish"),
    [
        ("Da kommt nichts an.", "de", "missing"),
        ("ich hab noch keine SMS bekommen", "de", "missing"),
        ("Hab kein Handy hier, schicken Sie's per Mail", "de", "elsewhere"),
        ("die Nummer stimmt nicht mehr", "de", "elsewhere"),
        ("lieber per E-Mail", "de", "email"),
        ("doch lieber aufs Handy", "de", "sms"),
        ("können Sie mir einen neuen Code schicken", "de", "new"),
        ("ist abgelaufen", "de", "new"),
        ("nothing has come yet", "en", "missing"),
        ("I don't have my phone with me", "en", "elsewhere"),
        ("send it to my email instead", "en", "email"),
        ("could you send another one please", "en", "new"),
        ("Moment, ich schaue nach", "de", None),
        ("wo bleibt mein Paket", "de", None),
    ],
)
def test_what_is_wished_of_a_code(words: str, language: str, wish: str | None) -> None:
    assert about_code(words, language) == wish


def test_beside_the_question_for_a_code_it_is_an_answer_whatever_the_model_hears() -> None:
    words = "ich habe keinen Code bekommen"
    rasa = ScriptedRasa({words: sure("account_login")})
    asked, open_ = Question("de", "voice", today(), "code"), Question("de", "voice", today())
    assert Understand(rasa)(words, asked, 2.0).intent == "inform"
    assert Understand(rasa)(words, open_, 2.0).intent == "account_login"


def test_a_code_with_words_around_it_stays_a_code() -> None:
    meant = Understand(ScriptedRasa())("die SMS sagt 47 11 99", Question("de", "voice", today(), "code"), 2.0)
    assert [(item.name, item.value) for item in meant.entities] == [("code", "471199")]
