"""The tables of results.md."""

from collections.abc import Mapping, Sequence
from statistics import fmean

from benchmarks.intents.comparison import Outcome
from benchmarks.intents.measures import Said, accuracy, by_intent, macro_f1
from benchmarks.intents.parts import channel
from benchmarks.intents.published import TEN_SHOT_ACCURACY
from benchmarks.intents.sentences import LANGUAGES, TEN_SHOT, Sentence
from benchmarks.turn.report import table
from benchmarks.turn.samples import median, p95

CHANNELS = ("voice", "sms")
GROUPS = [(language, way) for language in LANGUAGES for way in CHANNELS]
NONE = "–"


def percent(value: float) -> str:
    """With one decimal."""
    return f"{100 * value:.1f} %"


def right(exam: Sequence[Sentence], said: Sequence[Said]) -> list[bool]:
    """Sentence by sentence."""
    return [one.intent == sentence.intent for sentence, one in zip(exam, said, strict=True)]


def comparison_table(outcomes: Sequence[Outcome], exam: Sequence[Sentence]) -> str:
    """One row per candidate."""
    head = ["pipeline", "sentences", "training", "parse median", "parse p95", "memory"]
    head += [f"{language} {way}" for language, way in GROUPS] + [*LANGUAGES, "macro F1"]
    return table(head, [_comparison_row(outcome, exam) for outcome in outcomes])


def _comparison_row(outcome: Outcome, exam: Sequence[Sentence]) -> list[str]:
    trained, times = outcome.trained, outcome.milliseconds
    meant, said = [sentence.intent for sentence in exam], [one.intent for one in outcome.said]
    return [
        trained.candidate.name,
        f"{trained.sentences:,}",
        f"{trained.seconds:.0f} s",
        f"{median(times):.1f} ms",
        f"{p95(times):.1f} ms",
        f"{outcome.memory_mb:.0f} MB",
        *group_accuracies(exam, outcome.said),
        percent(macro_f1(meant, said)),
    ]


def group_accuracies(exam: Sequence[Sentence], said: Sequence[Said]) -> list[str]:
    """By language and channel, then by language."""
    hits = right(exam, said)
    groups = [(one.language, channel(one.text)) for one in exam]
    of_group = [
        [hit for hit, group in zip(hits, groups, strict=True) if group == wanted] for wanted in GROUPS
    ]
    of_language = [
        [hit for hit, one in zip(hits, exam, strict=True) if one.language == lang] for lang in LANGUAGES
    ]
    return [percent(accuracy(some)) if some else NONE for some in (*of_group, *of_language)]


def sizes(exam: Sequence[Sentence]) -> str:
    """How many sentences each column rests on."""
    counts = [sum((one.language, channel(one.text)) == group for one in exam) for group in GROUPS]
    return ", ".join(
        f"{language} {way} {count:,}" for (language, way), count in zip(GROUPS, counts, strict=True)
    )


def ten_shot_table(found: Mapping[str, Mapping[str, float]]) -> str:
    """Ours by candidate and set beside what was published."""
    ours = [[name, *(percent(scores[which]) for which in TEN_SHOT)] for name, scores in found.items()]
    theirs = [
        [f"{name} (published)", *(f"{figure:.1f} %" for figure in figures)]
        for name, figures in TEN_SHOT_ACCURACY.items()
    ]
    return table(("trained on those rows alone", *TEN_SHOT), ours + theirs)


def curve_table(curve: Mapping[int, tuple[float, ...]], heads: Sequence[str]) -> str:
    """One row per number of training sentences."""
    rows = [[f"{count:,}", *(percent(value) for value in values)] for count, values in curve.items()]
    return table(("sentences", *heads), rows)


def intents_table(
    shares: Sequence[float], exam: Sequence[Sentence], said: Mapping[float, Sequence[Said]]
) -> str:
    """One row per intent, the poorest first; what the last doubling brought says where writing still pays."""
    scores = {share: _by_intent_and_language(exam, said[share]) for share in shares}
    intents = sorted(
        {one.intent for one in exam}, key=lambda intent: fmean(_of_both(scores[shares[-1]], intent))
    )
    head = ["intent", *(f"{lang} {_part(share)}" for lang in LANGUAGES for share in shares), "mistaken for"]
    return table(head, [_intent_row(intent, scores, exam, said[shares[-1]]) for intent in intents])


def _intent_row(
    intent: str,
    scores: Mapping[float, Mapping[str, Mapping[str, float]]],
    exam: Sequence[Sentence],
    said: Sequence[Said],
) -> list[str]:
    figures = [f"{100 * scores[share][lang].get(intent, 0.0):.0f}" for lang in LANGUAGES for share in scores]
    return [f"`{intent}`", *figures, ", ".join(_mistaken(intent, exam, said))]


def _mistaken(intent: str, exam: Sequence[Sentence], said: Sequence[Said]) -> list[str]:
    """The two commonest other answers given at least twice."""
    others = [one.intent for one, sentence in zip(said, exam, strict=True) if sentence.intent == intent]
    counts = {other: others.count(other) for other in sorted(set(others) - {intent})}
    most = sorted(counts, key=lambda other: -counts[other])[:2]
    return [f"{other} {counts[other]}" for other in most if counts[other] > 1]


def _by_intent_and_language(exam: Sequence[Sentence], said: Sequence[Said]) -> dict[str, dict[str, float]]:
    found = {}
    for language in LANGUAGES:
        pairs = [(s.intent, one.intent) for s, one in zip(exam, said, strict=True) if s.language == language]
        found[language] = by_intent([meant for meant, _ in pairs], [heard for _, heard in pairs])
    return found


def _of_both(scores: Mapping[str, Mapping[str, float]], intent: str) -> list[float]:
    return [scores[language].get(intent, 0.0) for language in LANGUAGES]


def _part(share: float) -> str:
    return "all" if share == 1 else f"1/{round(1 / share)}"
