"""Dates, seen from Sunday, 22 November 2026."""

import pytest

from tests.understanding.spoken.hearing_aids import readings, values

GERMAN = [
    ("am dritten elften", "2026-11-03"),
    ("am 3. November", "2026-11-03"),
    ("am 3. Dezember", "2026-12-03"),
    ("am dreißigsten November", "2026-11-30"),
    ("am einundzwanzigsten Jänner", "2027-01-21"),
    ("am fünften Feber", "2027-02-05"),
    ("am 15.2.", "2027-02-15"),
    ("31.10.74", "1974-10-31"),
    ("3.11.2026", "2026-11-03"),
    ("2026-11-30", "2026-11-30"),
    ("am 3. November zweitausendfünfundzwanzig", "2025-11-03"),
    ("heute", "2026-11-22"),
    ("morgen früh", "2026-11-23"),
    ("übermorgen", "2026-11-24"),
    ("vorgestern", "2026-11-20"),
    ("in vierzehn Tagen", "2026-12-06"),
    ("heute in acht Tagen", "2026-11-29"),
    ("in drei Tagen", "2026-11-25"),
    ("vor zwei Wochen", "2026-11-08"),
    ("in einem Monat", "2026-12-22"),
    ("KW 48", "2026-11-23"),
    ("Kalenderwoche zwei", "2027-01-11"),
    ("am Freitag", "2026-11-27"),
    ("nächsten Freitag", "2026-11-27"),
    ("letzten Freitag", "2026-11-20"),
    ("übernächsten Freitag", "2026-12-04"),
    ("Freitag nächster Woche", "2026-11-27"),
    ("nächste Woche am Freitag", "2026-11-27"),
    ("Freitag in einer Woche", "2026-12-04"),
    ("Freitag, den 27. November", "2026-11-27"),
    ("am dritten Dienstag im Dezember", "2026-12-15"),
    ("an Heiligabend", "2026-12-24"),
    ("am 29. Februar", "2028-02-29"),
]
ENGLISH = [
    ("the third of November", "2026-11-03"),
    ("on December the first", "2026-12-01"),
    ("November 3rd 2025", "2025-11-03"),
    ("the twenty-first of January", "2027-01-21"),
    ("december twenty first nineteen eighty five", "1985-12-21"),
    ("27th of the 9th 1979", "1979-09-27"),
    ("tomorrow", "2026-11-23"),
    ("the day after tomorrow", "2026-11-24"),
    ("three days ago", "2026-11-19"),
    ("a fortnight ago", "2026-11-08"),
    ("a week today", "2026-11-29"),
    ("next Friday", "2026-11-27"),
    ("last Friday", "2026-11-20"),
    ("Friday week", "2026-12-04"),
    ("the last Friday of December", "2026-12-25"),
    ("week number 49", "2026-11-30"),
]


@pytest.mark.parametrize(("spoken", "iso"), GERMAN)
def test_german_dates(spoken: str, iso: str) -> None:
    assert readings(spoken, "date")[0] == iso


@pytest.mark.parametrize(("spoken", "iso"), ENGLISH)
def test_english_dates(spoken: str, iso: str) -> None:
    assert readings(spoken, "date", "en")[0] == iso


@pytest.mark.parametrize(
    ("spoken", "iso"),
    [
        ("drei elf", "2026-11-03"),
        ("der dritte", "2026-12-03"),
        ("3 11 2026", "2026-11-03"),
        ("null drei null eins", "2027-01-03"),
    ],
)
def test_bare_numbers_are_dates_only_when_asked_for(spoken: str, iso: str) -> None:
    assert readings(spoken, "date", expecting="date")[0] == iso
    assert values(spoken) == []


def test_a_day_without_year_keeps_the_other_year_as_a_reading() -> None:
    assert readings("am 3. November", "date") == ("2026-11-03", "2027-11-03")


def test_what_has_happened_lies_in_the_past() -> None:
    assert readings("ich habe am Freitag bestellt", "date")[0] == "2026-11-20"
    assert readings("I ordered it on December 3rd", "date", "en")[0] == "2025-12-03"


def test_english_figures_keep_both_orders_of_day_and_month() -> None:
    assert readings("3/4/2026", "date", "en") == ("2026-04-03", "2026-03-04")
    assert readings("2/15/2026", "date", "en") == ("2026-02-15",)


def test_eight_days_may_be_a_week_or_eight() -> None:
    assert readings("in acht Tagen", "date") == ("2026-11-29", "2026-11-30")


@pytest.mark.parametrize(
    "text", ["guten Morgen", "das dritte Paket", "am Morgen", "der zweite Artikel", "31.2.2026", "so"]
)
def test_what_only_looks_like_a_date(text: str) -> None:
    assert values(text) == []


def test_the_greeting_is_no_date_but_the_day_is() -> None:
    assert values("Guten Morgen, kommt das Paket morgen?") == [("date", "2026-11-23")]
