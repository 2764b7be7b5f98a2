"""What the program is made of tells which models fit it; what people tune does not."""

from pathlib import Path

import pytest

from bot.tuning.release import release

DOMAIN = """# A comment.
intents:
- greet

slots:
  a: {type: text}

responses:
  utter_greet:
  - text: Hallo
forms:
  order_form: {}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("actions/sub", "bot/nlu", "data"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "domain.yml").write_text(DOMAIN)
    (tmp_path / "config.yml").write_text("pipeline: []")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- greet", "- greet\n- thank"),
        ("Hallo", "Guten Tag"),
        ("A comment", "Another"),
        ("\n\nslots", "\nslots"),
    ],
)
def test_intents_answers_and_comments_are_for_people_to_tune(root: Path, old: str, new: str) -> None:
    before = release(root)
    (root / "domain.yml").write_text(DOMAIN.replace(old, new))
    (root / "data" / "nlu.yml").write_text("nlu: []")
    assert release(root) == before


@pytest.mark.parametrize(
    ("old", "new"), [("a: {type: text}", "a: {type: any}"), ("order_form", "other_form")]
)
def test_slots_and_forms_are_the_programs(root: Path, old: str, new: str) -> None:
    before = release(root)
    (root / "domain.yml").write_text(DOMAIN.replace(old, new))
    assert release(root) != before


@pytest.mark.parametrize(
    "file",
    ["actions/order.py", "actions/sub/part.py", "bot/nlu/intent_model.py", "bot/nlu/uv.lock", "config.yml"],
)
def test_actions_and_pipeline_are_the_programs(root: Path, file: str) -> None:
    before = release(root)
    (root / file).write_text("changed")
    assert release(root) != before


def test_what_only_serves_a_model_does_not_count(root: Path) -> None:
    before = release(root)
    (root / "bot/nlu/channel.py").write_text("changed")
    assert release(root) == before
