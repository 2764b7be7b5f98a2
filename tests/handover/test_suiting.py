"""Who may take a waiting case by a click: whoever it could ring for, and why not for the others."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.handover.routing_people import Expert, Figures, Waiting
from bot.handover.suiting import Suit, suiting

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
FIGURES = Figures(delicate_skills=frozenset({"care_estate"}))


def caller(waited_s: float = 0, **more: Any) -> Waiting:
    asked = {"id": "w", "priority": "P3", "skill": "care", "language": "de"}
    return Waiting(**{**asked, "entered_at": NOW - timedelta(seconds=waited_s), **more})


def expert(*skills: str, **more: Any) -> Expert:
    able = frozenset(skills)
    who: dict[str, Any] = {"id": "eva", "languages": frozenset({"de"}), "level": 2, "site": "main"}
    return Expert(**{**who, "skills": able, "opted_in": able, "free_since": NOW, **more})


def suit(who: Expert, what: Waiting) -> Suit:
    return suiting(NOW, FIGURES)(what, who)


def test_who_has_the_skill_may_take_it_at_once() -> None:
    assert suit(expert("care"), caller()) == Suit("skill")


def test_another_language_is_never_theirs() -> None:
    english = expert("care", languages=frozenset({"en"}))
    for priority in ("P0", "P1", "P2", "P3"):
        assert suit(english, caller(1000, priority=priority)) == Suit(because="language")


def test_without_the_skill_it_is_theirs_after_a_minute() -> None:
    assert suit(expert("fraud"), caller(10)) == Suit(because="not_yet", seconds=60)
    assert suit(expert("fraud"), caller(61)) == Suit("level")


def test_what_is_delicate_stays_with_those_who_chose_it() -> None:
    estate = caller(1000, skill="care_estate", delicate=True, priority="P2")
    assert suit(expert("care"), estate) == Suit(because="skill")
    assert suit(expert("care_estate"), estate).suits


def test_in_a_p1_anybody_trained_after_a_minute_and_anybody_after_two() -> None:
    urgent = {"priority": "P1", "skill": "fraud", "delicate": True}
    for waited_s, care, product in (
        (10, Suit(because="not_yet", seconds=60), Suit(because="not_yet", seconds=120)),
        (61, Suit("trained"), Suit(because="not_yet", seconds=120)),
        (121, Suit("trained"), Suit("anybody")),
    ):
        assert suit(expert("care"), caller(waited_s, **urgent)) == care
        assert suit(expert("product_care"), caller(waited_s, **urgent)) == product


def test_in_a_p0_whoever_speaks_the_language_even_who_declined_before() -> None:
    danger = caller(priority="P0", skill="any", delicate=True, not_experts=frozenset({"eva"}))
    assert suit(expert("product_care"), danger) == Suit("anybody")


def test_who_declined_it_sees_why_it_is_not_offered() -> None:
    assert suit(expert("care"), caller(not_experts=frozenset({"eva"}))) == Suit(because="declined")


def test_work_of_the_highest_level_is_never_for_the_lowest() -> None:
    hard = caller(1000, level=3)
    assert suit(expert("care", level=1), hard) == Suit(because="level")
    assert suit(expert("care", level=3), hard).suits


@pytest.mark.parametrize("waited_s", [0, 30, 59, 61, 119, 121, 600])
@pytest.mark.parametrize("priority", ["P0", "P1", "P2", "P3"])
def test_what_is_said_to_soften_does(priority: str, waited_s: float) -> None:
    for who in (expert("care"), expert("fraud"), expert("care", supervisor=True)):
        found = suit(who, caller(waited_s, priority=priority, skill="fraud"))
        if found.seconds is not None:
            later = caller(found.seconds + 1, priority=priority, skill="fraud")
            assert found.seconds > waited_s
            assert suit(who, later).suits
