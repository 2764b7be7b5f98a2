"""What experts say of the bot's flags and guess: kept in the case, and as labels for those who tune it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, insert, select, update

from bot.clock import Clock
from bot.desk.case_frame import CaseFrame
from bot.errors import NotAllowed, NotPossible
from bot.handover.cases import HANDOVERS
from bot.handover.expert_verdicts import (
    MISSING,
    RIGHT,
    WRONG,
    need_verdict,
    with_flag_verdict,
    with_need_verdict,
)
from bot.phrases.interface import known
from bot.staff.audit import append
from bot.store.database import table_of
from bot.store.desk_tables import CaseLabelRow
from bot.understanding.delicate.flags import CODES

LABELS = table_of(CaseLabelRow)
FLAG, NEED = "flag", "need"
# Takes back what was said before.
UNDONE = "undone"

Packet = dict[str, Any]


@dataclass(frozen=True)
class Label:
    """One verdict, as those who tune read it."""

    kind: str
    code: str | None
    verdict: str
    corrected_to: str | None = None
    turn: int | None = None


class Labels:
    """Every verdict may be given again; the newest counts, and the same one twice is one."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def flag(self, frame: CaseFrame, code: str, verdict: str) -> None:
        """A flag is right, wrong, or missing (nobody raised it); raises NotAllowed or NotPossible."""
        if code not in CODES or verdict not in (RIGHT, WRONG, MISSING, UNDONE):
            raise NotPossible("verdict")

        def say(content: Packet, now: datetime) -> tuple[Packet, Label] | None:
            flag = _flag_in(content, code)
            if _unchanged(flag, verdict):
                return None
            fresh = with_flag_verdict(content, code, None if verdict == UNDONE else verdict, now)
            return fresh, Label(FLAG, code, verdict, turn=flag.get("turn"))

        self._say(frame, say)

    def need(self, frame: CaseFrame, verdict: str, corrected_to: str | None = None) -> None:
        """The guess is right, or wrong and rather this; raises NotAllowed or NotPossible."""
        if verdict not in (RIGHT, WRONG, UNDONE) or not (corrected_to is None or is_need(corrected_to)):
            raise NotPossible("verdict")

        def say(content: Packet, now: datetime) -> tuple[Packet, Label] | None:
            before = need_verdict(content)
            if (before.get("verdict", UNDONE), before.get("corrected_to")) == (verdict, corrected_to):
                return None
            fresh = with_need_verdict(content, None if verdict == UNDONE else verdict, corrected_to)
            code = (content.get("probable_need") or {}).get("code")
            return fresh, Label(NEED, code, verdict, corrected_to)

        self._say(frame, say)

    def _say(self, frame: CaseFrame, say: Callable[[Packet, datetime], tuple[Packet, Label] | None]) -> None:
        """Case, label and audit trail together."""
        if not frame.sight.reveals:
            raise NotAllowed("not_yours")
        now = self._clock.now()
        with self._engine.begin() as db:
            row = _locked(db, frame.id)
            if (said := say(row["packet"], now)) is None:
                return
            content, label = said
            changed = {"packet": content, "packet_version": row["packet_version"] + 1}
            db.execute(update(HANDOVERS).where(HANDOVERS.c.id == frame.id).values(**changed))
            whose = {"handover_id": frame.id, "conversation_id": row["conversation_id"]}
            db.execute(insert(LABELS).values(staff_id=frame.person.id, at=now, **whose, **vars(label)))
            about = {"kind": label.kind, "code": label.code, "verdict": label.verdict}
            append(db, frame.person.id, "case_labelled", f"case:{frame.id}", now, **about)


def is_need(code: str) -> bool:
    """Whether there is such a need."""
    return known(f"codes.needs.{code}")


def _flag_in(content: Packet, code: str) -> Packet:
    found: Packet = next((one for one in content.get("flags", ()) if one["code"] == code), {})
    return found


def _unchanged(flag: Packet, verdict: str) -> bool:
    return bool((flag.get("confirmed_by_expert") or UNDONE) == verdict)


def _locked(db: Connection, case_id: str) -> RowMapping:
    return db.execute(select(HANDOVERS).where(HANDOVERS.c.id == case_id).with_for_update()).mappings().one()
