"""Why a compared candidate may not be promoted: its result against the limits, and nothing else.

What is chance is decided by an exact test on the sentences that changed (comparison/chance.py), beside a
margin: a loss counts when it is larger than the margin *and* hardly chance. A handful of some thousand
sentences changes whenever a model is trained anew. Two things are never excused: what falls in the delicate
exam, and an intent of which a large part (`collapse`) is lost, however few sentences it has.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.tuning.comparison.chance import by_chance
from bot.tuning.promotion_limits import Limits

Reason = dict[str, Any]
Numbers = Mapping[str, Any]
# Of one or two sentences nobody can say that an intent breaks down.
FEWEST_LOST = 3


def reasons(result: Numbers, limits: Limits) -> list[Reason]:
    """{"code": …, and the figures it rests on}; the gravest first, empty when nothing speaks against it."""
    return [
        *_delicate(result["delicate"], limits),
        *_calls(result["calls"], limits),
        *_intents(result["exam"]["intents"], limits),
        *_overall([result["exam"], result["confusions"]], limits),
        *_identifiers(result["identifiers"], limits),
        *_replay(result["replay"], limits),
        *_latency(result["latency"], limits),
    ]


def _delicate(delicate: Numbers, limits: Limits) -> Iterator[Reason]:
    for code, languages in delicate["flags"].items():
        sums = _sums(languages.values())
        tolerated = 0.0 if code in limits.delicate_never_less else limits.delicate_tolerated
        if _fall(sums) > tolerated:
            yield _reason("delicate_recall_falls", sums, flag=code, margin=tolerated)
    alike = _sums(delicate["alike"].values())
    if _fall(alike) > limits.delicate_alarms:
        yield _reason("delicate_alarms_rise", alike, margin=limits.delicate_alarms)


def _calls(calls: Numbers, limits: Limits) -> Iterator[Reason]:
    if calls["failed"]:
        yield {"code": "tests_fail", **{name: calls[name] for name in ("failed", "failures", "of")}}
    elif not calls["ran"] and limits.calls_must_run:
        yield {"code": "tests_not_run", "why": calls["why"]}


def _intents(intents: Mapping[str, Mapping[str, Numbers]], limits: Limits) -> Iterator[Reason]:
    found = []
    for intent, languages in intents.items():
        sums = _sums(languages.values())
        if _is_loss(sums, limits.intent_margin, limits) or _collapses(sums, limits):
            found.append(_reason("intent_loses", sums, intent=intent, margin=limits.intent_margin))
    yield from sorted(found, key=lambda reason: reason["after"] - reason["before"])


def _overall(parts: Iterable[Numbers], limits: Limits) -> Iterator[Reason]:
    sums = _sums(parts)
    if _is_loss(sums, limits.exam_margin, limits):
        yield _reason("overall_falls", sums, margin=limits.exam_margin)


def _identifiers(identifiers: Numbers, limits: Limits) -> Iterator[Reason]:
    sums = _sums([identifiers])
    if _is_loss(sums, limits.identifier_margin, limits):
        yield _reason("identifiers_fall", sums, margin=limits.identifier_margin)


def _replay(replay: Numbers, limits: Limits) -> Iterator[Reason]:
    if replay["of"] < limits.replay_least * replay["there"]:
        yield {"code": "not_compared", "part": "replay", "of": replay["there"], "asked": replay["of"]}
    sums = _sums([replay["understood"]])
    if _is_loss(sums, limits.replay_margin, limits):
        yield _reason("replay_falls", sums, margin=limits.replay_margin)


def _latency(latency: Numbers, limits: Limits) -> Iterator[Reason]:
    if latency["ratio"] > limits.latency_ratio:
        before, after = latency["median_ms"]
        yield {"code": "slower", "before": before, "after": after, "ratio": latency["ratio"]}


def _sums(parts: Iterable[Numbers]) -> dict[str, Any]:
    """Several tallies together."""
    sums = {"of": 0, "before": 0, "after": 0, "lost": 0, "gained": 0}
    for part in parts:
        before, after = part["right"]
        more = {**part, "before": before, "after": after}
        sums = {name: total + more[name] for name, total in sums.items()}
    return {**sums, "p": round(by_chance(sums["lost"], sums["gained"]), 6)}


def _fall(sums: Numbers) -> float:
    """How much less of all is right: a share; below 0 where it is more."""
    return (sums["before"] - sums["after"]) / sums["of"] if sums["of"] else 0.0


def _is_loss(sums: Numbers, margin: float, limits: Limits) -> bool:
    return _fall(sums) > margin and sums["p"] <= limits.chance


def _collapses(sums: Numbers, limits: Limits) -> bool:
    """Of what was understood a large part is not any more."""
    net = sums["lost"] - sums["gained"]
    return bool(net >= FEWEST_LOST and net >= limits.intent_collapse * sums["before"])


def _reason(code: str, sums: Numbers, **more: Any) -> Reason:
    """Shares with three digits; what is shown is what was decided by."""
    of = sums["of"] or 1
    shares = {"before": round(sums["before"] / of, 3), "after": round(sums["after"] / of, 3)}
    return {"code": code, **more, **shares, **{name: sums[name] for name in ("of", "lost", "gained", "p")}}
