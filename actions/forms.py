"""Which intents each form takes; all others it refuses, so that a rule answers them."""

from collections.abc import Collection

from actions.turn import Turn

# Every wish of the catalogue (docs/intents.md); in the middle of a form each of them is a change of subject.
WISHES = frozenset(
    {
        "order_place",
        "order_repeat",
        "order_change",
        "order_cancel",
        "order_status",
        "delivery_slot",
        "delivery_address_change",
        "parcel_not_received",
        "parcel_damaged",
        "item_missing_or_wrong",
        "delivery_options_costs",
        "click_collect",
        "return_how",
        "withdraw_contract",
        "return_status",
        "refund_status",
        "exchange",
        "defect_claim",
        "repair_status_spare_part",
        "product_info_stock",
        "product_advice",
        "care_usage",
        "troubleshoot",
        "voucher_promo",
        "gift_card_balance",
        "payment_methods",
        "payment_failed",
        "invoice_copy",
        "invoice_dispute",
        "dunning",
        "instalment_deferral",
        "account_login",
        "account_data_change",
        "ads_opt_out",
        "loyalty_points",
        "subscription_change",
        "subscription_cancel",
        "store_hours_location",
        "callback_request",
        "human_request",
        "complaint",
        "privacy_request",
        "recall_check",
        "b2b_quote",
        "praise_feedback",
        "other_topic",
        "wrong_number",
    }
)

BILLING_WISHES = frozenset({"payment_failed", "invoice_dispute", "dunning", "instalment_deferral"})
CLAIM_WISHES = frozenset(
    {"parcel_not_received", "parcel_damaged", "item_missing_or_wrong", "exchange"}
    | {"click_collect", "repair_status_spare_part"}
)
ORDER_WISHES = (
    BILLING_WISHES
    | CLAIM_WISHES
    | frozenset(
        {"order_status", "order_cancel", "return_status", "invoice_copy"}
        | {"refund_status", "delivery_address_change", "delivery_slot", "order_change"}
    )
)
ORDER_FORM = ORDER_WISHES | {"withdraw_contract", "defect_claim"}
ACCOUNT_FORM = frozenset({"account_data_change"})
LOGIN_FORM = frozenset({"account_login"})
GIFT_CARD_FORM = frozenset({"gift_card_balance"})
POINTS_FORM = frozenset({"loyalty_points"})
ADS_FORM = frozenset({"ads_opt_out"})
PRIVACY_FORM = frozenset({"privacy_request"})
SUBSCRIPTION_FORM = frozenset({"subscription_change", "subscription_cancel"})
ORDERING_FORM = frozenset({"order_place", "order_repeat"})
COMPLAINT_FORM = frozenset({"complaint"})
PRODUCT_FORM = frozenset({"product_info_stock", "care_usage", "troubleshoot", "recall_check"})
ADVICE_FORM = frozenset({"product_advice"})
VOUCHER_FORM = frozenset({"voucher_promo"})
B2B_FORM = frozenset({"b2b_quote"})
STORE_FORM = frozenset({"store_hours_location"})
PERSON_FORM = frozenset({"other_topic", "out_of_scope"})

ELSEWHERE = WISHES | {"out_of_scope", "start_over"}


def is_elsewhere(turn: Turn, own: Collection[str]) -> bool:
    """The caller has turned to something this form does not do."""
    return turn.intent in ELSEWHERE and turn.intent not in own
