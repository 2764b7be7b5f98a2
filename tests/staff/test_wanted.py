"""An account is checked as a whole, and every fault is named at once."""

from typing import Any

import pytest

from bot.errors import StaffInvalid
from bot.staff.wanted import Rules, Wanted, checked

RULES = Rules(frozenset({"care", "privacy", "any"}), own_number="+4930901820")


def wanted(**changes: Any) -> Wanted:
    values: dict[str, Any] = {"role": "agent", "name": "Frau Klein", "phone": "+491713920017"}
    return Wanted(**{**values, "skills": ["care"], **changes})


def faults(**changes: Any) -> list[str]:
    with pytest.raises(StaffInvalid) as refused:
        checked(wanted(**changes), RULES)
    return refused.value.faults


@pytest.mark.parametrize("typed", ["+491713920017", "0171 3920017", "0171/392 00 17", "0049 171 3920017"])
def test_a_number_in_any_spelling_becomes_e164(typed: str) -> None:
    assert checked(wanted(phone=typed), RULES).phone == "+491713920017"


def test_a_number_without_country_code_is_from_where_the_hotline_is() -> None:
    austrian = Rules(RULES.skills, region="AT")
    assert checked(wanted(phone="0664 1234567"), austrian).phone == "+436641234567"


@pytest.mark.parametrize("typed", ["12", "112", "116 123", "hallo", "+49", "+999999999999999999"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    (fault,) = faults(phone=typed)
    assert fault.startswith(f"phone: {typed!r} is not a telephone number")


def test_nobody_s_telephone_is_the_hotline() -> None:
    assert faults(phone="030 901820") == ["phone: this is the hotline's own number"]


def test_an_unknown_skill_is_refused_with_all_there_are() -> None:
    assert faults(skills=["care", "cooking"]) == ["skills: cooking unknown; there are any, care, privacy"]


def test_skills_and_languages_are_cleaned_of_blanks_and_repetitions() -> None:
    account = checked(wanted(skills=[" Care", "any ", "care", ""], languages=["de ", "EN", "de"]), RULES)
    assert (account.skills, account.languages) == (("care", "any"), ("de", "en"))


def test_a_language_nobody_here_is_served_in_is_refused() -> None:
    assert faults(languages=["de", "fr"]) == ["languages: fr unknown; there are de, en"]
    assert faults(languages=[""]) == ["languages: at least one of de, en"]


@pytest.mark.parametrize("role", ["agent", "lead"])
def test_who_is_rung_needs_a_telephone_and_a_skill(role: str) -> None:
    named = " ".join(faults(role=role, phone=None, skills=[]))
    assert "phone: needed" in named
    assert "skills:" in named


@pytest.mark.parametrize("role", ["ops", "admin"])
def test_who_only_works_at_a_desk_needs_neither(role: str) -> None:
    assert checked(wanted(role=role, phone=None, skills=[]), RULES).phone is None


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "Frau\x00Klein"])
def test_a_name_is_needed_and_can_be_shown(name: str) -> None:
    assert any(fault.startswith("name:") for fault in faults(name=name))


def test_every_fault_is_named_at_once() -> None:
    kinds = [
        fault.partition(":")[0]
        for fault in faults(role="boss", name="", phone="x", skills=["y"], languages=["z"], level=4, site=" ")
    ]
    assert sorted(kinds) == ["languages", "level", "name", "phone", "role", "site", "skills"]
