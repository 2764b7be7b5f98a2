"""A skill an expert may have is one a case can ask for, and the other way round."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.errors import TuningInvalid
from bot.handover.priority import skill
from bot.staff.known_skills import DATA, known_skills


def test_every_skill_a_flag_asks_for_is_known() -> None:
    flags = YAML(typ="safe").load((DATA / "delicate.yml").read_text("utf-8"))["flags"]
    assert {entry["skill"] for entry in flags.values()} <= known_skills()


@pytest.mark.parametrize(
    "reason", ["asked_for_person", "product_danger", "product_advice", "press", "b2b_quote"]
)
@pytest.mark.parametrize("kind", ["person", "complaint", "defect"])
def test_every_skill_an_ordinary_case_asks_for_is_known(kind: str, reason: str) -> None:
    assert skill(kind, reason) in known_skills()


def test_any_trained_human_and_who_leads_are_skills_too() -> None:
    assert {"any", "supervisor", "care"} <= known_skills()


def written(folder: Path, delicate: str, routing: str) -> Path:
    (folder / "delicate.yml").write_text(delicate)
    (folder / "routing.yml").write_text(routing)
    return folder


def test_what_ops_add_to_the_files_is_known_at_once(tmp_path: Path) -> None:
    data = written(
        tmp_path, "flags: {x: {skill: falconry}}", "{delicate_skills: [heraldry], hours: {fencing: {}}}"
    )
    assert {"falconry", "heraldry", "fencing"} <= known_skills(data)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(TuningInvalid, match=r"delicate\.yml"):
        known_skills(tmp_path)
    with pytest.raises(TuningInvalid, match=r"delicate\.yml"):
        known_skills(written(tmp_path, "flags: [", ""))
