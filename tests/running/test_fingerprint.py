"""A model is made anew exactly when what it is made from changes."""

from pathlib import Path

import pytest

from bot.running.fingerprint import fingerprint, training_data

FILES = (
    "config.yml",
    "domain.yml",
    "data/nlu.yml",
    "data/rules.yml",
    "data/stories.yml",
    "bot/nlu/intent_model.py",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (*FILES, "bot/nlu/uv.lock", "data/delicate.yml", "README.md"):
        write(tmp_path, name, f"the text of {name}")
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


@pytest.mark.parametrize("changed", [*FILES, "bot/nlu/uv.lock", "data/nlu/orders.yml", "data/rules/more.yml"])
def test_it_changes_with_everything_a_model_depends_on(root: Path, changed: str) -> None:
    before = fingerprint(root)
    write(root, changed, "something else")
    assert fingerprint(root) != before


@pytest.mark.parametrize(
    "changed", ["data/delicate.yml", "README.md", "bot/shop/orders.py", "bot/nlu/channel.py"]
)
def test_it_stays_when_something_else_changes(root: Path, changed: str) -> None:
    before = fingerprint(root)
    write(root, changed, "something else")
    assert fingerprint(root) == before


def test_moving_text_from_one_file_to_the_next_changes_it(root: Path) -> None:
    write(root, "data/nlu/a.yml", "ab")
    write(root, "data/nlu/b.yml", "c")
    before = fingerprint(root)
    write(root, "data/nlu/a.yml", "a")
    write(root, "data/nlu/b.yml", "bc")
    assert fingerprint(root) != before


def test_rasa_learns_from_examples_rules_and_stories_only(root: Path) -> None:
    names = [path.name for path in training_data(root)]
    assert names == ["nlu.yml", "rules.yml", "stories.yml"]
