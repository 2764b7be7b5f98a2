"""What a candidate must not fall below (data/promotion.yml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.errors import TuningInvalid
from bot.understanding.delicate.flags import CODES

FILE = "data/promotion.yml"
SHARES = (
    *("exam_margin", "intent_margin", "intent_collapse", "chance", "delicate_tolerated", "delicate_alarms"),
    *("identifier_margin", "replay_least", "replay_margin"),
)


@dataclass(frozen=True)
class Limits:
    """Shares from 0 to 1; `ratio` of medians; `of_each_file` 0 means all of them."""

    agreement: int
    exam_margin: float
    intent_margin: float
    intent_collapse: float
    chance: float
    delicate_tolerated: float
    delicate_never_less: frozenset[str]
    delicate_alarms: float
    identifier_margin: float
    replay_turns: int
    replay_least: float
    replay_margin: float
    latency_ratio: float
    calls_of_each_file: int
    calls_must_run: bool


def read_limits(root: Path) -> Limits:
    """As they stand in the checkout's file; raises TuningInvalid naming what cannot be used."""
    try:
        loaded = YAML(typ="safe").load((root / FILE).read_text("utf-8"))
        limits = _limits(loaded)
    except (OSError, YAMLError, KeyError, TypeError, ValueError) as error:
        raise TuningInvalid(f"{FILE}: {type(error).__name__}: {error}") from error
    if faults := _faults(limits):
        raise TuningInvalid(f"{FILE}: {', '.join(faults)}")
    return limits


def _limits(loaded: Mapping[str, Any]) -> Limits:
    delicate, replay, calls = loaded["delicate"], loaded["replay"], loaded["calls"]
    return Limits(
        agreement=int(loaded["agreement"]),
        exam_margin=float(loaded["exam"]["margin"]),
        intent_margin=float(loaded["intents"]["margin"]),
        intent_collapse=float(loaded["intents"]["collapse"]),
        chance=float(loaded["chance"]),
        delicate_tolerated=float(delicate["tolerated"]),
        delicate_never_less=frozenset(delicate["never_less"]),
        delicate_alarms=float(delicate["alarms"]),
        identifier_margin=float(loaded["identifiers"]["margin"]),
        replay_turns=int(replay["turns"]),
        replay_least=float(replay["least"]),
        replay_margin=float(replay["margin"]),
        latency_ratio=float(loaded["latency"]["ratio"]),
        calls_of_each_file=int(calls["of_each_file"]),
        calls_must_run=bool(calls["must_run"]),
    )


def _faults(limits: Limits) -> list[str]:
    faults = [f"{name} is no share" for name in SHARES if not 0 <= getattr(limits, name) <= 1]
    faults += [f"{code} is no flag" for code in sorted(limits.delicate_never_less - set(CODES))]
    if limits.agreement not in (1, 2):
        faults.append("agreement is neither 1 nor 2")
    if limits.latency_ratio < 1:
        faults.append("latency.ratio is below 1")
    if min(limits.replay_turns, limits.calls_of_each_file) < 0:
        faults.append("a number is below 0")
    return faults
