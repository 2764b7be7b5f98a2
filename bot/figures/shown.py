"""Figures as people read them: a value, what it is made of, what it should be."""

from dataclasses import dataclass

from babel.numbers import format_decimal, format_percent

from bot.figures.definitions import COUNT, DEFINITIONS, SECONDS, TARGETS, Figure
from bot.lengths import spelt

PERCENT = {"de": "#,##0.#\u00a0%", "en": "#,##0.#%"}
# All but everything is not everything: near the ends a share has more digits.
FINER, NEAR = {"de": "#,##0.#####\u00a0%", "en": "#,##0.#####%"}, 0.0005
# Made of lengths of time, not of things counted.
OF_TIME = frozenset(one.name for one in DEFINITIONS if "all" in one.times)


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
        valued(figure, figure.value, language),
        _made_of(figure, figure.of, figure.unit == SECONDS, language),
        "" if _stands_alone(figure) else _made_of(figure, figure.all, False, language),
        valued(figure, figure.least, language),
        valued(figure, figure.most, language),
        figure.good,
    )


def valued(figure: Figure, value: float | None, language: str) -> str:
    """A value in the figure's unit; empty without one."""
    if value is None:
        return ""
    if figure.unit == COUNT:
        return format_decimal(round(value), locale=language)
    if figure.unit == SECONDS:
        return spelt(value)
    fine = 0 < value < NEAR or 0 < 1 - value < NEAR
    return format_percent(value, locale=language, format=(FINER if fine else PERCENT)[language])


def _stands_alone(figure: Figure) -> bool:
    """What it is counted among says nothing, unless none of them should be."""
    return figure.unit == COUNT and figure.most is None


def _made_of(figure: Figure, part: float, is_time: bool, language: str) -> str:
    if is_time or figure.name in OF_TIME:
        return spelt(part)
    return format_decimal(round(part), locale=language)
