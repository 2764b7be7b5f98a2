"""Which pairs of models there are, and which of them answer new conversations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, RowMapping, insert, select
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.errors import NotThere, TooLate
from bot.store.database import table_of
from bot.store.model_tables import ModelSwitchRow, ModelVersionRow

VERSIONS = table_of(ModelVersionRow)
SWITCHES = table_of(ModelSwitchRow)


@dataclass(frozen=True)
class Version:
    """One pair of models: file names in models/ without their endings; `made_by` None for the checkout's."""

    id: int
    rasa_model: str
    gate_model: str
    made_at: datetime
    made_by: str | None
    made_from: dict[str, Any] = field(hash=False)
    note: str = ""

    @property
    def name(self) -> str:
        """What people call it by."""
        return f"v{self.id}"


@dataclass(frozen=True)
class Serving:
    """What answers new conversations since `at`; `share` of them (0 to 1) is the canary's."""

    switch_id: int
    at: datetime
    live: Version
    canary: Version | None = None
    share: float = 0.0


@dataclass(frozen=True)
class Switch:
    """One entry of the history. `data`: what the hotline measured, what was overridden."""

    id: int
    at: datetime
    staff_id: str | None
    what: str
    live_id: int
    canary_id: int | None
    canary_share: float
    reason: str
    overridden: bool
    comparison_id: int | None
    data: dict[str, Any] = field(hash=False)


class Versions:
    """Versions never change once added; what answers is the newest switch."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._known: dict[int, Version] = {}

    def all(self) -> list[Version]:
        """Newest first."""
        with self._engine.connect() as db:
            rows = db.execute(select(VERSIONS).order_by(VERSIONS.c.id.desc())).mappings()
            return [Version(**row) for row in rows]

    def one(self, version_id: int) -> Version:
        """Raises NotThere."""
        if version_id not in self._known:
            with self._engine.connect() as db:
                row = db.execute(select(VERSIONS).where(VERSIONS.c.id == version_id)).mappings().first()
            if row is None:
                raise NotThere("no_such_version")
            self._known[version_id] = Version(**row)
        return self._known[version_id]

    def add(
        self,
        rasa_model: str,
        gate_model: str,
        made_by: str | None,
        made_from: Mapping[str, Any],
        note: str = "",
    ) -> int:
        """A new version of these files, in service for nobody yet; its id."""
        values = {"rasa_model": rasa_model, "gate_model": gate_model, "made_at": self._clock.now()}
        values |= {"made_by": made_by, "made_from": dict(made_from), "note": note}
        with self._engine.begin() as db:
            added = db.execute(insert(VERSIONS).values(**values).returning(VERSIONS.c.id))
            return int(added.scalar_one())

    def now(self) -> Serving | None:
        """What answers new conversations; None before the first start of a hotline with models."""
        newest = select(SWITCHES).order_by(SWITCHES.c.id.desc()).limit(1)
        with self._engine.connect() as db:
            row = db.execute(newest).mappings().first()
        return self._serving(row) if row else None

    def history(self) -> list[Switch]:
        """Every switch, newest first."""
        with self._engine.connect() as db:
            rows = db.execute(select(SWITCHES).order_by(SWITCHES.c.id.desc())).mappings()
            return [_switch(row) for row in rows]

    def before(self) -> Version | None:
        """What was live before the present live version came into service: what a rollback returns to."""
        history = self.history()
        live = history[0].live_id if history else None
        for at, switch in enumerate(history):
            came = switch.what in CAME and switch.live_id == live
            if came:
                earlier = next((old.live_id for old in history[at + 1 :] if old.live_id != live), None)
                return self.one(earlier) if earlier is not None else None
        return None

    def switch(self, what: str, live_id: int, follows: int = 0, **more: Any) -> int:
        """Append one behind the one it `follows` (0: the first); raises TooLate when another was quicker."""
        values = {"what": what, "live_id": live_id, "follows": follows, "at": self._clock.now()}
        try:
            with self._engine.begin() as db:
                added = db.execute(
                    insert(SWITCHES).values(**{**PLAIN, **values, **more}).returning(SWITCHES.c.id)
                )
                return int(added.scalar_one())
        except IntegrityError as error:
            raise TooLate("models_switched_meanwhile") from error

    def _serving(self, row: RowMapping) -> Serving:
        canary = self.one(row["canary_id"]) if row["canary_id"] is not None else None
        share = row["canary_share"] if canary else 0.0
        return Serving(row["id"], row["at"], self.one(row["live_id"]), canary, share)


# How a version comes into service otherwise than by a rollback.
CAME = frozenset({"started", "released", "promoted"})
# A switch without canary and without words.
PLAIN: dict[str, Any] = {"canary_id": None, "canary_share": 0.0, "reason": "", "data": {}}


def _switch(row: RowMapping) -> Switch:
    return Switch(**{name: value for name, value in row.items() if name != "follows"})
