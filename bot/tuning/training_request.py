"""What a training would make now, and asking for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import RowMapping

from bot.errors import NotPossible
from bot.tuning.ingredients import Changes, Ingredients, changes
from bot.tuning.jobs import TRAIN, Jobs
from bot.tuning.release import release
from bot.tuning.versions import Version, Versions

NOTE_LENGTH = 200


@dataclass(frozen=True)
class Outlook:
    """`changes` since the live version, None where nobody knows; `made`: a version of the very same files.

    `other_release`: the program on disk is not the one that runs; what it made could not be promoted.
    """

    live: Version | None
    changes: Changes | None
    made: Version | None
    open: RowMapping | None
    other_release: bool = False

    @property
    def nothing(self) -> bool:
        """Whether the files are those of the live version."""
        return self.changes is not None and not self.changes.anything

    @property
    def possible(self) -> bool:
        """Whether one can be asked for."""
        return self.open is None and self.made is None and not self.nothing and not self.other_release


class TrainingRequest:
    """Of one checkout."""

    def __init__(self, jobs: Jobs, versions: Versions, ingredients: Ingredients, root: Path) -> None:
        self._jobs = jobs
        self._versions = versions
        self._ingredients = ingredients
        self._root = root

    def outlook(self) -> Outlook:
        """As the files are at this moment."""
        present, serving = self._ingredients.now(), self._versions.now()
        live = serving.live if serving else None
        open_one = next((job for job in self._jobs.open() if job["kind"] == TRAIN), None)
        since = changes(live.made_from, present) if live else None
        return Outlook(live, since, self._made(present, live), open_one, self._other_release(live))

    def ask(self, person_id: str, note: str) -> int:
        """The job; NotPossible: "program_changed", "nothing_to_train", "trained_already", "train_runs"."""
        outlook = self.outlook()
        if outlook.other_release:
            raise NotPossible("program_changed")
        if outlook.nothing:
            raise NotPossible("nothing_to_train")
        if outlook.open is None and outlook.made is not None:
            raise NotPossible("trained_already")
        return self._jobs.ask(TRAIN, person_id, note=" ".join(note.split())[:NOTE_LENGTH])

    def again(self, job_id: int, person_id: str) -> int:
        """The same once more, after it failed or was cancelled; raises NotThere or NotPossible."""
        job = self._jobs.one(job_id)
        if job["status"] not in ("failed", "cancelled"):
            raise NotPossible("not_failed")
        if job["kind"] == TRAIN:
            return self.ask(person_id, str(job["asked"].get("note", "")))
        return self._jobs.ask(job["kind"], person_id, job["version_id"], again=job_id)

    def _other_release(self, live: Version | None) -> bool:
        made_for = live.made_from.get("release") if live else None
        return made_for is not None and made_for != release(self._root)

    def _made(self, present: Mapping[str, Any], live: Version | None) -> Version | None:
        """The newest version but the live one that would be the same again, if its file is still there."""
        others = (one for one in self._versions.all() if live is None or one.id != live.id)
        return next((one for one in others if self._is_same(one, present)), None)

    def _is_same(self, version: Version, present: Mapping[str, Any]) -> bool:
        difference = changes(version.made_from, present)
        file = self._root / "models" / f"{version.rasa_model}.tar.gz"
        return difference is not None and not difference.anything and file.exists()
