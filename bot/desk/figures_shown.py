"""The figures as leads read them: a value, what it is made of, what it should be."""

from dataclasses import dataclass

from babel.numbers import format_percent

from bot.desk.figures import COUNT, SECONDS, TARGETS, Figure
from bot.desk.moments import spelt

PERCENT = {"de": "#,##0.#\u00a0%", "en": "#,##0.#%"}
# Made of lengths of time, not of things counted.
OF_TIME = ("occupancy",)


@dataclass(frozen=True)
class ShownFigure:
    """`name` finds its words; empty texts where there is nothing to say."""

    name: str
    priority: str
    within_s: int
    value: str
    of: str
    all: str
    least: str
    most: str
    good: bool | None


def shown(figure: Figure, language: str) -> ShownFigure:
    """In this language."""
    within_s = TARGETS[figure.priority][0] if figure.priority else 0
    return ShownFigure(
        figure.name,
        figure.priority,
        within_s,
        _value(figure, figure.value, language),
        _made_of(figure, figure.of, figure.unit == SECONDS),
        "" if figure.unit == COUNT else _made_of(figure, figure.all, False),
        _value(figure, figure.least, language),
        _value(figure, figure.most, language),
        figure.good,
    )


def _value(figure: Figure, value: float | None, language: str) -> str:
    if value is None:
        return ""
    if figure.unit == COUNT:
        return str(round(value))
    if figure.unit == SECONDS:
        return spelt(value)
    return format_percent(value, locale=language, format=PERCENT[language])


def _made_of(figure: Figure, part: float, is_time: bool) -> str:
    return spelt(part) if is_time or figure.name in OF_TIME else str(round(part))
