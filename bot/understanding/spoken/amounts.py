"""Amounts of money as "64.70", whatever the currency."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.understanding.spoken.hearing import Find, Hearing
from bot.understanding.spoken.numerals import below_hundred_at, number_at
from bot.understanding.spoken.words import glued

NAME = "amount"
_BEFORE = frozenset({"€", "£", "$", "eur", "chf"})


class _Sum(NamedTuple):
    cents: int
    end: int
    decimals: bool


def amounts(hearing: Hearing) -> Iterator[Find]:
    """Amounts with their currency; a bare number or "vierundsechzig siebzig" only when expected."""
    at = 0
    while at < len(hearing.words):
        find = _amount(hearing, at)
        if find:
            yield find
        at = find.end if find else at + 1


def _amount(hearing: Hearing, at: int) -> Find | None:
    signed = hearing.words[at].folded in _BEFORE
    start = at + 1 if signed else at
    total = _sum(hearing, start) if start < len(hearing.words) else None
    if not total:
        return None
    money = hearing.table("speech", "money").at(hearing.words, total.end)
    if money:
        total = _with_cents(hearing, total, money.end)
    elif not signed:
        return _bare(hearing, at, total)
    return Find(NAME, at, total.end, (_written(total.cents),), 0.9)


def _bare(hearing: Hearing, at: int, total: _Sum) -> Find | None:
    if not hearing.expects(NAME):
        return None
    pair = None if total.decimals else _with_cents(hearing, total, total.end)
    total = pair or total
    return Find(NAME, at, total.end, (_written(total.cents),), 0.7)


def _sum(hearing: Hearing, at: int) -> _Sum | None:
    figures = _figures(hearing, at)
    if figures:
        return figures
    whole = number_at(hearing.words, at, hearing.language)
    if whole is None:
        one = hearing.table("speech", "small_amounts", 1).at(hearing.words, at)
        return _Sum(100, one.end, False) if one and _named_money(hearing, one.end) else None
    point = hearing.table("speech", "decimal").at(hearing.words, whole.end)
    cents = _spoken_decimals(hearing, point.end) if point else None
    if cents:
        return _Sum(whole.value * 100 + cents[0], cents[1], True)
    return _Sum(whole.value * 100, whole.end, False)


def _named_money(hearing: Hearing, at: int) -> bool:
    """ "ein Euro"; in "a $52 payment" the sign belongs to what follows."""
    money = hearing.table("speech", "money").at(hearing.words, at)
    return money is not None and not hearing.words[at].is_sign


def _spoken_decimals(hearing: Hearing, at: int) -> tuple[int, int] | None:
    """ "Komma sieben" 70, "Komma null fünf" 5, "point nine nine" 99."""
    first = below_hundred_at(hearing.words, at, hearing.language) if at < len(hearing.words) else None
    if first is None or first.value > 99:
        return None
    if first.value >= 10:
        return first.value, first.end
    second = below_hundred_at(hearing.words, first.end, hearing.language)
    if second and second.value < 10:
        return first.value * 10 + second.value, second.end
    return first.value * 10, first.end


def _figures(hearing: Hearing, at: int) -> _Sum | None:
    """64,70 or 1.234,50 or 64.70: the last sign before two digits is the decimal one."""
    words = hearing.words
    if not words[at].is_digits or len(words[at].folded) > 9:
        return None
    digits, end = words[at].folded, at + 1
    while end + 1 < len(words) and words[end].folded in (",", ".", "'", "’") and _run_on(hearing, end):
        if len(words[end + 1].folded) == 2:
            return _Sum(int(digits + words[end + 1].folded), end + 2, True)
        if len(words[end + 1].folded) != 3 or len(digits) > 9:
            break
        digits, end = digits + words[end + 1].folded, end + 2
    return _Sum(int(digits) * 100, end, False) if end > at + 1 else None


def _run_on(hearing: Hearing, sign: int) -> bool:
    before, mark, after = hearing.words[sign - 1 : sign + 2]
    return after.is_digits and glued(before, mark) and glued(mark, after)


def _with_cents(hearing: Hearing, total: _Sum, at: int) -> _Sum:
    """ "64 Euro 70", "sixty-four pounds and seventy pence"; without "Cent" only two-digit cents count."""
    if total.decimals:
        return total._replace(end=at)
    after = hearing.skip(at, hearing.table("digits", "and"))
    cents = below_hundred_at(hearing.words, after, hearing.language) if after < len(hearing.words) else None
    if not cents or cents.value > 99:
        return total._replace(end=at)
    named = hearing.table("speech", "cents").at(hearing.words, cents.end)
    if not named and (cents.value < 10 or hearing.table("speech", "pieces").at(hearing.words, cents.end)):
        return total._replace(end=at)
    return _Sum(total.cents + cents.value, named.end if named else cents.end, True)


def _written(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
