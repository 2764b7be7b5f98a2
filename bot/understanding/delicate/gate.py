"""The delicate gate: is something said that needs a person? Before Rasa, without Rasa, in every state."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp

from bot.understanding.delicate.clauses import windows
from bot.understanding.delicate.cues import Cues, Found
from bot.understanding.delicate.flags import CODES, LEVELS, LONGEST_QUOTE, Flag, Level
from bot.understanding.delicate.limits import Limits
from bot.understanding.delicate.model import DelicateModel

# A second flag counts when it is this close to the clearest one, or sure and at least this share of it.
CLOSE, SHARE = 0.3, 0.5
# Where the classifier is not sure, a question; asking for what is theirs by right is no reason to ask one.
UNSURE: dict[str, Level] = {"privacy_incident": "request"}
# A cue alone has no share of certainty to tell; it was written by a person who was sure.
CUE_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Seen:
    """What the classifier says of one flag."""

    margin: float
    limits: Limits

    @property
    def counts(self) -> bool:
        """At least worth a question."""
        return self.margin >= self.limits.asked

    @property
    def sure(self) -> bool:
        """As good as said outright."""
        return self.margin >= self.limits.sure

    @property
    def allows_cue(self) -> bool:
        """Not sure of the contrary."""
        return self.margin >= self.limits.overruled

    @property
    def certainty(self) -> float:
        """0.5 at the limit, towards 1 well above it."""
        return 1 / (1 + exp(-4 * (self.margin - self.limits.asked)))

    def stands_beside(self, clearest: float) -> bool:
        """A faint second situation beside a plain one is most often its echo."""
        return self.margin >= clearest - CLOSE or (self.sure and self.margin >= clearest * SHARE)


class Gate:
    """Looks at one utterance; knows nothing of the conversation it stands in."""

    def __init__(self, cues: Cues, model: DelicateModel | None, limits: Mapping[str, Limits]) -> None:
        self._cues = cues
        self._model = model
        self._limits = limits

    def __call__(self, text: str, language: str) -> tuple[Flag, ...]:
        """Every flag in the words, the most urgent code first (in the order of CODES)."""
        if not text.strip():
            return ()
        parts = windows(text)
        cues = {found.code: found for found in self._cues.found(text, language)}
        flags = self._by_model(parts, language, cues) if self._model else _by_cues(cues)
        return tuple(sorted(flags, key=lambda flag: CODES.index(flag.code)))

    def _by_model(self, parts: list[str], language: str, cues: Mapping[str, Found]) -> Iterator[Flag]:
        assert self._model
        margins = self._model.margins(parts, language)
        clearest = float(margins.max())
        for at, code in enumerate(CODES):
            best = int(margins[:, at].argmax())
            cue, seen = cues.get(code), Seen(float(margins[best, at]), self._limits[code])
            if not (seen.counts and seen.stands_beside(clearest)) and not (cue and seen.allows_cue):
                continue
            level = self._model.level(parts[best], language, code) if seen.sure else UNSURE.get(code, "hint")
            yield Flag(
                code,
                _higher(level, cue.level) if cue else level,
                cue.words if cue else _quote(parts[best]),
                "both" if cue and seen.counts else "cue" if cue else "model",
                max(seen.certainty, CUE_CONFIDENCE if cue else 0.0),
            )


def _by_cues(cues: Mapping[str, Found]) -> Iterator[Flag]:
    """Where no model was trained yet, the cues still work."""
    for found in cues.values():
        yield Flag(found.code, found.level, found.words, "cue", CUE_CONFIDENCE)


def _higher(one: Level, other: Level) -> Level:
    return max(one, other, key=LEVELS.index)


def _quote(text: str) -> str:
    return " ".join(text.split()[:LONGEST_QUOTE])
