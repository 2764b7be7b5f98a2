"""Shortest way for the tests beside this file to have an utterance read."""

from datetime import date

from hypothesis import settings

from bot.understanding.entities import Entity, read_entities

# Two cores shared with servers and browsers: a single slow example says nothing about the readers.
patiently = settings(deadline=None)
# A Sunday.
TODAY = date(2026, 11, 22)


def heard(
    text: str, language: str = "de", expecting: str | None = None, region: str = "DE"
) -> tuple[Entity, ...]:
    return read_entities(text, language, expecting=expecting, today=TODAY, region=region)


def values(text: str, language: str = "de", expecting: str | None = None) -> list[tuple[str, str]]:
    return [(entity.name, entity.value) for entity in heard(text, language, expecting)]


def readings(text: str, name: str, language: str = "de", expecting: str | None = None) -> tuple[str, ...]:
    found = [entity for entity in heard(text, language, expecting) if entity.name == name]
    assert len(found) == 1, f"{name} found {len(found)} times in {text!r}"
    return found[0].readings
