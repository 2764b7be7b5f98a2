"""The definitions as a document, so that it cannot say anything else than what is counted."""

from collections.abc import Iterator

from bot.figures.definitions import COUNT, DEFINITIONS, SECONDS, SECTIONS, TARGETS, Definition
from bot.phrases.interface import Translate, worded

INTRO = """# Figures

Made by `python -m bot.figures > docs/figures.md` from `bot/figures/definitions.py`; a test compares them.

Every figure is a numerator and a denominator, both added up in the database from rows of what happened. The
same definitions are behind the console (`/console/figures`), the leads' board (`/desk/team`), `/metrics`
(`hotline_figure`, `hotline_figure_numerator`, `hotline_figure_denominator`; of today, at most a minute old)
and the CSV files. Periods are whole days of the hotline's zone; a thing counts on the day it happened, see
"counted from". What is still to come today counts as nothing. `tests/figures/recount.py` counts all of them
again, from the tables alone, without this code.

Nothing is counted of one member of staff alone.
"""
COLUMNS = "| figure | numerator | ÷ denominator | target |\n|---|---|---|---|"


def described() -> str:
    """Markdown, in English."""
    t = worded("en")
    return "\n".join([INTRO, *(line for section in SECTIONS for line in _section(section, t))]) + "\n"


def _section(section: str, t: Translate) -> Iterator[str]:
    mine = [one for one in DEFINITIONS if one.section == section]
    yield f"## {t(f'figures.sections.{section}')}\n"
    yield COLUMNS
    yield from (_row(one, t) for one in mine)
    yield ""
    for one in {one.name: one for one in mine}.values():
        yield _explained(one, t)
    yield ""


def _explained(one: Definition, t: Translate) -> str:
    words, source = f"figures.each.{one.name}", t(f"figures.sources.{one.source}")
    said = f"- **{t(f'{words}.title')}**: {t(f'{words}.definition')} Counted from: {source}."
    return said + _splits(one, t)


def _row(one: Definition, t: Translate) -> str:
    title = f"{t(f'figures.each.{one.name}.title')} {one.priority}".strip()
    parts = (
        f"{t(f'figures.each.{one.name}.{part}')} (`{one.source}.{column}`)" for part, column in _parts(one)
    )
    return f"| {title} `{one.key}` | {' | '.join(parts)} | {_target(one)} |"


def _parts(one: Definition) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("of", one.of), ("all", one.all)


def _target(one: Definition) -> str:
    within = f", within {TARGETS[one.priority][0]} s" if one.priority else ""
    least, most = (_value(goal, one.unit) for goal in (one.least, one.most))
    if least and most:
        return f"{least} to {most}"
    return f"at least {least}{within}" if least else f"at most {most}" if most else "none"


def _value(goal: float | None, unit: str) -> str:
    if goal is None:
        return ""
    return f"{goal:g} s" if unit == SECONDS else f"{goal:g}" if unit == COUNT else f"{goal:.0%}"


def _splits(one: Definition, t: Translate) -> str:
    named = ", ".join(t(f"figures.columns.{by}") for by in one.splits)
    return f" By: {named}." if named else ""
