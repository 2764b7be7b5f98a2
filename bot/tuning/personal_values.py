"""What the hotline's own understanding finds personal in words: numbers, addresses of mail, spelled names."""

from collections.abc import Iterator
from datetime import date

from bot.privacy.patterns import is_harmless
from bot.privacy.redaction import Heard
from bot.privacy.spans import Span
from bot.understanding.entities import Entity, read_entities
from bot.understanding.spoken.dictation import dictated, run_end, runs
from bot.understanding.spoken.hearing import Hearing
from bot.understanding.spoken.letters import letters_at
from bot.understanding.spoken.numerals import number_at, spoken_value

PERSONAL = frozenset({"order_number", "phone_number", "email", "name", "postcode", "code"})
HARMLESS = frozenset({"amount", "date", "time", "quantity", "article_number"})
BIRTH = {
    "de": ("geboren", "geburtsdatum", "geburtstag", "geb.", "jahrgang"),
    "en": ("born", "birth", "birthday"),
}
# Nobody was born later who orders, and nothing was ordered earlier.
YOUNGEST = 14
LENGTHS = frozenset(range(4, 40))
FEWEST_LETTERS = 3
# So far before a date its introduction is looked for.
BEFORE = 40


def heard_in(text: str, language: str, today: date, expecting: str | None = None) -> Heard:
    """In one utterance; `expecting` is what it answered."""
    entities = read_entities(text, language, expecting=expecting, today=today)
    hearing = Hearing(text, language, today, expecting)
    births = [one for one in entities if one.name == "date" and _is_birth(one, text, language, today)]
    personal = [_span(one, one.name) for one in entities if one.name in PERSONAL]
    personal += [_span(one, "date_of_birth") for one in births]
    harmless = [_span(one, one.name) for one in entities if one.name in HARMLESS and one not in births]
    numbers = [one for one in _numbers(hearing) if _is_long(one, harmless, hearing)]
    return Heard((*personal, *numbers, *_spelled(hearing)), tuple(harmless))


def _span(one: Entity, kind: str) -> Span:
    return Span(one.start, one.end, kind)


def _is_birth(one: Entity, text: str, language: str, today: date) -> bool:
    before = text[max(0, one.start - BEFORE) : one.start].casefold()
    told = any(cue in before for cue in BIRTH[language])
    return (told and one.value < today.isoformat()) or _year(one.value, today) <= today.year - YOUNGEST


def _year(value: str, today: date) -> int:
    return int(value[:4]) if value[:4].isdigit() else today.year


def _numbers(hearing: Hearing) -> Iterator[Span]:
    """Four digits and more, however they are said."""
    for start, _ in runs(hearing):
        end = run_end(hearing, start)
        if said := dictated(hearing, start, end, LENGTHS):
            span = Span(hearing.words[start].start, hearing.words[said.end - 1].end, "number")
            if not (is_harmless(hearing.text[span.start : span.end]) or _is_count(hearing, start, said.end)):
                yield span


def _is_count(hearing: Hearing, start: int, end: int) -> bool:
    """ "two hundred", "zweitausend": said as one number, it counts something."""
    number = number_at(hearing.words, start, hearing.language)
    return (
        number is not None
        and number.end >= end
        and not any(word.is_digits for word in hearing.words[start:end])
    )


def _spelled(hearing: Hearing) -> Iterator[Span]:
    """A word given letter by letter."""
    at = 0
    while at < len(hearing.words):
        end, letters = at, 0
        while end < len(hearing.words) and (found := letters_at(hearing, end)):
            end, letters = hearing.skip(found[0].end, signs=".,-–"), letters + 1
        single = [word for word in hearing.words[at:end] if len(word.raw) == 1 and word.raw.isalpha()]
        if letters >= FEWEST_LETTERS and len(single) >= FEWEST_LETTERS:
            yield Span(hearing.words[at].start, hearing.words[end - 1].end, "spelled")
        at = max(end, at + 1)


def _is_long(span: Span, harmless: list[Span], hearing: Hearing) -> bool:
    """Whether four digits are left of it beside days, times and amounts ("zwischen 10 und 12 Uhr")."""
    words = [word for word in hearing.words if span.start <= word.start and word.end <= span.end]
    left = [word for word in words if not any(one.start <= word.start < one.end for one in harmless)]
    if len(left) == len(words):
        return True
    digits = sum(len(word.raw) for word in left if word.is_digits)
    return digits + sum(spoken_value(word.folded, hearing.language) is not None for word in left) >= min(
        LENGTHS
    )
