"""How many of something: with "Stück"/"pieces", or any small number when asked for."""

from collections.abc import Iterator

from bot.understanding.spoken.hearing import Find, Hearing
from bot.understanding.spoken.introduced import introduced
from bot.understanding.spoken.numerals import Number, begins_number, number_at
from bot.understanding.spoken.tables import table

NAME = "quantity"
# What one caller can want of one article on the phone.
_MOST = 999


def quantities(hearing: Hearing) -> Iterator[Find]:
    """Counted pieces; bare numbers only when a quantity is expected."""
    for start, value in introduced(hearing, NAME):
        number = _how_many(hearing, value)
        if number:
            yield Find(NAME, start, number.end, (str(number.value),), 0.8)
    at = 0
    while at < len(hearing.words):
        find = _counted(hearing, at)
        if find:
            yield find
        at = find.end if find else at + 1


def _counted(hearing: Hearing, at: int) -> Find | None:
    number = _how_many(hearing, at)
    if not number:
        return None
    piece = hearing.table("speech", "pieces").at(hearing.words, number.end)
    # "ein paar" is some, "zwei Paar" are two.
    if piece and begins_number(hearing.words, at, hearing.language):
        return Find(NAME, at, piece.end, (str(number.value),), 0.65)
    return Find(NAME, at, number.end, (str(number.value),), 0.6) if hearing.expects(NAME) else None


def _how_many(hearing: Hearing, at: int) -> Number | None:
    if at >= len(hearing.words):
        return None
    number = number_at(hearing.words, at, hearing.language) or _small_word(hearing, at)
    return number if number and 1 <= number.value <= _MOST else None


def _small_word(hearing: Hearing, at: int) -> Number | None:
    """ "eine", "beide", "a dozen"."""
    found = None
    for value in table(f"speech.{hearing.language}")["small_amounts"]:
        phrase = hearing.table("speech", "small_amounts", value).at(hearing.words, at)
        if phrase and (found is None or phrase.end > found.end):
            found = Number(int(value), phrase.end)
    return found
