"""The part of a spoken e-mail address after the "at"."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.understanding.spoken.hearing import Hearing
from bot.understanding.spoken.tables import lexicon
from bot.understanding.spoken.words import glued

_MOST_LABELS = 4


class Domain(NamedTuple):
    """A domain name and the word index after it."""

    name: str
    end: int


def domain_at(hearing: Hearing, start: int) -> Domain | None:
    """The domain that begins at `start`: labels up to a known ending, or a provider by its name alone."""
    start = hearing.skip(start, lexicon("mail", "dropped"))
    return _dotted(hearing, start) or _provider(hearing, start)


def _provider(hearing: Hearing, start: int) -> Domain | None:
    phrase = lexicon("mail", "providers").at(hearing.words, start)
    return Domain(phrase.meaning, phrase.end) if phrase else None


def _dotted(hearing: Hearing, start: int) -> Domain | None:
    labels: list[str] = []
    at, best = start, None
    for label, end in _labels(hearing, at):
        labels.append(label)
        at = _dot(hearing, end)
        if at == end or len(labels) > _MOST_LABELS:
            break
        ending = lexicon("mail", "endings").at(hearing.words, at)
        if ending:
            best = Domain(".".join([*labels, ending.meaning]), ending.end)
    return _with_country(hearing, best) if best else None


def _with_country(hearing: Hearing, domain: Domain) -> Domain:
    """ "co punkt uk"."""
    at = _dot(hearing, domain.end)
    ending = lexicon("mail", "endings").at(hearing.words, at) if at > domain.end else None
    return Domain(f"{domain.name}.{ending.meaning}", ending.end) if ending else domain


def _labels(hearing: Hearing, at: int) -> Iterator[tuple[str, int]]:
    """The names between the dots, providers under their own spelling."""
    for _ in range(_MOST_LABELS):
        if at >= len(hearing.words):
            return
        known = lexicon("mail", "providers").at(hearing.words, at)
        label, end = (known.meaning.rpartition(".")[0], known.end) if known else _label(hearing, at)
        if not label:
            return
        yield label, end
        at = _dot(hearing, end)


def _label(hearing: Hearing, at: int) -> tuple[str, int]:
    """Words joined by hyphens, or single letters and digits one after another."""
    parts: list[str] = []
    while at < len(hearing.words):
        hyphen = lexicon("mail", "signs", "-").at(hearing.words, at)
        if parts and hyphen:
            parts.append("-")
            at = hyphen.end
            continue
        if hearing.words[at].is_sign or (parts and not _goes_on(hearing, parts, at)):
            break
        parts.append(hearing.words[at].folded)
        at += 1
    return "".join(parts).strip("-"), at


def _goes_on(hearing: Hearing, parts: list[str], at: int) -> bool:
    word = hearing.words[at]
    letters = len(parts[-1]) == 1 and len(word.folded) == 1
    return parts[-1] == "-" or letters or glued(hearing.words[at - 1], word)


def _dot(hearing: Hearing, at: int) -> int:
    phrase = lexicon("mail", "signs", ".").at(hearing.words, at)
    return phrase.end if phrase else at
