"""Block 5: what was collected, each value with how it is known. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.desk.masking import Shown, Veil
from bot.phrases.values import for_eye

Packet = Mapping[str, Any]
# What the dialogue may know of a caller, and which part of the case it belongs to; what is not here is the
# dialogue's own bookkeeping.
FIELD_OF: Mapping[str, str | None] = {
    "name": "name",
    "name_text": "name",
    "new_name_text": "name",
    "phone_number": "phone",
    "new_phone_number": "phone",
    "email": "email",
    "new_email": "email",
    "login_email": "email",
    "postcode": "address",
    "address_postcode": "address",
    "address_city": "address",
    "address_street": "address",
    "address_house": "address",
    "new_postcode": "address",
    "new_city_text": "address",
    "new_street_text": "address",
    "new_house_text": "address",
    "order_number": "orders",
    "verified_order": "orders",
    "verified_customer": "orders",
    "subscription_number": "orders",
    "article_number": "orders",
    "article": None,
    "known_article": None,
    "batch": None,
    "quantity": None,
    "amount": "bills",
    "refund_amount_wanted": "bills",
    "voucher": None,
    "city": None,
    "date": None,
    "time": None,
    "slot_date": None,
    "visit_date": None,
    "defect_text": "words",
    "defect_since_text": "words",
    "purchase_text": "words",
    "complaint_text": "words",
    "dispute_text": "words",
    "dunning_text": "words",
    "deferral_text": "words",
    "advice_need_text": "words",
    "privacy_text": "words",
}
# Written as people of the desk's language write them.
KINDS = dict.fromkeys(("date", "slot_date", "visit_date"), "date")
KINDS |= {"amount": "amount", "refund_amount_wanted": "amount", "time": "time"}
# Heard and confirmed, or typed so that nothing can be misheard.
SURE = 0.8
CERTAIN_WAYS = ("keyed", "typed", "looked_up")


@dataclass(frozen=True)
class Fact:
    """`sure`: confirmed, or certain by the way it came (✓); else it should be checked in passing (?)."""

    name: str
    value: Shown
    how: str
    confirmed: bool
    sure: bool


def facts(packet: Packet, veil: Veil, language: str = "de") -> tuple[Fact, ...]:
    """What this person may see of it, certain values first."""
    told = [slot for slot in packet.get("slots") or () if slot.get("name") in FIELD_OF]
    named = {slot.get("value") for slot in told if slot["name"] == "order_number"}
    # The order that was named and found is one fact, not two.
    told = [slot for slot in told if not (slot["name"] == "verified_order" and slot.get("value") in named)]
    given = [_fact(slot, veil, language) for slot in told]
    return tuple(sorted((fact for fact in given if fact), key=lambda fact: not fact.sure))


def _fact(slot: Packet, veil: Veil, language: str) -> Fact | None:
    name, value, how = str(slot["name"]), slot.get("value"), str(slot.get("how") or "spoken")
    if isinstance(value, str) and name in KINDS:
        value = for_eye(f"[[{KINDS[name]}:{value}]]", language)
    shown = veil.of(FIELD_OF[name], value) if isinstance(value, str | int | float) else None
    if shown is None:
        return None
    confirmed = bool(slot.get("confirmed"))
    certain = how in CERTAIN_WAYS and float(slot.get("confidence") or 0.0) >= SURE
    return Fact(name, shown, how, confirmed, confirmed or certain)
