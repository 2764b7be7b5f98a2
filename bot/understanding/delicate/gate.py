"""The delicate gate: is something said that needs a person? Before Rasa, without Rasa, in every state."""

from collections.abc import Iterator, Mapping

from bot.understanding.delicate.clauses import windows
from bot.understanding.delicate.cues import Cues, Found
from bot.understanding.delicate.flags import CODES, LEVELS, LONGEST_QUOTE, Flag, Level
from bot.understanding.delicate.limits import Limits
from bot.understanding.delicate.model import DelicateModel

# A cue alone has no share of certainty to tell; it was written by a person who was sure.
CUE_CONFIDENCE = 0.95


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
        for at, code in enumerate(CODES):
            best = int(margins[:, at].argmax())
            margin = float(margins[best, at])
            cue, limits = cues.get(code), self._limits[code]
            if margin < limits.least and (cue is None or margin < limits.veto):
                continue
            seen_by_model = margin >= limits.least
            level = self._model.level(parts[best], language, code) if seen_by_model else "clear"
            yield Flag(
                code,
                _higher(level, cue.level) if cue else level,
                cue.words if cue else _quote(parts[best]),
                "both" if cue and seen_by_model else "cue" if cue else "model",
                max(certainty(margin - limits.least), CUE_CONFIDENCE if cue else 0.0),
            )


def certainty(above: float) -> float:
    """0.5 at the limit, towards 1 well above it."""
    share: float = 1 / (1 + 2.718281828 ** (-4 * above))
    return share


def _by_cues(cues: Mapping[str, Found]) -> Iterator[Flag]:
    """Where no model was trained yet, the cues still work."""
    for found in cues.values():
        yield Flag(found.code, found.level, found.words, "cue", CUE_CONFIDENCE)


def _higher(one: Level, other: Level) -> Level:
    return max(one, other, key=LEVELS.index)


def _quote(text: str) -> str:
    return " ".join(text.split()[:LONGEST_QUOTE])
