"""Compares a candidate with the version in use; runs in the tuner's child process."""

import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.errors import NotPossible
from bot.running.console import Console
from bot.running.delicate_looking import exam, looking
from bot.running.launch import ROOT, Launch
from bot.running.private_rasa import private_rasa
from bot.running.rehearsal import rehearse
from bot.store.database import make_engine
from bot.tuning.comparison.ask import AskBoth, Gate, Side
from bot.tuning.comparison.compare import Comparing, Parts, Tell
from bot.tuning.comparison.delicate_result import Looked, looked
from bot.tuning.comparison.latency import latency
from bot.tuning.promotion_limits import Limits, read_limits
from bot.tuning.versions import Version, Versions
from bot.understanding.delicate.trained import gate_of
from bot.understanding.rasa_client import RasaClient
from bot.understanding.understand import Understand
from bot.understanding.warm_up import warm_up

Both = tuple[Version, Version]
Gates = tuple[Gate, Gate]


def compare(launch: Launch, job: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """{"comparison_id"}; the candidate is `version_id` of the job, the other the version in use now.

    Raises StartFailed, DialogueUnavailable, ModelUnavailable, TuningInvalid; NotPossible.
    """
    tell({"stage": "loading", "done": 0, "of": 0})
    limits = read_limits(ROOT)
    versions = Versions(make_engine(launch.settings.database_url), launch.settings.clock())
    live, candidate = both = _both(versions, job)
    with _prepared(launch, both, limits) as parts:
        return {"comparison_id": Comparing(candidate, live, parts, tell).run(job["id"])}


def _both(versions: Versions, job: Mapping[str, Any]) -> Both:
    serving, candidate = versions.now(), job["version_id"]
    if serving is None or candidate in (None, serving.live.id):
        raise NotPossible("nothing_to_compare")
    return serving.live, versions.one(candidate)


@contextmanager
def _prepared(launch: Launch, both: Both, limits: Limits) -> Iterator[Parts]:
    """Everything loaded; Rasa, the gates and the delicate exam begin at the same time."""
    live, candidate = both
    differ = [live.gate_model, candidate.gate_model] if live.gate_model != candidate.gate_model else []
    with looking(ROOT, differ) as looks, ThreadPoolExecutor(1) as pool:
        gates = pool.submit(_gates, live, candidate)
        model = ROOT / "models" / f"{live.rasa_model}.tar.gz"
        with private_rasa(launch, model, Console(sys.stdout)) as rasa:
            loading_s = _load(rasa, candidate)

            def delicate() -> list[Looked]:
                return looked(exam(ROOT), *(look.flags() for look in looks)) if looks else []

            yield Parts(
                engine=make_engine(launch.settings.database_url),
                clock=launch.settings.clock(),
                root=ROOT,
                limits=limits,
                **_asking(launch, rasa, both, gates.result()),
                delicate=delicate,
                calls=lambda: rehearse(ROOT, candidate, limits.calls_of_each_file, _log(launch, candidate)),
                loading_s=loading_s,
            )


def _load(rasa: RasaClient, candidate: Version) -> float:
    """Seconds until it could be asked; raises ModelUnavailable."""
    began = time.monotonic()
    rasa.warm(candidate.rasa_model)
    return round(time.monotonic() - began, 1)


def _asking(launch: Launch, rasa: RasaClient, both: Both, gates: Gates) -> dict[str, Any]:
    """The parts that ask Rasa."""
    live, candidate = (version.rasa_model for version in both)
    understand, today = Understand(rasa, on=rasa.on), launch.settings.clock().now().date()
    return {
        "plain": AskBoth(understand, Side(live), Side(candidate), today),
        "flagged": AskBoth(understand, Side(live, gates[0]), Side(candidate, gates[1]), today),
        "latency": lambda asked: latency(rasa.on(live), rasa.on(candidate), asked),
    }


def _gates(live: Version, candidate: Version) -> Gates:
    """One and the same where they do not differ."""
    warm_up()
    before = gate_of(ROOT, ROOT / "models" / f"{live.gate_model}.npz")
    if candidate.gate_model == live.gate_model:
        return before, before
    return before, gate_of(ROOT, ROOT / "models" / f"{candidate.gate_model}.npz")


def _log(launch: Launch, candidate: Version) -> Path:
    return launch.settings.data_dir / "logs" / f"rehearsal-{candidate.name}.log"
