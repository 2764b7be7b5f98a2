"""The numbers told in a crisis are the caller's country's, and somebody has made sure of them lately."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.errors import TuningInvalid
from bot.handover.crisis_numbers import CrisisNumbers
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
    found = numbers().of(region)
    assert (found.emergency, found.talk[0]) == (emergency, talk)


def test_elsewhere_in_europe_112_answers() -> None:
    assert (numbers().of("PL").emergency, numbers().of("PL").talk) == ("112", ())


def test_who_withholds_their_number_is_most_likely_at_home() -> None:
    assert numbers().of(None) == numbers().of("DE")


def test_every_number_can_be_dialled_as_it_is_spoken() -> None:
    everywhere = [*numbers().countries.values(), numbers().europe]
    spoken = [number for one in everywhere for number in (one.emergency, *one.talk)]
    assert all(number.replace(" ", "").isdigit() for number in spoken)


def test_a_home_without_numbers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TuningInvalid, match="XX"):
        CrisisNumbers.read(written(tmp_path, unknown="XX"))
