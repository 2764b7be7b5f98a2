"""How urgent a case is and who should take it: P0 (now) to P3."""

P2_REASONS = frozenset(
    {"technical_failure", "withdrawal_late", "withdrawal_exception", "withdrawal_already_ended"}
    | {"refund_overdue", "account_takeover"}
    | {"dunning_fraud", "dunning_hardship", "privacy_incident"}
    | {"order_overdue", "return_overdue", "return_refused", "recall_unsure", "press"}
    | {"parcel_lost_high_value", "trace_overdue", "repair_overdue", "whole_delivery_wrong"}
)
# A burning battery waits for nobody, nor does whoever was hurt.
P1_REASONS = frozenset({"product_danger", "recall_hit", "safety_injury"})
SKILLS_BY_REASON = {
    **dict.fromkeys(
        ("product_danger", "recall_hit", "recall_unsure", "care_safety", "safety_injury"), "product_safety"
    ),
    **dict.fromkeys(("product_advice", "troubleshoot_unsolved", "troubleshoot_unknown"), "product_care"),
    "press": "legal_pr",
    "b2b_quote": "business",
}
SKILLS = {"complaint": "complaint_lead", "defect": "product_care", "receipt": "care"}


def priority(kind: str, reason: str) -> str:
    """P1 for danger, P2 for what went wrong or hurts, P3 for the rest; P0 belongs to delicate situations."""
    if reason in P1_REASONS:
        return "P1"
    return "P2" if kind == "complaint" or reason in P2_REASONS else "P3"


def skill(kind: str, reason: str = "") -> str:
    """The skill the case asks for."""
    return SKILLS_BY_REASON.get(reason) or SKILLS.get(kind, "care")
