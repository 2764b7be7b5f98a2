"""How the process dies on an afternoon, and comes back with nothing but its database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.virtual import VirtualHotline

BEFORE, AFTER = "before the carrier is asked to ring", "before it is noted that it rings"


class Died(BaseException):
    """The process is gone in the middle of a step."""


@dataclass(frozen=True)
class Deaths:
    """`at_h`: at these hours. From `calm_h` on, once each: as soon as an expert's call is in a state of
    `when`, and in the middle of ringing a phone, at a moment of `ringing`."""

    at_h: Sequence[float] = ()
    calm_h: float = 0.0
    when: Sequence[str] = ()
    ringing: Sequence[str] = ()

    @property
    def times(self) -> int:
        """How often it dies."""
        return len(self.at_h) + len(self.when) + len(self.ringing)


NEVER = Deaths()


@dataclass
class Dying:
    """Brings the deaths about; `died` says why and when."""

    hotline: VirtualHotline
    deaths: Deaths
    died: list[tuple[str, datetime]] = field(default_factory=list)

    def begin(self) -> None:
        """From now on."""
        network, calm_s = self.hotline.network, self.deaths.calm_h * 3600
        for at_h in self.deaths.at_h:
            network.later(at_h * 3600, lambda: self._restart("at its hour"))
        if self.deaths.when:
            network.every(1, self._look)
        work = self.hotline.work
        self.hotline.work = lambda: self._until_death(work)  # type: ignore[method-assign]
        for number, moment in enumerate(self.deaths.ringing, 1):
            network.later(calm_s + number * 600, self._arm(moment))

    def _restart(self, why: str) -> None:
        self.died.append((why, self.hotline.clock.now()))
        self.hotline.restart()

    def _look(self) -> None:
        done = {why for why, _ in self.died}
        owed = next((status for status in self.deaths.when if status not in done), None)
        calm_until = self._begun + timedelta(hours=self.deaths.calm_h)
        if owed and self.hotline.clock.now() >= calm_until and self._any(owed):
            self._restart(owed)

    def __post_init__(self) -> None:
        self._begun = self.hotline.clock.now()

    def _any(self, status: str) -> bool:
        return bool(self.hotline.rows("SELECT 1 FROM expert_calls WHERE status = :status", status=status))

    def _until_death(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Died as death:
            self._restart(str(death))

    def _arm(self, moment: str) -> Callable[[], None]:
        """The next time an expert is to be rung is the last thing this process does."""

        def arm() -> None:
            dialler = vars(self.hotline.parts.experts.dialler)
            dialler["_phone"] = Deadly(dialler["_phone"], moment)

        return arm


@dataclass(frozen=True)
class Deadly:
    """A way to the carrier that ends the process."""

    phone: Any
    moment: str

    def call(self, *request: Any) -> str:
        """Asks the carrier, or not, and dies."""
        if self.moment == AFTER:
            self.phone.call(*request)
        raise Died(self.moment)
