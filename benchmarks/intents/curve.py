"""The learning curve: what more written sentences brought, for each language and intent."""

from collections.abc import Mapping, Sequence

from benchmarks.intents.measures import Said, accuracy
from benchmarks.intents.parts import share
from benchmarks.intents.pictures import draw_curve
from benchmarks.intents.sentences import LANGUAGES, Sentence
from benchmarks.intents.tables import curve_table, intents_table, right

SHARES = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0)
# The table of intents: enough to see whether the last doubling still paid.
SHOWN = (1 / 4, 1 / 2, 1.0)
NAMES = {"de": "German", "en": "English"}


def part_name(part: float) -> str:
    """Of a training set."""
    return f"part-{part:.4f}"


def to_learn(taught: Sequence[Sentence]) -> dict[str, list[Sentence]]:
    """The parts by name; the whole is trained anyhow."""
    return {part_name(part): share(taught, part) for part in SHARES if part < 1}


def curve_sections(
    taught: Sequence[Sentence], exam: Sequence[Sentence], said: Mapping[float, Sequence[Said]]
) -> list[str]:
    """Tables and the picture's data; `said` is of the exam, by share."""
    counts = {part: len(share(taught, part)) for part in SHARES}
    scores = {part: [_accuracy(exam, said[part], language) for language in LANGUAGES] for part in SHARES}
    overall = {counts[part]: (*scores[part], accuracy(right(exam, said[part]))) for part in SHARES}
    _draw(taught, scores)
    return [
        "## Learning curve",
        curve_table(overall, [*LANGUAGES, "both"]),
        "![accuracy against training sentences](pictures/learning-curve.png)",
        "## Intent by intent",
        intents_table(SHOWN, exam, said),
    ]


def _draw(taught: Sequence[Sentence], scores: Mapping[float, Sequence[float]]) -> None:
    lines: dict[str, dict[int, float]] = {NAMES[language]: {} for language in LANGUAGES}
    for part, by_language in scores.items():
        learned = share(taught, part)
        for language, value in zip(LANGUAGES, by_language, strict=True):
            lines[NAMES[language]][sum(one.language == language for one in learned)] = value
    draw_curve("learning-curve", lines)


def _accuracy(exam: Sequence[Sentence], said: Sequence[Said], language: str) -> float:
    hits = right(exam, said)
    return accuracy([hit for hit, one in zip(hits, exam, strict=True) if one.language == language])
