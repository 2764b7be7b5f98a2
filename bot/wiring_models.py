"""Builds what chooses, switches, watches and preloads the versions of the models."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.worker import Worker
from bot.clock import Clock
from bot.current import CHECKOUT, tuned_root
from bot.staff.audit import Audit
from bot.tuning.assignment import Assignment
from bot.tuning.canary_numbers import CanaryNumbers
from bot.tuning.canary_watch import CanaryWatch
from bot.tuning.gates import Gates
from bot.tuning.kept_warm import KeptWarm, Rasa
from bot.tuning.promote_gate import PromoteGate
from bot.tuning.promotion_limits import read_limits
from bot.tuning.release import release
from bot.tuning.switching import Means, Switching
from bot.tuning.versions import Version, Versions


@dataclass(frozen=True)
class Checkout:
    """Where the models lie and what they must fit, and what switches are written in."""

    root: Path
    engine: Engine
    clock: Clock


class Alerts(Protocol):
    """Tells those who tune."""

    def canary_returned(self, version: str) -> None:
        """A canary was taken back."""
        ...


@dataclass(frozen=True)
class ModelSide:
    """Everything about versions; `gates` is None where there is no need of them."""

    versions: Versions
    gates: Gates | None
    assignment: Assignment
    switching: Switching
    numbers: CanaryNumbers
    watch: CanaryWatch
    warm: KeptWarm

    @property
    def workers(self) -> tuple[Worker, ...]:
        """What runs beside the calls."""
        return Worker("canary", self.watch.work), Worker("models", self.warm.work)

    def gate(self) -> Gates:
        """The live version's gate, loaded before the first caller needs it."""
        assert self.gates
        # Of the program that runs, not of files that are exchanged later.
        self.switching.remember_release()
        with suppress(SQLAlchemyError):
            # A database that is not there yet has no version either.
            self.gates.of(None)
        return self.gates


def build_models(
    checkout: Checkout, rasa: Rasa, alerts: Alerts | None = None, with_gates: bool = True
) -> ModelSide:
    """For this checkout and database; starts nothing and loads nothing yet.

    Without gates: for who answers no callers, and for simulations that bring a gate of their own.
    """
    versions = Versions(checkout.engine, checkout.clock)
    gates = Gates(checkout.root, versions) if with_gates else None
    warm = KeptWarm(versions, rasa, gates.load if gates else _nothing)
    judge = PromoteGate(checkout.engine, checkout.root / "models", lambda: read_limits(_tuned(checkout.root)))
    audit = Audit(checkout.engine).note
    means = Means(judge, warm.warm, audit, cache(partial(release, checkout.root)))
    switching, numbers = Switching(versions, checkout.clock, means), CanaryNumbers(checkout.engine, versions)

    def tell(version: str, measure: str) -> None:
        if alerts:
            alerts.canary_returned(version)

    watch = CanaryWatch(versions, numbers, switching, tell)
    return ModelSide(versions, gates, Assignment(versions, gates), switching, numbers, watch, warm)


def _tuned(root: Path) -> Path:
    """Where the limits are written: of the running checkout in the files in use."""
    return tuned_root() if root == CHECKOUT else root


def _nothing(version: Version) -> None:
    """There is no gate to be loaded."""
