"""What callers want of a subscription: the kind of change, and its day or number."""

from datetime import date

import pytest

from bot.understanding.subscription_words import day_in, end_in, kind_of_change, pieces_in, weeks_in

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("bitte pausieren bis februar", "de", "pause"),
        ("die nächste lieferung auslassen", "de", "skip"),
        ("nur noch alle acht wochen", "de", "interval"),
        ("zwei packungen statt einer", "de", "quantity"),
        ("ich bin umgezogen", "de", "address"),
        ("können sie die lieferung verschieben", "de", "date"),
        ("ich will was ändern", "de", None),
        ("put it on hold please", "en", "pause"),
        ("skip the next one", "en", "skip"),
        ("every six weeks instead", "en", "interval"),
        ("two packs from now on", "en", "quantity"),
    ],
)
def test_the_kind_of_change(text: str, language: str, kind: str | None) -> None:
    assert kind_of_change(text, language) == kind


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("bis zum ersten februar", "de", date(2027, 2, 1)),
        ("bis zum ersten august", "de", date(2027, 8, 1)),
        ("zwei monate lang", "de", date(2027, 1, 23)),
        ("für drei wochen", "de", date(2026, 12, 14)),
        ("einen monat", "de", date(2026, 12, 23)),
        ("until the first of february", "en", date(2027, 2, 1)),
        ("for two months", "en", date(2027, 1, 23)),
        ("lange", "de", None),
    ],
)
def test_the_day_lies_ahead(text: str, language: str, day: date | None) -> None:
    assert day_in(text, language, TODAY) == day


@pytest.mark.parametrize(
    ("text", "language", "weeks"),
    [
        ("alle sechs wochen", "de", 6),
        ("alle 8 Wochen", "de", 8),
        ("monatlich", "de", 4),
        ("jede woche", "de", 1),
        ("alle zwei monate", "de", 8),
        ("every three weeks", "en", 3),
        ("weekly", "en", 1),
        ("oft", "de", None),
    ],
)
def test_the_weeks_between(text: str, language: str, weeks: int | None) -> None:
    assert weeks_in(text, language) == weeks


def test_the_pieces_wanted_come_first() -> None:
    assert pieces_in("zwei packungen statt einer", "de", TODAY) == 2
    assert pieces_in("gar nichts", "de", TODAY) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("zum 31. März", date(2027, 3, 31)),
        ("zum ersten august", date(2027, 8, 1)),
        ("das abo vom dritten november", None),
        ("sofort", None),
    ],
)
def test_an_end_is_not_a_beginning(text: str, day: date | None) -> None:
    assert end_in(text, "de", TODAY) == day
