"""Which of a few offered options a caller takes."""

from functools import cache

from bot.understanding.spoken.lexicon import Lexicon
from bot.understanding.spoken.tables import table
from bot.understanding.spoken.words import Word, fold, split

_NONE = "0"
_LAST = "last"


def read_choice(text: str, language: str, options: int) -> int | None:
    """The option taken, from 1; 0 for none of them; None when the text does not say."""
    words = tuple(word for word in split(text) if not word.is_sign)
    taken = _taken(words, _options(language))
    if taken is None or len(taken) != 1:
        return None
    only = taken.pop()
    number = options if only == _LAST else int(only)
    return number if 0 <= number <= options else None


def _taken(words: tuple[Word, ...], phrases: Lexicon) -> set[str] | None:
    """Every option named; None when other things are said too."""
    taken: set[str] = set()
    at = 0
    while at < len(words):
        phrase = phrases.at(words, at)
        if phrase is None:
            return None
        taken |= {phrase.meaning} - {""}
        at = phrase.end
    return _without_the_article(words, taken, phrases)


def _without_the_article(words: tuple[Word, ...], taken: set[str], phrases: Lexicon) -> set[str]:
    """ "die eine, nein, die zweite" names two; "the second one" only the second."""
    return taken - {"1"} if len(taken) > 1 and not _says_first(words, phrases) else taken


def _says_first(words: tuple[Word, ...], phrases: Lexicon) -> bool:
    weak = {fold(word) for word in ("one", "ein", "eine")}
    return any(phrases.meaning(word.folded) == "1" and word.folded not in weak for word in words)


@cache
def _options(language: str) -> Lexicon:
    parts = table(f"choices.{language}")
    entries = [(phrase, _NONE) for phrase in parts["none"]]
    for kind in ("ordinals", "numbers"):
        entries += [(word, str(number)) for number, words in parts[kind].items() for word in words]
    entries += [(word, _LAST) for word in parts["last"]]
    return Lexicon([*entries, *((word, "") for word in parts["around"])])
