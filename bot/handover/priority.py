"""How urgent a case is and who should take it: P0 (now) to P3."""

P2_REASONS = frozenset(
    {"technical_failure", "withdrawal_late", "withdrawal_exception", "withdrawal_already_ended"}
    | {"order_overdue", "return_overdue", "return_refused"}
)
SKILLS = {"complaint": "complaint_lead", "defect": "product_care", "receipt": "care"}


def priority(kind: str, reason: str) -> str:
    """P2 for what went wrong or hurts, P3 for the rest; P0 and P1 belong to delicate situations."""
    return "P2" if kind == "complaint" or reason in P2_REASONS else "P3"


def skill(kind: str) -> str:
    """The skill the case asks for."""
    return SKILLS.get(kind, "care")
