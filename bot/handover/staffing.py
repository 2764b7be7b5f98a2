"""Who can be rung at this moment, read from the rows of staff."""

from collections.abc import Collection

from sqlalchemy import RowMapping

from bot.handover.choosing import Staff
from bot.handover.experts import HERE, Experts
from bot.handover.line_up import SUPERVISORS, as_expert

EVERYBODY = (*HERE, "off")
RESTING = ("after_call", "paused")


class Staffing:
    """`on_call` (staff ids) are rung for a P0 at any hour; without a list every lead and admin is."""

    def __init__(self, experts: Experts, on_call: Collection[str] = ()) -> None:
        self._experts = experts
        self._on_call = on_call

    def rows(self) -> dict[str, RowMapping]:
        """Everybody whose phone may ring, by id."""
        return {row["id"]: row for row in self._experts.here(EVERYBODY) if has_phone(row)}

    def staff(self, rows: Collection[RowMapping], busy: Collection[str]) -> Staff:
        """`busy` are those a call is under way for, whatever their status says."""
        idle = [row for row in rows if row["id"] not in busy]
        at_work = [row for row in rows if row["status"] not in ("off", "paused") or row["id"] in busy]
        off = [row for row in idle if row["status"] == "off" and self._on_duty(row)]
        return Staff(
            free=[as_expert(row) for row in idle if row["status"] == "free"],
            at_work=[as_expert(row) for row in at_work],
            resting=[as_expert(row) for row in idle if row["status"] in RESTING],
            on_call=[as_expert(row) for row in off],
        )

    def _on_duty(self, row: RowMapping) -> bool:
        return row["id"] in self._on_call if self._on_call else row["role"] in SUPERVISORS


def has_phone(row: RowMapping) -> bool:
    """Whether this one's telephone rings for a case; some only write."""
    return bool(row["phone"]) and row["reached_by"] == "phone"
