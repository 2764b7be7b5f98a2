"""Moments and codes as people read them, in their language and the house's zone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, g, render_template_string
from sqlalchemy import Engine

from bot.staff.person import Person
from tests.staff.house import NOW, House


@pytest.fixture
def app(sqlite: Engine) -> Iterator[Flask]:
    app = House(sqlite).app
    with app.test_request_context("/desk/queue"):
        yield app


def shown(template: str, language: str = "de", **values: object) -> str:
    g.person = Person("k", "Klein", "agent", frozenset(), ("de",), 2, "main", language)
    return render_template_string(template, **values)


@pytest.mark.usefixtures("app")
class TestShown:
    """In a request."""

    def test_a_moment_in_the_house_s_zone(self) -> None:
        at = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
        assert shown("{{ at | clock }}", at=at) == "09:05"
        assert shown("{{ at | clock }}", at="2026-11-23T08:05:00+00:00") == "09:05"
        assert shown("{{ at | iso }}", at=NOW) == "2026-11-23T09:00:00+00:00"

    @pytest.mark.parametrize(("language", "day"), [("de", "Mo., 23. Nov."), ("en", "Mon, Nov 23")])
    def test_a_day(self, language: str, day: str) -> None:
        assert shown("{{ at | day }}", language, at=NOW) == day

    @pytest.mark.parametrize(
        ("language", "before", "words"),
        [
            ("de", timedelta(seconds=5), "gerade eben"),
            ("en", timedelta(seconds=5), "just now"),
            ("de", timedelta(minutes=3), "vor 3 Minuten"),
            ("en", timedelta(hours=2), "2 hours ago"),
            ("de", timedelta(days=-2), "in 2 Tagen"),
        ],
    )
    def test_how_long_ago(self, language: str, before: timedelta, words: str) -> None:
        assert shown("{{ at | ago }}", language, at=NOW - before) == words

    def test_no_moment_is_nothing(self) -> None:
        assert shown("{{ x | clock }}{{ x | day }}{{ x | ago }}{{ x | iso }}", x=None) == ""

    def test_a_code_in_words_or_as_it_stands(self) -> None:
        assert shown("{{ 'too_late' | worded_code('faults.x') }}") == "too_late"
        assert shown("{{ worded_code('staff.settings.themes', 'dark') }}") == "Dunkel"
        assert shown("{{ 'dark' | worded_code('staff.settings.themes') }}", "en") == "Dark"
        assert shown("{{ 'no_such' | worded_code('flags') }}") == "no_such"
