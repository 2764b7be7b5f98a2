"""What callers say, without what names them: everybody who tunes reads only this. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from bot.privacy.patterns import forms, numbers
from bot.privacy.people import People
from bot.privacy.spans import Span, outside, without
from bot.privacy.streets import streets

CITY_AFTER = re.compile(r"\s+(?:in\s+)?([A-ZÄÖÜ][^\W\d_]+(?:\s(?:am|an der|im|a\.)\s[A-ZÄÖÜ][^\W\d_]+)?)")
POSTCODE = re.compile(r"\d{4,5}")
SHORTEST_KNOWN = 3
# Of these also one word alone names the person.
BY_WORD = ("name", "street")


@dataclass(frozen=True)
class Heard:
    """What others found in the words: `personal` is taken out, numbers in `harmless` may stay.

    `known` are values of this person from elsewhere, by kind: ("name", "Petra Kühn"), ("email", …).
    """

    personal: tuple[Span, ...] = ()
    harmless: tuple[Span, ...] = ()
    known: tuple[tuple[str, str], ...] = ()


NOTHING = Heard()


class Redaction:
    """`vocabularies`: the words of every day by language, lower case."""

    def __init__(self, vocabularies: dict[str, Collection[str]]) -> None:
        self._people = {language: People(language, words) for language, words in vocabularies.items()}

    def __call__(self, text: str, language: str, heard: Heard = NOTHING) -> str:
        """The words with placeholders like `[name]`; done twice it changes nothing more."""
        found = [*heard.personal, *_known(text, heard.known), *forms(text), *streets(text, language)]
        found += [span for span in numbers(text) if not _within(span, heard.harmless)]
        found += self._people[language](text)
        return without(text, outside([*found, *_cities(text, found)], text))


def _known(text: str, known: Iterable[tuple[str, str]]) -> Iterator[Span]:
    """Values told elsewhere, whole or a word of them."""
    for kind, value in known:
        parts = re.findall(r"[^\W_]+", value)
        single = [part for part in parts if len(part) >= SHORTEST_KNOWN and not part.isdigit()]
        single = single if kind in BY_WORD else []
        whole = r"[\W_]+".join(map(re.escape, parts))
        for wanted in ([whole] if parts else []) + [re.escape(part) for part in single]:
            for found in re.finditer(rf"(?<!\w){wanted}(?!\w)", text, re.IGNORECASE):
                yield Span(found.start(), found.end(), kind)


def _cities(text: str, found: Iterable[Span]) -> Iterator[Span]:
    """The place named right after a postcode."""
    for span in found:
        postcode = span.kind == "postcode" or POSTCODE.fullmatch(text[span.start : span.end])
        if postcode and (city := CITY_AFTER.match(text, span.end)):
            yield Span(city.start(1), city.end(1), "city")


def _within(span: Span, others: Iterable[Span]) -> bool:
    return any(one.start <= span.start and span.end <= one.end for one in others)
