"""Which models a hotline starts with: those in service, or the checkout's where there are none that fit."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.running.candidate_snapshot import commit_of
from bot.running.delicate_training import DelicateTraining
from bot.running.errors import StartFailed
from bot.running.fingerprint import fingerprint
from bot.running.launch import ROOT, Launch
from bot.running.training import Training
from bot.tuning.ingredients import ingredients
from bot.tuning.release import release
from bot.tuning.versions import Serving, Version, Versions

# For a fresh database only: "<rasa file>,<gate file>" in models/, without their endings.
GIVEN = "HOTLINE_MODELS"
Pair = tuple[str, str]
Say = Callable[[str], None]


class ModelsAtStart:
    """`train` makes the checkout's models, or finds them made: (rasa_model, gate_model)."""

    def __init__(self, root: Path, versions: Versions, train: Callable[[], Pair], say: Say) -> None:
        self._root = root
        self._versions = versions
        self._train = train
        self._say = say

    def ready(self, given: str = "") -> Version:
        """The version to serve, its files there; raises StartFailed or TrainingFailed."""
        serving = self._versions.now()
        if serving is None:
            return self._first(given)
        if why := self._why_not(serving.live):
            return self._released(serving, why)
        self._say(f"in service: {serving.live.name} ({serving.live.rasa_model}, {serving.live.gate_model})")
        return serving.live

    def use_checkout(self) -> Version:
        """The checkout's models as a version of their own, if they are not one yet; in service for nobody."""
        models = self._train()
        same = (one for one in self._versions.all() if self._is(one, models))
        return next(same, None) or self._added(models, "")

    def _first(self, given: str) -> Version:
        models = self._checked(given) if given else self._train()
        version = self._added(models, "given" if given else "")
        self._versions.switch("started", version.id)
        return version

    def _released(self, serving: Serving, why: str) -> Version:
        self._say(f"{serving.live.name} is not used any more: {WHY[why]}")
        models = self._train()
        if self._is(serving.live, models):
            # Its files were only gone.
            return serving.live
        version = self._added(models, "")
        self._versions.switch("released", version.id, serving.switch_id, reason=why)
        self._say(f"in service from now on: {version.name}")
        return version

    def _why_not(self, live: Version) -> str | None:
        if not all(file.exists() for file in self._files((live.rasa_model, live.gate_model))):
            return "file_gone"
        made_for = live.made_from.get("release")
        return "other_release" if made_for and made_for != release(self._root) else None

    def _is(self, version: Version, models: Pair) -> bool:
        fits = version.made_from.get("release") == release(self._root)
        return fits and (version.rasa_model, version.gate_model) == models

    def _added(self, models: Pair, note: str) -> Version:
        made_from = _made_from(self._root, models) if note != "given" else {"release": release(self._root)}
        return self._versions.one(self._versions.add(*models, None, made_from, note))

    def _checked(self, given: str) -> Pair:
        rasa, _, gate = (part.strip() for part in given.partition(","))
        missing = [file.name for file in self._files((rasa, gate)) if not file.exists()]
        if missing:
            raise StartFailed(f"{GIVEN}: not in models/: {', '.join(missing)}")
        return rasa, gate

    def _files(self, models: Pair) -> tuple[Path, Path]:
        folder = self._root / "models"
        return folder / f"{models[0]}.tar.gz", folder / f"{models[1]}.npz"


WHY = {
    "file_gone": "one of its files is gone from models/",
    "other_release": "the program has changed since it was made (actions, pipeline, forms, slots)",
}


def models_at_start(launch: Launch, versions: Versions, say: Say) -> ModelsAtStart:
    """For this checkout."""

    def train() -> Pair:
        gate = DelicateTraining(ROOT, say).ensure()
        rasa = Training(ROOT, launch.settings.data_dir / "logs" / "train.log", say).ensure()
        return rasa.name.removesuffix(".tar.gz"), gate.stem

    return ModelsAtStart(ROOT, versions, train, say)


def model_file(version: Version) -> Path:
    """What Rasa is started with."""
    return ROOT / "models" / f"{version.rasa_model}.tar.gz"


def gate_file(version: Version) -> Path:
    """What its delicate gate is read from."""
    return ROOT / "models" / f"{version.gate_model}.npz"


def _made_from(root: Path, models: Pair) -> Mapping[str, Any]:
    from bot.understanding.delicate.trained import model_path

    known = {**ingredients(root), **commit_of(root), "rasa": fingerprint(root), "release": release(root)}
    if model_path(root).stem != models[1]:
        # The gate was made earlier: a new one found less and was refused.
        del known["delicate"]
    return known
