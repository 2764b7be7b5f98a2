"""The people of the benchmark: forty who look at the queue, and others who take cases from it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from benchmarks.desk.signing_in import Visitor
from bot.staff.passwords import hashed
from bot.store.database import table_of
from bot.store.handover_tables import StaffRow
from tests.stack import NOW, Stack

PASSWORD = "vierzig Augenpaare sehen mehr"  # noqa: S105 - of nobody outside this benchmark
SKILLS = ("care", "any", "care_estate", "fraud", "billing_care", "complaint_lead", "legal_pr")


@dataclass(frozen=True)
class Staffed:
    """Sessions: of those who look on, and of those who take one case each."""

    lookers: list[Visitor]
    takers: list[Visitor]


def staffed(stack: Stack, lookers: int, takers: int, http: Any) -> Staffed:
    """Everybody has an account and is signed in; text threads only, so that no phone is rung."""
    names = [f"Expertin {number:03d}" for number in range(lookers + takers)]
    stored = hashed(PASSWORD)
    with stack.engine.begin() as db:
        db.execute(insert(table_of(StaffRow)), [_row(name, stored) for name in names])
    people = [Visitor(stack.base_url, http) for _ in names]
    for one, name in zip(people, names, strict=True):
        one.sign_in(name, PASSWORD)
    return Staffed(people[:lookers], people[lookers:])


def _row(name: str, stored: str) -> dict[str, Any]:
    able = {"skills": list(SKILLS), "languages": ["de", "en"], "level": 3, "site": "main", "role": "agent"}
    account = {"password_hash": stored, "must_change": False, "active": True, "created_at": NOW}
    state = {"status": "free", "status_since": NOW, "reached_by": "browser"}
    return {"id": f"staff-{name[-3:]}", "name": name, **able, **account, **state}
