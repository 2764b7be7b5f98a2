"""The numbers told in a crisis are the caller's country's, and somebody has made sure of them lately."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from babel import Locale
from ruamel.yaml import YAML

from bot.errors import TuningInvalid
from bot.handover.crisis_numbers import CrisisNumbers
from bot.phrases.catalogue import entries
from bot.wiring_handover import CRISIS_NUMBERS

LONGEST_UNVERIFIED = timedelta(days=180)


def numbers() -> CrisisNumbers:
    return CrisisNumbers.read(CRISIS_NUMBERS)


def written(tmp_path: Path, **changes: object) -> Path:
    """The file with changes."""
    loaded = YAML(typ="safe").load(CRISIS_NUMBERS.read_text("utf-8")) | changes
    file = tmp_path / "numbers.yml"
    YAML(typ="safe").dump(loaded, file)
    return file


def test_the_numbers_have_been_verified_within_180_days() -> None:
    assert numbers().max_age <= LONGEST_UNVERIFIED
    # The day of the build itself: this test is how a build with old numbers fails.
    assert not numbers().outdated(date.today())  # noqa: DTZ011


def test_they_are_outdated_the_day_after(tmp_path: Path) -> None:
    found = CrisisNumbers.read(written(tmp_path, verified_on=date(2026, 1, 1)))
    assert not found.outdated(date(2026, 1, 1) + LONGEST_UNVERIFIED)
    assert found.outdated(date(2026, 1, 2) + LONGEST_UNVERIFIED)


@pytest.mark.parametrize(
    ("region", "emergency", "talk"),
    [
        ("DE", "112", "0800 111 0 111"),
        ("AT", "112", "142"),
        ("CH", "112", "143"),
        ("GB", "999", "116 123"),
        ("IE", "112", "116 123"),
        ("US", "911", "988"),
    ],
)
def test_every_country_has_its_own(region: str, emergency: str, talk: str) -> None:
    found = numbers().of(region, "de")
    assert (found.emergency, found.talk[0]) == (emergency, talk)


def test_elsewhere_in_europe_112_answers() -> None:
    assert (numbers().of("PL", "de").emergency, numbers().of("PL", "de").talk) == ("112", ())


@pytest.mark.parametrize("region", [None, "JP", "ZZ", "001"])
def test_from_who_knows_where_the_language_decides_and_112_holds_all_over_europe(region: str | None) -> None:
    by_language = {language: numbers().of(region, language) for language in ("de", "en")}
    assert [found.emergency for found in by_language.values()] == ["112", "112"]
    assert [found.talk for found in by_language.values()] == [("0800 111 0 111",), ("116 123",)]


@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_said_to_them_names_every_country_the_number_holds_in_and_no_other(language: str) -> None:
    told = entries(language)["delicate_crisis_talk_unknown"]
    assert isinstance(told, dict)
    names = {country: Locale(language).territories[country] for country in numbers().countries}
    for text in told.values():
        named = {country for country, name in names.items() if name in text}
        assert named == set(numbers().unknown[language].places)


@pytest.mark.parametrize(
    "unknown",
    [
        {"emergency": "112", "talk": ["142"], "in": ["DE"]},
        {"emergency": "112", "talk": ["116 123"]},
        {"emergency": "112", "talk": ["116 123"], "in": ["XX"]},
    ],
)
def test_a_number_told_for_a_country_whose_it_is_not_is_refused(
    tmp_path: Path, unknown: dict[str, object]
) -> None:
    with pytest.raises(TuningInvalid, match="de"):
        CrisisNumbers.read(written(tmp_path, unknown={"de": unknown}))


def test_every_number_can_be_dialled_as_it_is_spoken() -> None:
    everywhere = [*numbers().countries.values(), numbers().europe, *numbers().unknown.values()]
    spoken = [number for one in everywhere for number in (one.emergency, *one.talk)]
    assert all(number.replace(" ", "").isdigit() for number in spoken)
