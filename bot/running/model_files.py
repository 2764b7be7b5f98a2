"""Model files of versions: which are kept, and which are deleted; the versions' rows stay."""

from collections.abc import Collection, Sequence
from pathlib import Path

from sqlalchemy import Engine, select

from bot.running.model_claims import claim, claimed
from bot.store.database import table_of
from bot.store.tables import ConversationRow
from bot.tuning.versions import Serving, Version, Versions

CONVERSATIONS = table_of(ConversationRow)
NEWEST = 5


class ModelFiles:
    """Of the hotline with this data folder; files of nobody's version are left alone."""

    def __init__(self, models: Path, data_dir: Path, versions: Versions, engine: Engine) -> None:
        self._models = models
        self._data_dir = data_dir
        self._versions = versions
        self._engine = engine

    def tidy(self) -> list[str]:
        """Claim what is needed, delete what is not; the names of deleted files."""
        versions, kept = self._versions.all(), self._kept()
        needed = {name for one in versions if one.id in kept for name in files_of(one)}
        claim(self._models, self._data_dir, needed)
        others = needed | claimed(self._models, but_of=self._data_dir)
        spare = {name for one in versions for name in files_of(one)} - others
        gone = sorted(name for name in spare if (self._models / name).exists())
        for name in gone:
            (self._models / name).unlink(missing_ok=True)
        return gone

    def _kept(self) -> set[int]:
        return to_keep(self._versions.all(), self._versions.now(), self._versions.before(), self._talking())

    def _talking(self) -> set[int]:
        """Versions that conversations under way began with."""
        column = CONVERSATIONS.c.model_version
        under_way = select(column).where(CONVERSATIONS.c.closed_at.is_(None), column.is_not(None)).distinct()
        with self._engine.connect() as db:
            return set(db.execute(under_way).scalars())


def to_keep(
    versions: Sequence[Version], serving: Serving | None, before: Version | None, talking: Collection[int]
) -> set[int]:
    """What serves, what a rollback returns to, what callers are talking to, and the newest."""
    needed = [before, *((serving.live, serving.canary) if serving else ())]
    newest = sorted((one.id for one in versions), reverse=True)[:NEWEST]
    return {*newest, *talking, *(one.id for one in needed if one)}


def files_of(version: Version) -> tuple[str, str]:
    """Their names in models/."""
    return f"{version.rasa_model}.tar.gz", f"{version.gate_model}.npz"
