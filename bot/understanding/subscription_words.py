"""What callers want changed of a recurring delivery: which kind of change, and to what day or number."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.months import months_later
from bot.understanding.control_words import plain_words
from bot.understanding.entities import read_entities
from bot.understanding.spoken.numerals import number_at
from bot.understanding.spoken.words import Word, split
from bot.understanding.topic_words import topic_in

WEEKS = {"de": ("woche", "wochen"), "en": ("week", "weeks")}
MONTHS = {"de": ("monat", "monate", "monaten"), "en": ("month", "months")}
ONE = {"de": ("ein", "eine", "einen", "einem", "einer"), "en": ("a", "one")}
# Said as one word.
RHYTHMS: dict[str, dict[str, int]] = {
    "de": {"wöchentlich": 1, "monatlich": 4, "zweimonatlich": 8, "vierteljährlich": 12},
    "en": {"weekly": 1, "fortnightly": 2, "monthly": 4, "quarterly": 12},
}
WEEKS_A_MONTH, MONTHS_A_YEAR = 4, 12
UP_TO = {"de": ("zum", "per", "bis"), "en": ("by", "until", "till")}


def kind_of_change(text: str, language: str) -> str | None:
    """ "skip", "pause", "interval", "quantity", "address", "date", or None."""
    return topic_in("subscription", text, language)


def day_in(text: str, language: str, today: date) -> date | None:
    """The last day named, to come; or the end of a time named ("zwei Monate") counted from today."""
    days = _days(text, language, today)
    if days:
        return _to_come(days[-1][1], today)
    weeks, months = _counted(text, language, WEEKS), _counted(text, language, MONTHS)
    if months:
        return months_later(today, months)
    return today + timedelta(weeks=weeks) if weeks else None


def end_in(text: str, language: str, today: date) -> date | None:
    """The day something shall end ("zum ersten Februar"), not one it is told to have begun on."""
    for before, day in reversed(_days(text, language, today)):
        if before in UP_TO[language]:
            return _to_come(day, today)
        if day > today:
            return day
    return None


def _days(text: str, language: str, today: date) -> list[tuple[str, date]]:
    """Days named, each with the word before it."""
    found = read_entities(text, language, expecting="date", today=today)
    return [
        ((plain_words(text[: item.start]) or [""])[-1], date.fromisoformat(item.value))
        for item in found
        if item.name == "date"
    ]


def _to_come(day: date, today: date) -> date:
    return day if day > today else months_later(day, MONTHS_A_YEAR)


def weeks_in(text: str, language: str) -> int | None:
    """How many weeks shall lie between two deliveries."""
    rhythm = next((RHYTHMS[language][word] for word in plain_words(text) if word in RHYTHMS[language]), None)
    if rhythm:
        return rhythm
    months = _counted(text, language, MONTHS)
    return _counted(text, language, WEEKS) or (months * WEEKS_A_MONTH if months else None)


def pieces_in(text: str, language: str, today: date) -> int | None:
    """How many pieces are wanted; of "two instead of one" the first."""
    found = read_entities(text, language, expecting="quantity", today=today)
    return next((int(item.value) for item in found if item.name == "quantity"), None)


def _counted(text: str, language: str, units: Mapping[str, tuple[str, ...]]) -> int | None:
    """The number before one of the units; "every week" and "next month" are one."""
    words = split(text)
    for at, word in enumerate(words):
        if word.folded in units[language]:
            return _number_before(words, at, language)
    return None


def _number_before(words: tuple[Word, ...], at: int, language: str) -> int:
    if at == 0 or words[at - 1].folded in ONE[language]:
        return 1
    number = number_at(words, at - 1, language)
    return int(number.value) if number else 1
