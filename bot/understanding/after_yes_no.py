"""What an utterance says after a yes or no at its start."""

from dataclasses import dataclass

from bot.understanding.spoken.yes_no import Answer, leading_yes_no


@dataclass(frozen=True)
class Rest:
    """What is left of an utterance after a leading yes or no."""

    text: str
    answer: Answer | None = None


def after_yes_no(text: str, language: str, expecting: str | None) -> Rest:
    """Split "nein, ich will wissen, wo…" where a yes or no was awaited."""
    if expecting != "yes_no":
        return Rest(text)
    answer, rest = leading_yes_no(text, language)
    return Rest(rest, answer) if answer and rest.strip() else Rest(text, answer)
