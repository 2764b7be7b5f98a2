"""What telephone audio makes of letters and numbers that sound alike."""

from collections.abc import Iterator
from functools import cache

from bot.understanding.spoken.tables import table


@cache
def _letter_groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group) for group in table("confusions")["letters"])


@cache
def _digit_swaps() -> tuple[tuple[str, str], ...]:
    pairs = [tuple(pair) for pair in table("confusions")["digits"]]
    return tuple((one, other) for a, b in pairs for one, other in ((a, b), (b, a)))


def letters_alike(one: str, other: str) -> bool:
    """Whether two different letters are taken for each other."""
    return one != other and any({one, other} <= group for group in _letter_groups())


def codes_alike(one: str, other: str) -> bool:
    """Whether two codes of letters differ only in letters that sound alike."""
    return len(one) == len(other) and all(
        a == b or letters_alike(a, b) for a, b in zip(one.upper(), other.upper(), strict=True)
    )


def misheard(code: str) -> Iterator[str]:
    """Each code one mishearing away: a digit, a teen for a tens, or a letter."""
    for place in range(len(code)):
        for one, other in _digit_swaps():
            if code.startswith(one, place):
                yield code[:place] + other + code[place + len(one) :]
        for group in _letter_groups():
            if code[place] in group:
                yield from (code[:place] + letter + code[place + 1 :] for letter in group - {code[place]})
