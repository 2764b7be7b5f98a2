"""The report of one afternoon as Markdown."""

from collections import Counter
from collections.abc import Sequence

from benchmarks.turn.report import table
from bot.handover.call_ends import HEAVY
from tests.transfers.afternoon import START, Afternoon
from tests.transfers.afternoon_figures import (
    TARGETS,
    VOICE_WITHIN_S,
    Band,
    Figures,
    Share,
    Voice,
    figures,
    quantile,
)
from tests.transfers.afternoon_rules import RULES


def sections(afternoon: Afternoon, cpu_s: float) -> list[str]:
    """What happened, whether the rules held, and the figures."""
    found = figures(afternoon)
    return [
        _what(afternoon, cpu_s),
        _rules(afternoon),
        _outcomes(found),
        _bands(found.bands),
        _others(found),
    ]


def _what(afternoon: Afternoon, cpu_s: float) -> str:
    kinds = Counter((one.channel, one.kind) for one in afternoon.callers)
    who = ", ".join(f"{count} {channel} {kind}" for (channel, kind), count in sorted(kinds.items()))
    last = (afternoon.hotline.clock.now() - START).total_seconds() / 3600
    died = ", ".join(f"{at:%H:%M:%S} ({why})" for why, at in afternoon.dying.died) or "never"
    return (
        f"{len(afternoon.callers)} people in {afternoon.plan.hours:g} hours from {START:%H:%M} ({who}); "
        f"over after {last:.1f} hours, played in {cpu_s:.0f} s of CPU time. The process died: {died}."
    )


def _rules(afternoon: Afternoon) -> str:
    rows = []
    for name, rule in RULES.items():
        faults = rule(afternoon)
        rows.append((name, "; ".join(faults[:5]) if faults else "held"))
    return table(("rule", "result"), rows)


def _outcomes(found: Figures) -> str:
    waits = [(*key, str(count)) for key, count in sorted(found.waits.items())]
    calls = [(outcome, str(count)) for outcome, count in found.calls.most_common()]
    return "\n\n".join(
        [
            table(("channel", "priority", "the wait ended", "times"), waits),
            table(("an expert's phone", "times"), calls),
        ]
    )


def _bands(bands: Sequence[Band]) -> str:
    head = ("priority", "offered", "answered", "service level", "aim", "ASA", "abandoned")
    return table(head, map(_band, bands))


def _band(band: Band) -> tuple[str, ...]:
    seconds, share = TARGETS[band.priority]
    asa = "–" if band.asa_s is None else f"{band.asa_s:.0f} s"
    aim = f"{share:.0%} in {seconds} s"
    return (
        band.priority,
        str(band.offered),
        str(band.answered),
        str(band.in_time),
        aim,
        asa,
        str(band.abandoned),
    )


def _others(found: Figures) -> str:
    rows = [(f"promises kept: {rate.kind}", f"{rate.kept}/{rate.promised}") for rate in found.promises]
    rows += [
        (f"reached of those called: {rate.kind}", f"{rate.reached}/{rate.called}")
        for rate in found.promises
        if rate.called
    ]
    estimates = found.estimates
    p80 = "–" if estimates.error_p80 is None else f"{estimates.error_p80:.0%}"
    rows += [
        ("first estimate came true", str(estimates.hits)),
        ("error of the estimate, p80", p80),
        *_voices(found.voices),
        ("from a text to who takes the thread, p50 / p90", _quantiles(found.thread_after_s)),
        ("occupancy", f"{found.occupancy:.0%}"),
    ]
    return table(("figure", "value"), rows)


def _quantiles(values: Sequence[float]) -> str:
    parts = (quantile(values, share) for share in (0.5, 0.9))
    return " / ".join("–" if value is None else f"{value:.0f} s" for value in parts) + f" (of {len(values)})"


def _voices(voices: Sequence[Voice]) -> list[tuple[str, str]]:
    groups = {
        "all": [one.seconds for one in voices],
        "P0 and P1": [one.seconds for one in voices if one.priority in HEAVY],
        "somebody suitable was free": [one.seconds for one in voices if one.at_once],
    }
    rows = []
    for name, seconds in groups.items():
        soon = Share(sum(one <= VOICE_WITHIN_S for one in seconds), len(seconds))
        rows.append((f"flag to human voice, {name}: p50 / p90", _quantiles(sorted(seconds))))
        rows.append((f"flag to human voice, {name}: within {VOICE_WITHIN_S} s", str(soon)))
    return rows
