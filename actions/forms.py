"""Which intents each form takes; all others it refuses, so that a rule answers them."""

from collections.abc import Collection

from actions.turn import Turn

# Answers to a form's question, and what steers the conversation. In the middle of a form every other intent
# is a change of subject, also one that was made in the console, of which nothing here knows.
NO_CHANGE_OF_SUBJECT = frozenset(
    {"inform", "affirm", "deny", "greet", "goodbye", "correct_previous", "nlu_fallback"}
    | {"repeat", "slower", "louder", "language_switch", "pause"}
    | {"are_you_human", "recording_question", "privacy_notice"}
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


def is_elsewhere(turn: Turn, own: Collection[str]) -> bool:
    """The caller has turned to something this form does not do."""
    return bool(turn.intent) and turn.intent not in NO_CHANGE_OF_SUBJECT and turn.intent not in own
