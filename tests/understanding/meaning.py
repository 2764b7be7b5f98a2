"""An utterance understood with a model that says what it was told to say."""

from bot.understanding.understand import Question, Understand, Understanding
from tests.builders import ScriptedRasa, today

Ranking = list[tuple[str, float]]


def understand(
    text: str, expecting: str | None = None, language: str = "de", channel: str = "voice", **words: Ranking
) -> Understanding:
    return meant(
        text,
        ScriptedRasa({key.replace("_", " "): ranking for key, ranking in words.items()}),
        expecting,
        language,
        channel,
    )


def meant(
    text: str, rasa: ScriptedRasa, expecting: str | None = None, language: str = "de", channel: str = "voice"
) -> Understanding:
    return Understand(rasa)(text, Question(language, channel, today(), expecting), 2.0)
