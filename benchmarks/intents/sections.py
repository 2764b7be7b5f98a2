"""The first part of results.md: every candidate on the project's own exam."""

from collections.abc import Sequence

from benchmarks.intents.candidates import DEFAULT_DIET, OURS
from benchmarks.intents.comparison import Outcome
from benchmarks.intents.encoder import encoder_is_here
from benchmarks.intents.sentences import Sentence
from benchmarks.intents.tables import comparison_table, sizes
from benchmarks.turn.samples import median, p95

ENCODER_ABSENT = "The optional sentence encoder (configs/sentence-encoder.yml) was not run: no model here."


def comparison_sections(
    on_few: Sequence[Outcome], on_more: Sequence[Outcome], exam: Sequence[Sentence]
) -> list[str]:
    """Few sentences for all, then more for those that learn quickly; the chosen one in use first."""
    notes = [
        f"The exam (tests/nlu) has {len(exam):,} sentences: {sizes(exam)}.",
        latency(on_few),
        *([] if encoder_is_here() else [ENCODER_ABSENT]),
    ]
    return [
        "## On few sentences",
        "\n\n".join(notes),
        comparison_table(on_few, exam),
        "## On a quarter of the corpus",
        comparison_table(on_more, exam),
    ]


def latency(outcomes: Sequence[Outcome]) -> str:
    """The chosen pipeline's parse time, as it is in use, beside DIET's."""
    ours = max(_of(OURS, outcomes), key=lambda one: one.trained.sentences)
    mine = f"The chosen pipeline, trained on everything, parses in {_times(ours)}"
    if not (diet := _of(DEFAULT_DIET, outcomes)):
        return f"{mine}; DIET was left out of this run."
    above = median(ours.milliseconds) > median(diet[0].milliseconds)
    return f"{mine}; Rasa's default DIET in {_times(diet[0])}: {'ABOVE' if above else 'not above'} DIET."


def _of(name: str, outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [one for one in outcomes if one.trained.candidate.name == name]


def _times(outcome: Outcome) -> str:
    return f"{median(outcome.milliseconds):.1f} ms (p95 {p95(outcome.milliseconds):.1f} ms)"
