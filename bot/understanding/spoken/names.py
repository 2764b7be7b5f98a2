"""Callers' names: after "mein Name ist", or as the whole answer when a name was asked for."""

from collections.abc import Iterator

from bot.understanding.spoken.hearing import Find, Hearing
from bot.understanding.spoken.letters import letters_at

NAME = "name"
_MOST_PARTS = 4
_PARTICLES = frozenset(
    {"von", "van", "de", "zu", "zur", "der", "den", "di", "da", "le", "la", "el", "al", "bin", "mc"}
)


def names(hearing: Hearing) -> Iterator[Find]:
    """Introduced names; a short answer of name-like words only when a name is expected."""
    introductions = hearing.table("speech", "name_introductions")
    found = False
    for at in range(len(hearing.words)):
        phrase = introductions.at(hearing.words, at)
        find = _name_at(hearing, phrase.end, 0.85) if phrase else None
        if find:
            found = True
            yield find
    if hearing.expects(NAME) and not found:
        yield from _whole_answer(hearing)


def _whole_answer(hearing: Hearing) -> Iterator[Find]:
    find = _name_at(hearing, _past_lead(hearing, 0), 0.7)
    if find and hearing.skip(find.end, hearing.table("speech", "fillers"), signs=".,!") == len(hearing.words):
        yield find


def _past_lead(hearing: Hearing, at: int) -> int:
    around = (hearing.table("speech", "fillers"), hearing.table("speech", "name_titles"))
    return hearing.skip(at, *around, signs=".,:-")


def _name_at(hearing: Hearing, start: int, score: float) -> Find | None:
    start = _past_lead(hearing, start)
    spelled = _spelled(hearing, start)
    if spelled:
        return Find(NAME, start, spelled[1], (spelled[0],), score)
    parts, end = _parts(hearing, start)
    return Find(NAME, start, end, (" ".join(parts),), score) if parts else None


def _parts(hearing: Hearing, start: int) -> tuple[list[str], int]:
    """Name-like words up to the first that cannot be one; hyphens join, particles need a name after them."""
    parts: list[str] = []
    at = end = start
    while at < len(hearing.words) and len(parts) < _MOST_PARTS:
        word = hearing.words[at]
        if word.folded == "-" and parts and at + 1 < len(hearing.words) and _name_like(hearing, at + 1):
            parts[-1] += "-" + _cased(hearing.words[at + 1].raw)
            at = end = at + 2
            continue
        particle = word.folded in _PARTICLES and at + 1 < len(hearing.words)
        if not particle and not _name_like(hearing, at):
            break
        parts.append(word.folded if particle else _cased(word.raw))
        at += 1
        end = end if particle else at
    return parts[: _without_open_particles(parts)], end


def _without_open_particles(parts: list[str]) -> int:
    count = len(parts)
    while count and parts[count - 1] in _PARTICLES:
        count -= 1
    return count


def _name_like(hearing: Hearing, at: int) -> bool:
    word = hearing.words[at]
    usual = word.folded in hearing.table("speech", "not_names") or word.folded in hearing.table(
        "speech", "fillers"
    )
    return word.raw[0].isalpha() and not usual and len(word.raw) <= 40


def _cased(raw: str) -> str:
    """Recognisers write names small or in capitals; a name with its own capitals ("McCormick") keeps them."""
    return raw if raw[1:] != raw[1:].lower() and not raw.isupper() else raw[:1].upper() + raw[1:].lower()


def _spelled(hearing: Hearing, start: int) -> tuple[str, int] | None:
    """A name spelled letter by letter, at least three letters."""
    text, at = "", start
    while at < len(hearing.words):
        found = letters_at(hearing, at)
        if not found:
            break
        text, at = text + found[0].text, hearing.skip(found[0].end, signs=".,-–")
    single = at - start >= 3 and any(len(word.raw) == 1 for word in hearing.words[start:at])
    return (text.capitalize(), at) if len(text) >= 3 and single else None
