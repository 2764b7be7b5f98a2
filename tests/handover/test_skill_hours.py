from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingsInvalid
from bot.handover.routing_file import FILE, load_routing
from bot.handover.skill_hours import SkillHours
from bot.shop.knowledge import load_knowledge
from bot.shop.opening_hours import OpeningHours
from tests.shop.builders import BERLIN

GENERAL = load_knowledge().experts
TERMS = load_routing(GENERAL)
HOURS = TERMS.hours
SKILLS = st.sampled_from(["care", "legal_pr", "business", ""])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def test_a_skill_without_hours_of_its_own_has_the_experts_hours() -> None:
    assert HOURS.hours("care") == GENERAL
    assert HOURS.open_now("care", at("2026-11-23T17:59"))
    assert not HOURS.open_now("care", at("2026-11-23T18:00"))


def test_a_skill_with_hours_of_its_own_keeps_to_them() -> None:
    assert not HOURS.open_now("legal_pr", at("2026-11-23T17:00"))
    assert HOURS.next_open("legal_pr", at("2026-11-23T17:00")) == at("2026-11-24T09:00")
    assert HOURS.next_open("legal_pr", at("2026-11-23T10:00")) == at("2026-11-23T10:00")


def test_a_holiday_of_the_teams_own_state_closes_only_that_skill() -> None:
    # Epiphany is a holiday in Bavaria, where legal_pr sits, not everywhere.
    epiphany = at("2027-01-06T10:00")
    assert not HOURS.open_now("legal_pr", epiphany)
    assert HOURS.open_now("care", epiphany)
    assert HOURS.next_open("legal_pr", epiphany) == at("2027-01-07T09:00")


def test_a_holiday_of_the_whole_country_closes_every_skill() -> None:
    assert not any(
        HOURS.open_now(skill, at("2026-12-25T10:00")) for skill in ("care", "legal_pr", "business")
    )


@pytest.mark.parametrize("moment", ["2026-12-25T03:00", "2026-11-22T12:00", "2026-11-23T10:00"])
def test_a_p0_is_open_at_every_hour(moment: str) -> None:
    assert HOURS.open_now("care", at(moment), "P0")
    assert HOURS.next_open("legal_pr", at(moment), "P0") == at(moment)


def test_a_p1_keeps_to_the_hours() -> None:
    assert not HOURS.open_now("care", at("2026-12-25T10:00"), "P1")
    assert HOURS.next_open("care", at("2026-12-25T10:00"), "P1") == at("2026-12-28T08:00")


def test_a_skill_that_is_never_staffed_has_no_next_opening() -> None:
    never = OpeningHours("X", "DE", None, {}, {})
    assert SkillHours(GENERAL, {"x": never}).next_open("x", at("2026-11-23T10:00")) is None


def test_who_is_on_call_is_rung_else_every_supervisor() -> None:
    assert SkillHours(GENERAL, on_call=("ute", "ben")).to_ring(["lea"]) == ("ute", "ben")
    assert SkillHours(GENERAL).to_ring(["lea", "max"]) == ("lea", "max")


@given(SKILLS, st.integers(0, 2 * 365 * 24 * 60))
def test_the_next_opening_is_open_and_none_is_earlier(skill: str, minutes: int) -> None:
    now = at("2026-01-01T00:00") + timedelta(minutes=minutes)
    opens = HOURS.next_open(skill, now)
    assert opens is not None
    assert opens >= now
    assert HOURS.open_now(skill, opens)
    assert HOURS.open_now(skill, now) is (opens == now)
    assert opens == now or not HOURS.open_now(skill, opens - timedelta(minutes=1))


# The operator's file


def test_the_figures_are_those_of_the_house() -> None:
    figures = TERMS.figures
    assert (figures.skill_s, figures.last_expert_s) == (60, 30)
    assert (figures.starving_s, figures.starving_every) == (600, 4)
    assert {"care_estate", "safe_contact", "billing_care"} <= figures.delicate_skills


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("skill_seconds: 60", "skill_seconds: 0"),
        ("skill_seconds: 60", "skill_seconds: soon"),
        ("starving_every: 4", ""),
        ('"09:00-15:00"', '"15:00-09:00"'),
        ("on_call: []", "on_call: ["),
    ],
)
def test_a_file_with_a_mistake_is_refused_by_name(tmp_path: Path, old: str, new: str) -> None:
    broken = tmp_path / "routing.yml"
    source = FILE.read_text("utf-8")
    assert old in source
    # The comments name the keys too.
    lines = [line for line in source.splitlines() if not line.startswith("#")]
    broken.write_text("\n".join(lines).replace(old, new), "utf-8")
    with pytest.raises(SettingsInvalid, match=r"routing\.yml"):
        load_routing(GENERAL, broken)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid):
        load_routing(GENERAL, tmp_path / "routing.yml")
