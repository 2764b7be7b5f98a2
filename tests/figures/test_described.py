"""docs/figures.md is what the definitions say, and the definitions are whole."""

from pathlib import Path

import pytest

from bot.figures.counting import SOURCES
from bot.figures.definitions import DEFINITIONS, SECTIONS, Definition
from bot.figures.described import described
from bot.phrases.interface import known

ROOT = Path(__file__).parents[2]


def test_the_document_is_the_one_the_definitions_make() -> None:
    written = (ROOT / "docs" / "figures.md").read_text("utf-8")
    assert written == described(), "python -m bot.figures > docs/figures.md"


def test_every_figure_has_a_key_of_its_own_and_a_section() -> None:
    keys = [one.key for one in DEFINITIONS]
    assert len(keys) == len(set(keys))
    assert {one.section for one in DEFINITIONS} == set(SECTIONS)
    assert {one.source for one in DEFINITIONS} == set(SOURCES)


@pytest.mark.parametrize("one", DEFINITIONS, ids=lambda one: one.key)
def test_every_figure_is_explained(one: Definition) -> None:
    words = [f"figures.each.{one.name}.{part}" for part in ("title", "of", "all", "definition")]
    words += [f"figures.sources.{one.source}", *(f"figures.columns.{by}" for by in one.splits)]
    assert [path for path in words if not known(path)] == []
