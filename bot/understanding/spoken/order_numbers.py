"""Order numbers: two letters and six digits, spoken, spelled or written in any of the usual ways."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.understanding.spoken.confusions import codes_alike
from bot.understanding.spoken.dictation import Dictated, dictated, run_end, runs
from bot.understanding.spoken.hearing import Find, Hearing
from bot.understanding.spoken.introduced import introduced
from bot.understanding.spoken.letters import letters_at, run_together
from bot.understanding.spoken.tables import lexicon

NAME = "order_number"
SIX = frozenset({6})
_SIGNS = frozenset(".,-–—/:_ ")


class Prefix(NamedTuple):
    """The letters of an order number, the word index after them and how sure they are."""

    code: str
    end: int
    score: float


def order_numbers(hearing: Hearing) -> Iterator[Find]:
    """Order numbers with their letters; bare digits only when announced or expected."""
    at = 0
    while at < len(hearing.words):
        find = _lettered(hearing, at)
        if find:
            yield find
        at = find.end if find else at + 1
    for start, value in introduced(hearing, NAME):
        yield from _bare(hearing, start, value, 0.8)
    if hearing.expects(NAME):
        for start, _ in runs(hearing):
            yield from _bare(hearing, start, start, 0.75)


def _lettered(hearing: Hearing, at: int) -> Find | None:
    for prefix in _prefixes_at(hearing, at):
        start = _past_joints(hearing, prefix.end)
        end = run_end(hearing, start)
        said = dictated(hearing, start, end, SIX, stop_early=True) if end > start else None
        if said:
            return Find(NAME, at, said.end, _codes(said, (prefix.code,)), prefix.score)
    return None


def _bare(hearing: Hearing, start: int, value: int, score: float) -> Iterator[Find]:
    end = run_end(hearing, value)
    said = dictated(hearing, value, end, SIX) if end > value else None
    if said:
        yield Find(NAME, start, said.end, _codes(said, hearing.prefixes), score)


def _codes(said: Dictated, prefixes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{prefix}-{reading.digits}" for reading in said.readings for prefix in prefixes)


def _past_joints(hearing: Hearing, start: int) -> int:
    joints = (hearing.table("speech", "separators"), hearing.table("speech", "fillers"))
    return hearing.skip(start, *joints, hearing.table("speech", "bridges"), signs=_SIGNS)


def _prefixes_at(hearing: Hearing, at: int) -> Iterator[Prefix]:
    """The shop's own letters first, letters that sound like them next, other clear letters last."""
    together = hearing.words[at].folded
    for code in hearing.prefixes:
        if together in run_together(code, hearing.language):
            yield Prefix(code, at + 1, 1.0)
        elif together.isalpha() and codes_alike(together, code):
            yield Prefix(code, at + 1, 0.8)
    for spelled, end in _spelled(hearing, at, {len(code) for code in hearing.prefixes}):
        alike = [code for code in hearing.prefixes if codes_alike(spelled, code)]
        yield from (Prefix(code, end, 1.0 if spelled == code else 0.8) for code in alike)
        if not alike and _written_letters(hearing, at, end):
            yield Prefix(spelled, end, 0.7)
    if len(together) == 2 and hearing.words[at].raw.isupper():
        yield Prefix(hearing.words[at].raw, at + 1, 0.7)


def _spelled(hearing: Hearing, at: int, lengths: set[int]) -> Iterator[tuple[str, int]]:
    """Each way to read letters one by one from `at`, as many as a prefix has."""
    if _between(hearing, at) > at:
        return
    open_ends = [("", at)]
    for _ in range(max(lengths, default=0)):
        open_ends = [
            (text + letters.text.upper(), letters.end)
            for text, end in open_ends
            for letters in letters_at(hearing, _between(hearing, end) if text else end)
        ][:8]
        yield from (found for found in open_ends if len(found[0]) in lengths)


def _between(hearing: Hearing, at: int) -> int:
    """Past what may stand between two letters; letter names that are also fillers stay letters."""
    at = hearing.skip(at, signs=_SIGNS)
    fillers = hearing.table("speech", "fillers")
    skipped = hearing.skip(at, fillers, signs=_SIGNS)
    return at if skipped > at and letters_at(hearing, at) and not letters_at(hearing, skipped) else skipped


def _written_letters(hearing: Hearing, start: int, end: int) -> bool:
    """Unknown letters count only one by one or spelled with their words, never as stray short words."""
    explained = lexicon("letters", "as_in", hearing.language)
    words = hearing.words[start:end]
    return all(
        len(word.raw) == 1 or word.folded in lexicon("letters", "words") or word.folded in explained
        for word in words
    )
