"""Rows of the store as the rules of routing see them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from bot.handover.routing_people import Expert, Waiting

SUPERVISORS = ("lead", "admin")
# Skills that only delicate situations ask for.
DELICATE = frozenset(
    {"any", "supervisor", "safe_contact", "care_estate", "billing_care", "fraud", "privacy", "legal_pr"}
)


def as_expert(row: RowMapping) -> Expert:
    """A row of `staff`; whoever lists a skill has chosen its delicate calls as well."""
    skills = frozenset(row["skills"])
    return Expert(
        id=row["id"],
        skills=skills,
        languages=frozenset(row["languages"]),
        level=row["level"],
        site=row["site"],
        free_since=row["status_since"],
        heavy_last=row["heavy_last"],
        supervisor=row["role"] in SUPERVISORS,
        opted_in=skills,
    )


def as_waiting(row: Mapping[Any, Any]) -> Waiting:
    """A row of `waits`; "any" asks for no skill in particular."""
    return Waiting(
        id=row["id"],
        priority=row["priority"],
        skill="" if row["skill"] == "any" else row["skill"],
        language=row["language"],
        entered_at=row["entered_at"],
        first=row["first"],
        last_expert=row["last_expert_id"],
        not_experts=frozenset(row["not_experts"]),
        delicate=row["skill"] in DELICATE,
    )
