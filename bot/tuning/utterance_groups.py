"""Sentences that say nearly the same are put together when they come in, so that one decision labels many."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from sqlalchemy import Connection, insert, select, update

from bot.tuning.utterances import GROUPS

Array = Any
# Of taught sentences, which avoid repeating each other, five in six that meet so closely have one intent.
ALIKE = 0.78
WIDTH = 512
MORE = 4096


class Meanings(Protocol):
    """Whoever turns sentences into vectors of length 1."""

    def vectors(self, texts: Sequence[str]) -> Array:
        """One row a sentence."""
        ...


class UtteranceGroups:
    """A group is known by its first sentence; the centres of all are held in memory once they are needed."""

    def __init__(self, meanings: Meanings) -> None:
        self._meanings = meanings
        self._centres: dict[str, _Centres] = {}

    def place(self, db: Connection, language: str, texts: Sequence[str]) -> list[int]:
        """The group of each sentence, a new one where none is near; its size grows."""
        centres = self._centres.setdefault(language, _Centres())
        centres.load(db, language)
        return [self._place(db, language, vector) for vector in self._meanings.vectors(texts)]

    def forget(self) -> None:
        """What was written is not kept: the groups are read again."""
        self._centres.clear()

    def _place(self, db: Connection, language: str, vector: Array) -> int:
        centres = self._centres[language]
        near = centres.nearest(vector)
        if near is not None and _grown(db, near):
            return near
        if near is not None:
            # All of its sentences were erased, and it with them.
            centres.drop(near)
        made = insert(GROUPS).values(language=language, size=1, centre=vector.astype(np.float16).tobytes())
        group_id = int(db.execute(made.returning(GROUPS.c.id)).scalar_one())
        centres.add(group_id, vector)
        return group_id


class _Centres:
    """The first sentences of one language's groups."""

    def __init__(self) -> None:
        self._rows = np.zeros((MORE, WIDTH), np.float32)
        self._ids: list[int] = []
        self._newest = 0

    def load(self, db: Connection, language: str) -> None:
        """Those that came since: after a start all."""
        newer = (GROUPS.c.language == language) & (GROUPS.c.id > self._newest)
        for row in db.execute(select(GROUPS.c.id, GROUPS.c.centre).where(newer).order_by(GROUPS.c.id)):
            self.add(row.id, np.frombuffer(row.centre, np.float16).astype(np.float32))

    def add(self, group_id: int, vector: Array) -> None:
        """One more."""
        if len(self._ids) == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[len(self._ids)] = vector
        self._ids.append(group_id)
        self._newest = max(self._newest, group_id)

    def drop(self, group_id: int) -> None:
        """Nothing is near it any more."""
        self._rows[self._ids.index(group_id)] = 0

    def nearest(self, vector: Array) -> int | None:
        """The group that says nearly the same."""
        if not self._ids:
            return None
        likeness = self._rows[: len(self._ids)] @ vector.astype(np.float32)
        best = int(likeness.argmax())
        return self._ids[best] if likeness[best] >= ALIKE else None


def _grown(db: Connection, group_id: int) -> bool:
    one_more = update(GROUPS).where(GROUPS.c.id == group_id).values(size=GROUPS.c.size + 1)
    return db.execute(one_more).rowcount == 1
