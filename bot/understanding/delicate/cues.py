"""Explicit cues with guards: phrases a person can read and tune, found in the caller's words.

A cue is words as they are said: `wort*` any ending, `(a|b c)` one of several, `{class}` one of a named list,
`..` up to five words in between, `..2` up to two.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.errors import TuningInvalid
from bot.nlu.spoken_words import normalized
from bot.understanding.delicate.flags import CODES, LEVELS, LONGEST_QUOTE, Level
from bot.understanding.delicate.lexicon import hesitates

GAP = re.compile(r"\.\.(\d*)")
TOKEN = re.compile(r"\.\.\d*|\([^()]*\)|\{\w+\}|[^\s(){}]+")
WORD = re.compile(r"\w+")
# A group within a group, or a choice outside of one: neither would ever be found.
NOT_SAID = re.compile(r"\([^()]*\(|(?:^|\))[^()]*\|")
USUAL_GAP = 5
ENTRY = frozenset({"cue", "level", "unless"})


@dataclass(frozen=True)
class Cue:
    """One phrase of a flag; not counted where one of the guards is found in the same words."""

    code: str
    level: Level
    pattern: re.Pattern[str]
    guards: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Found:
    """A cue that was heard, with the words it was heard in."""

    code: str
    level: Level
    words: str


class Cues:
    """All cues of both languages."""

    def __init__(self, cues: Mapping[str, Sequence[Cue]]) -> None:
        self._cues = cues

    @classmethod
    def of(cls, tuning: Mapping[str, Mapping[str, Any]]) -> "Cues":
        """From the `classes` and `cues` of each language; raises TuningInvalid."""
        return cls({language: list(_of(file)) for language, file in tuning.items()})

    def found(self, text: str, language: str) -> list[Found]:
        """Every flag with an unguarded cue in these words, each with its highest level."""
        plain = f" {' '.join(WORD.findall(normalized(text)))} "
        best: dict[str, Found] = {}
        for cue in self._cues.get(language, ()):
            heard = cue.pattern.search(plain)
            if heard is None or any(guard.search(plain) for guard in cue.guards):
                continue
            known = best.get(cue.code)
            if known is None or LEVELS.index(cue.level) > LEVELS.index(known.level):
                best[cue.code] = Found(cue.code, cue.level, _as_said(heard, plain, text))
        return list(best.values())


def _of(file: Mapping[str, Any]) -> Iterator[Cue]:
    for code, block in file["cues"].items():
        if code not in CODES:
            raise TuningInvalid(f"cues: no such flag: {code}")
        yield from _cues(code, block, file["classes"])


def _cues(code: str, block: Mapping[str, Any], classes: Mapping[str, Any]) -> Iterator[Cue]:
    """`block` has lists of cues by level, and `unless`: guards of all of them."""
    always = [_compiled(guard, classes) for guard in block.get("unless", ())]
    for level, entries in block.items():
        if level == "unless":
            continue
        if level not in LEVELS:
            raise TuningInvalid(f"cues of {code}: no such level: {level}")
        for entry in entries:
            words, guards = _entry(entry, code)
            own = [_compiled(guard, classes) for guard in guards]
            yield Cue(code, level, _compiled(words, classes), (*always, *own))


def _entry(entry: Any, code: str) -> tuple[str, list[str]]:
    if isinstance(entry, str):
        return entry, []
    if not isinstance(entry, dict) or "cue" not in entry or set(entry) - ENTRY:
        raise TuningInvalid(f"cues of {code}: {entry!r} is neither words nor a cue with `unless`")
    return entry["cue"], list(entry.get("unless", ()))


def _compiled(phrase: str, classes: Mapping[str, Any]) -> re.Pattern[str]:
    """The phrase as a pattern over normalized words, each followed by one blank."""
    if NOT_SAID.search(phrase):
        raise TuningInvalid(f"cues: groups do not nest, and `|` stands only within one: {phrase!r}")
    pattern, before_gap = "", ""
    for token in TOKEN.findall(phrase):
        if gap := GAP.fullmatch(token):
            before_gap = rf"(?:\w+ ){{0,{gap[1] or USUAL_GAP}}}"
            continue
        pattern += before_gap + _one_of(_choices(token, classes))
        before_gap = ""
    return re.compile(rf"(?<= ){pattern}")


def _choices(token: str, classes: Mapping[str, Any]) -> list[str]:
    options = token[1:-1].split("|") if token.startswith("(") else [token]
    return [word for option in options for word in _members(option, classes)]


def _members(option: str, classes: Mapping[str, Any]) -> list[str]:
    if not option.startswith("{"):
        return [option]
    try:
        return [str(word) for word in classes[option[1:-1]]]
    except KeyError as error:
        raise TuningInvalid(f"cues: no class {option}") from error


def _one_of(choices: Sequence[str]) -> str:
    return f"(?:{'|'.join(_words(choice) for choice in choices)})"


def _words(choice: str) -> str:
    """ "" stands for nothing at all, so that a word may be left out; hesitations are never heard."""
    return "".join(f"{_word(word)} " for word in choice.split() if not hesitates(word))


def _word(word: str) -> str:
    bare = normalized(word.replace("*", "")) if word != "*" else ""
    return (r"\w*" if word.startswith("*") else "") + re.escape(bare) + (r"\w*" if word.endswith("*") else "")


def _as_said(heard: re.Match[str], plain: str, text: str) -> str:
    """The words of `text` at the same place; normalizing may have joined some, so the place is a share."""
    words, said = plain.split(), text.split()
    start = len(plain[: heard.start()].split())
    length = len(heard.group().split())
    first = round(start * len(said) / max(len(words), 1))
    last = max(first + 1, round((start + length) * len(said) / max(len(words), 1)))
    return " ".join(said[first : min(last, first + LONGEST_QUOTE)])
