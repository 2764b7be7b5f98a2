"""Values announced by a word before them: "Bestellnummer …", "my postcode is …"."""

from collections.abc import Iterator

from bot.understanding.spoken.hearing import Hearing

_MOST_BRIDGES = 6


def introduced(hearing: Hearing, name: str) -> Iterator[tuple[int, int]]:
    """Where each announcement of `name` begins, and where the announced value would."""
    lexicon = hearing.table("speech", "introductions", name)
    at = 0
    while at < len(hearing.words):
        phrase = lexicon.at(hearing.words, at)
        if phrase:
            yield at, after_bridges(hearing, phrase.end)
        at = phrase.end if phrase else at + 1


def after_bridges(hearing: Hearing, start: int) -> int:
    """Past the few small words and signs between an announcement and its value."""
    bridges, fillers = hearing.table("speech", "bridges"), hearing.table("speech", "fillers")
    at = start
    for _ in range(_MOST_BRIDGES):
        step = hearing.skip(at, signs=":,.-…")
        phrase = bridges.at(hearing.words, step) or fillers.at(hearing.words, step)
        if not phrase:
            return step
        at = phrase.end
    return at
