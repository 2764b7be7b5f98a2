"""From models that are done to a version: the step that happens wholly, or is made up for, or not at all."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.errors import NotPossible
from bot.tuning.jobs import COMPARE, TRAIN, Jobs
from bot.tuning.versions import Versions

ENDINGS = {"rasa_model": ".tar.gz", "gate_model": ".npz"}


class CandidateFinish:
    """Makes a version of what a training left in `staged`, and asks for its comparison."""

    def __init__(self, models: Path, staged: Path, versions: Versions, jobs: Jobs) -> None:
        self._models = models
        self._staged = staged
        self._versions = versions
        self._jobs = jobs

    def finish(self, job: Mapping[str, Any], made: Mapping[str, Any]) -> None:
        """The training is done; the same pair of models as before is the version it was before."""
        for name, ending in ENDINGS.items():
            staged = self._staged / f"{made[name]}{ending}"
            if staged.exists():
                staged.replace(self._models / staged.name)
        self._done(job, self._same(made) or self._added(job, made), made)

    def make_up(self, job: Mapping[str, Any]) -> bool:
        """Whether an interrupted training had come so far that its version is there; then it is done."""
        if job["kind"] != TRAIN:
            return False
        version = next((one for one in self._versions.all() if one.made_from.get("job") == job["id"]), None)
        if version is not None:
            self._done(job, version.id, {})
        return version is not None

    def _same(self, made: Mapping[str, Any]) -> int | None:
        pair = (made["rasa_model"], made["gate_model"])
        same = (one.id for one in self._versions.all() if (one.rasa_model, one.gate_model) == pair)
        return next(same, None)

    def _added(self, job: Mapping[str, Any], made: Mapping[str, Any]) -> int:
        note = str(job["asked"].get("note", ""))
        pair = (made["rasa_model"], made["gate_model"])
        return self._versions.add(*pair, job["asked_by"], made["made_from"], note)

    def _done(self, job: Mapping[str, Any], version_id: int, made: Mapping[str, Any]) -> None:
        told = {name: made[name] for name in ("rasa_trained", "gate_trained") if name in made}
        self._jobs.done(job["id"], told, version_id)
        serving = self._versions.now()
        if serving is None or serving.live.id == version_id:
            return
        try:
            self._jobs.ask(COMPARE, job["asked_by"], version_id, after=job["id"])
        except NotPossible:
            # Somebody has asked for it already.
            return
