"""Whether a difference may be chance: exact tests on the sentences that changed, nothing approximate."""

from fractions import Fraction
from math import comb


def by_chance(broken: int, fixed: int) -> float:
    """How likely at least so many of the changed sentences are broken ones, were both versions as good.

    The one-sided exact McNemar test: of sentences that only one version understands, each version gets as
    many as heads and tails of a fair coin. Sentences that both (or neither) understand tell nothing. 1 where
    nothing changed.
    """
    changed = broken + fixed
    unlucky: int = sum(comb(changed, heads) for heads in range(broken, changed + 1))
    return float(Fraction(unlucky, 2**changed))
