"""Which position of an order a caller means, from a few words about it. Pure."""

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from bot.shop.product_words import filler_words, normalise

# "Vase" for a Blumenvase; shorter ends are endings, not words.
SHORTEST_PART = 4
SHORTEST_SLIP = 6
SLIP = 86.0
# A word of the article's own name says more than a synonym.
NAME, SYNONYM = 2, 1


def line_named(text: str, names: Sequence[tuple[str, Iterable[str]]]) -> int | None:
    """The place of the one meant among `names` (a name, its synonyms); None when none or several fit."""
    said = [word for word in normalise(text).split() if word not in filler_words()]
    scores = [_score(said, name, synonyms) for name, synonyms in names]
    best = max(scores, default=0)
    return scores.index(best) if best and scores.count(best) == 1 else None


def without_words(text: str, name: str) -> str:
    """The text without the words of this name: "the lid of the glass pot" is not about glass."""
    own = normalise(name).split()
    return " ".join(word for word in normalise(text).split() if word not in own)


def _score(said: list[str], name: str, synonyms: Iterable[str]) -> int:
    own, other = normalise(name).split(), normalise(" ".join(synonyms)).split()
    return sum(NAME if _is_one_of(word, own) else SYNONYM if _is_one_of(word, other) else 0 for word in said)


def _is_one_of(word: str, words: Iterable[str]) -> bool:
    return any(_same(word, other) for other in words)


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if shorter.isdigit() or len(shorter) < SHORTEST_PART:
        return False
    # "von den Gläsern": a last letter too many is an ending.
    ends = (shorter, shorter[:-1]) if len(shorter) >= SHORTEST_SLIP else (shorter,)
    if longer.startswith(shorter) or longer.endswith(ends):
        return True
    return len(shorter) >= SHORTEST_SLIP and fuzz.ratio(one, other) >= SLIP
