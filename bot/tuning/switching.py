"""Which version answers is changed here and nowhere else: promotion, rollback, canary."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from bot.clock import Clock
from bot.errors import DialogueUnavailable, NotPossible, NotThere, TooLate
from bot.tuning.versions import Serving, Version, Versions

Reasons = list[dict[str, Any]]
LEAST_REASON = 10
# who, what, about, and codes and ids.
Note = Callable[..., None]


class Judge(Protocol):
    """The promote gate."""

    def may(self, candidate: Version, live: Version) -> Reasons:
        """Why not, the gravest first; empty when it may."""
        ...


@dataclass(frozen=True)
class By:
    """Who switches, why, and what they saw: `seen` is the switch they looked at (None: whatever there is)."""

    person_id: str | None
    reason: str = ""
    override: bool = False
    seen: int | None = None


class Refused(NotPossible):
    """The promote gate says no; `reasons` says why."""

    def __init__(self, reasons: Reasons) -> None:
        super().__init__("gate_refused")
        self.reasons = reasons


@dataclass(frozen=True)
class Means:
    """What a switch needs: the gate it must pass, models loaded beforehand, the trail, the program's release.

    `warm` raises DialogueUnavailable or NotThere when a version cannot answer.
    """

    judge: Judge
    warm: Callable[[Version], None]
    audit: Note
    release: Callable[[], str]


class Switching:
    """Every change raises TooLate when somebody else was quicker, NotPossible when it cannot be done."""

    def __init__(self, versions: Versions, clock: Clock, means: Means) -> None:
        self._versions = versions
        self._clock = clock
        self._means = means

    def promote(self, version_id: int, by: By) -> int:
        """New conversations are answered by this version; raises Refused with the promote gate's reasons."""
        serving, version = self._seen(by), self._versions.one(version_id)
        if version == serving.live:
            raise NotPossible("already_live")
        overruled = self._judged(version, serving, by)
        self._make_sure(version)
        return self._write("promoted", serving, by, live_id=version.id, **overruled)

    def roll_back(self, by: By) -> int:
        """Back to what was live before; no gate stands in the way. A canary ends with it."""
        serving, before = self._seen(by), self._versions.before()
        if before is None:
            raise NotPossible("nothing_before")
        self._make_sure(before)
        return self._write("rolled_back", serving, by, live_id=before.id)

    def begin_canary(self, version_id: int, share: float, by: By) -> int:
        """This share of new conversations is answered by this version; raises Refused."""
        serving, version = self._seen(by), self._versions.one(version_id)
        if version == serving.live:
            raise NotPossible("already_live")
        overruled = self._judged(version, serving, by)
        self._make_sure(version)
        canary = {"canary_id": version.id, "canary_share": _checked(share)}
        return self._write("canary_started", serving, by, **canary, **overruled)

    def change_share(self, share: float, by: By) -> int:
        """More or fewer conversations for the canary."""
        serving = self._with_canary(by)
        assert serving.canary
        canary = {"canary_id": serving.canary.id, "canary_share": _checked(share)}
        return self._write("canary_changed", serving, by, **canary)

    def stop_canary(self, by: By) -> int:
        """All new conversations for the live version again."""
        return self._write("canary_stopped", self._with_canary(by), by)

    def return_canary(self, by: By, measured: dict[str, Any]) -> int:
        """The hotline itself takes the canary back, with what it measured."""
        return self._write("canary_returned", self._with_canary(by), by, data=measured)

    def remember_release(self) -> None:
        """The program that runs now is the one that versions must fit."""
        self._means.release()

    def why_not(self, version: Version) -> Reasons:
        """What the promote gate says of this version today."""
        serving = self._versions.now()
        return self._means.judge.may(version, serving.live) if serving else []

    def _seen(self, by: By) -> Serving:
        serving = self._versions.now()
        if serving is None:
            raise NotPossible("no_versions")
        if by.seen is not None and by.seen != serving.switch_id:
            raise TooLate("models_switched_meanwhile")
        return serving

    def _with_canary(self, by: By) -> Serving:
        serving = self._seen(by)
        if serving.canary is None:
            raise NotPossible("no_canary")
        return serving

    def _judged(self, version: Version, serving: Serving, by: By) -> dict[str, Any]:
        """What the entry says of the gate: nothing when it let the version pass."""
        reasons = self._means.judge.may(version, serving.live)
        if not reasons:
            return {}
        if not by.override:
            raise Refused(reasons)
        if len(by.reason.strip()) < LEAST_REASON:
            raise NotPossible("reason_missing")
        return {"overridden": True, "data": {"reasons": reasons}}

    def _make_sure(self, version: Version) -> None:
        """It fits this program, and it is loaded before the first caller needs it."""
        made_for = version.made_from.get("release")
        if made_for and made_for != self._means.release():
            raise NotPossible("other_release")
        try:
            self._means.warm(version)
        except (DialogueUnavailable, NotThere) as error:
            raise NotPossible("cannot_be_loaded") from error

    def _write(self, what: str, serving: Serving, by: By, **changed: Any) -> int:
        live_id: int = changed.pop("live_id", serving.live.id)
        version = changed.get("canary_id") or live_id
        said = {"staff_id": by.person_id, "reason": by.reason.strip(), **changed}
        switch_id = self._versions.switch(what, live_id, serving.switch_id, **said)
        told = {"share": changed["canary_share"]} if "canary_share" in changed else {}
        at = self._clock.now()
        self._means.audit(by.person_id, f"model_{what}", f"model:{version}", at, switch=switch_id, **told)
        return switch_id


def _checked(share: float) -> float:
    if not 0 < share < 1:
        raise NotPossible("no_share")
    return share
