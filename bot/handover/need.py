"""What the caller probably needs, beside what they asked for: a guess by rules, marked as one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.handover.order_facts import OrderFacts

BILL_WISHES = frozenset({"dunning", "invoice_dispute", "instalment_deferral", "payment_failed"})
BACK_WISHES = frozenset({"return_how", "withdraw_contract", "exchange", "return_status"})
CLAIM_WISHES = frozenset({"defect_claim", "parcel_damaged", "item_missing_or_wrong"})
LATE_REASONS = frozenset({"order_overdue", "trace_overdue"})
REFUND_REASONS = frozenset({"refund_overdue", "return_overdue"})
LATE_WITHDRAWAL = frozenset({"withdrawal_late", "withdrawal_exception"})


@dataclass(frozen=True)
class Situation:
    """All a guess may rest on; `flag` and `level` are the pressing flag's."""

    reason: str
    today: date
    wish: str | None = None
    flag: str | None = None
    level: str | None = None
    signals: Sequence[str] = ()
    orders: Sequence[OrderFacts] = ()

    @property
    def open_order(self) -> bool:
        """Something is still on its way."""
        return any(order.is_open for order in self.orders)

    @property
    def bill(self) -> bool:
        """A bill is open, or spoken of."""
        return self.wish in BILL_WISHES or any(order.invoice_due for order in self.orders)

    @property
    def goods_back(self) -> bool:
        """Goods are to go back, or still could."""
        returnable = (order.return_until for order in self.orders)
        return self.wish in BACK_WISHES or any(day is not None and day >= self.today for day in returnable)


def probable_need(case: Situation) -> str | None:
    """The code of a need (worded for the desk as `codes.needs`); None where a guess would be idle."""
    by_flag = FLAG_NEEDS.get(case.flag or "")
    return by_flag(case) if by_flag else _without_flag(case)


def _bereaved(case: Situation) -> str:
    if case.bill:
        return "estate_settle_bill"
    if case.open_order:
        return "estate_stop_parcel"
    return "estate_goods_back" if case.goods_back else "estate_close_account"


def _ill(case: Situation) -> str:
    if case.goods_back:
        return "back_without_effort"
    return "pay_later" if case.bill else "more_time_and_help"


def _defrauded(case: Situation) -> str:
    return "stop_parcel_clear_name" if case.open_order else "clear_name"


FLAG_NEEDS: Mapping[str, Callable[[Situation], str]] = {
    "crisis": lambda case: "human_who_stays",
    "safety_injury": lambda case: "safe_now" if case.level == "acute" else "harm_taken_care_of",
    "threat": lambda case: "be_heard_by_leader",
    "abuse_safety": lambda case: "stay_unseen",
    "bereavement": _bereaved,
    "illness": _ill,
    "vulnerable": lambda case: "slow_and_simple",
    "hardship": lambda case: "pay_later",
    "fraud": _defrauded,
    "discrimination": lambda case: "be_believed",
    "privacy_incident": lambda case: "leak_stopped",
    "legal_press": lambda case: "answer_from_responsible",
    "anger": lambda case: "settled_for_good" if "repeated" in case.signals else "be_heard_by_leader",
}


def _without_flag(case: Situation) -> str | None:
    late = any(order.eta is not None and order.eta < case.today for order in case.orders)
    rules = (
        ("repeated" in case.signals, "settled_for_good"),
        (case.reason in LATE_WITHDRAWAL, "goodwill_return"),
        (case.reason in REFUND_REASONS, "money_back"),
        (case.reason in LATE_REASONS or (late and case.wish == "order_status"), "certainty_about_parcel"),
        (case.wish in CLAIM_WISHES, "working_article"),
        (case.reason == "complaint", "be_heard"),
    )
    return next((need for holds, need in rules if holds), None)
