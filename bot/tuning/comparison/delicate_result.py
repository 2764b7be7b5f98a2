"""What both gates find of the delicate exam; both by today's exam, cues and limits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.tuning.comparison.tally import Tally
from bot.understanding.delicate.exam import SAID_OUTRIGHT
from bot.understanding.delicate.examples import Example


@dataclass(frozen=True)
class Looked:
    """One sentence of the exam with the flags each gate raised."""

    example: Example
    before: frozenset[str]
    after: frozenset[str]

    @property
    def is_alike(self) -> bool:
        """Only looks delicate: no flag is right."""
        return not self.example.flags

    @property
    def said_outright(self) -> bool:
        """Whether a gate must find it; a hint may be missed."""
        return self.example.flags.get(self.example.about, "") in SAID_OUTRIGHT

    @property
    def right(self) -> tuple[bool, bool]:
        """Before and after: found what it is about, or stayed silent on a look-alike."""
        if self.is_alike:
            return not self.before, not self.after
        return self.example.about in self.before, self.example.about in self.after


def looked(
    exam: Sequence[Example], before: Sequence[frozenset[str]], after: Sequence[frozenset[str]]
) -> list[Looked]:
    """What each gate raised, sentence by sentence in the exam's order."""
    return [Looked(*one) for one in zip(exam, before, after, strict=True)]


def delicate_result(found: Iterable[Looked]) -> dict[str, Any]:
    """{"same": False, "flags": {"crisis": {"de": {…}}}, "alike": {"de": {…}}}, each {…} a Tally.

    Right is: found of what was said outright, as a promotion is judged; of look-alikes, silent.
    """
    flags: dict[str, dict[str, Tally]] = {}
    alike: dict[str, Tally] = {}
    for one in found:
        language = one.example.language
        if one.is_alike:
            alike.setdefault(language, Tally()).add(*one.right)
        elif one.said_outright:
            flags.setdefault(one.example.about, {}).setdefault(language, Tally()).add(*one.right)
    by_flag = {
        code: {language: tally.to_json() for language, tally in sorted(languages.items())}
        for code, languages in flags.items()
    }
    silent = {language: tally.to_json() for language, tally in sorted(alike.items())}
    return {"same": False, "flags": by_flag, "alike": silent}


# Both versions have the same gate: it finds the same.
SAME: dict[str, Any] = {"same": True, "flags": {}, "alike": {}}
