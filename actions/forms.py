"""Which intents each form takes; all others it refuses, so that a rule answers them."""

from collections.abc import Collection

from actions.turn import Turn

ORDER_WISHES = frozenset({"order_status", "order_cancel", "return_status", "invoice_copy"})
ORDER_FORM = ORDER_WISHES | {"withdraw_contract", "defect_claim"}
COMPLAINT_FORM = frozenset({"complaint"})
PRODUCT_FORM = frozenset({"product_info_stock"})
STORE_FORM = frozenset({"store_hours_location"})
PERSON_FORM = frozenset({"other_topic"})

ELSEWHERE = frozenset(
    {
        *ORDER_FORM,
        *COMPLAINT_FORM,
        *PRODUCT_FORM,
        *STORE_FORM,
        *PERSON_FORM,
        "delivery_options_costs",
        "return_how",
        "praise_feedback",
        "wrong_number",
        "human_request",
        "callback_request",
        "start_over",
    }
)


def is_elsewhere(turn: Turn, own: Collection[str]) -> bool:
    """The caller has turned to something this form does not do."""
    return turn.intent in ELSEWHERE and turn.intent not in own
