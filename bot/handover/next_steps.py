"""What an expert may do next, at most three options, as codes (worded for the desk as `codes.next_steps`)."""

from collections.abc import Mapping

from bot.handover.need import BACK_WISHES, BILL_WISHES, CLAIM_WISHES, Situation

MOST = 3
OF_FLAG: Mapping[str, tuple[str, ...]] = {
    "crisis": ("stay_until_helped", "fetch_supervisor", "give_crisis_numbers"),
    "safety_injury": ("open_safety_case", "replace_product", "tell_officer"),
    "threat": ("fetch_supervisor", "listen_to_cause", "call_police"),
    "abuse_safety": ("set_safe_contact", "lock_addresses"),
    "bereavement": ("name_one_contact", "hold_dunning_ads", "close_account_with_proof"),
    "illness": ("pickup_at_home", "extend_return", "hold_dunning"),
    "vulnerable": ("call_adult_or_carer", "take_it_slowly"),
    "hardship": ("hold_dunning", "agree_instalments", "defer_payment"),
    "fraud": ("stop_parcel", "lock_account", "hold_dunning"),
    "discrimination": ("log_complaint", "answer_same_day"),
    "privacy_incident": ("tell_officer", "arrange_return_of_data", "confirm_in_writing"),
    "legal_press": ("log_deadline", "answer_in_writing"),
    "anger": ("settle_now", "log_complaint", "goodwill"),
}


def next_steps(case: Situation) -> list[str]:
    """The options of the pressing flag, then those its orders and the wish allow."""
    return list(dict.fromkeys([*OF_FLAG.get(case.flag or "", ()), *_ordinary(case)]))[:MOST]


def _ordinary(case: Situation) -> list[str]:
    orders = case.orders
    in_time = any(order.withdrawal_until and order.withdrawal_until >= case.today for order in orders)
    overdue = any(order.refund_until and order.refund_until < case.today for order in orders)
    rules = (
        (overdue, "pay_refund"),
        (any(order.is_cancellable for order in orders), "cancel_order"),
        (in_time and case.wish in BACK_WISHES, "take_withdrawal"),
        (case.goods_back and case.wish in BACK_WISHES, "extend_return"),
        (case.wish in CLAIM_WISHES, "replace_product"),
        (case.wish in BILL_WISHES, "hold_dunning"),
        (case.open_order and case.wish in ("order_status", "parcel_not_received"), "trace_parcel"),
        (case.reason == "complaint", "log_complaint"),
    )
    return [step for holds, step in rules if holds]
