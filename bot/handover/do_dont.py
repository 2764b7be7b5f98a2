"""What the expert should and should not do, as codes (worded for the desk as `codes.do_dont`)."""

from collections.abc import Mapping, Sequence
from typing import Any

SAID_BY_CALLER = ("spoken", "keyed", "typed")
ASK_AGAIN = "dont_ask_again"

# In every delicate situation, before everything else.
ALWAYS = ("dont_sell", "dont_ask_to_repeat")
# Nothing to prove before the help: these come with P0 or P1.
HELP_FIRST = frozenset({"crisis", "safety_injury", "threat", "abuse_safety", "bereavement"})
OF_FLAG: Mapping[str, tuple[str, ...]] = {
    "crisis": ("do_stay_on_line", "do_take_seriously", "do_call_emergency_if_needed", "dont_talk_business"),
    "safety_injury": (
        "do_ask_injured",
        "do_stop_use",
        "do_keep_product",
        "dont_judge_liability",
        "dont_post",
    ),
    "threat": ("do_stay_calm", "dont_argue", "dont_block", "do_call_police_if_needed"),
    "abuse_safety": ("do_yes_no_only", "do_safe_contact_only", "dont_name_it", "dont_say_addresses"),
    "bereavement": (
        "dont_condole_again",
        "dont_ask_account_holder",
        "do_one_contact",
        "do_hold_dunning_ads",
        "dont_write_to_dead",
    ),
    "illness": ("do_without_effort", "do_grant_time", "dont_hurry"),
    "vulnerable": ("do_speak_slowly", "dont_order_for_minor", "dont_blame"),
    "hardship": ("dont_press_payment", "dont_offer_credit", "do_hold_dunning", "dont_blame"),
    "fraud": ("dont_ask_codes", "do_stop_parcel", "dont_say_account_data"),
    "discrimination": ("dont_doubt", "dont_justify", "do_own_words"),
    "privacy_incident": ("dont_have_read_out", "do_not_open_not_forward", "do_tell_officer"),
    "legal_press": ("dont_promise", "dont_admit", "do_note_deadline"),
    "anger": ("dont_calm_down", "dont_lecture", "do_name_next_step"),
}


def do_dont(flags: Sequence[Mapping[str, Any]], slots: Sequence[Mapping[str, Any]]) -> list[str]:
    """Codes, the most important first; at last what must not be asked again, as `dont_ask_again:postcode`."""
    told = [flag["code"] for flag in flags if flag["level"] != "request"]
    lines = list(ALWAYS) if told else []
    lines += ["dont_authenticate_first"] if HELP_FIRST & set(told) else []
    lines += [line for code in told for line in OF_FLAG[code]]
    given = [f"{ASK_AGAIN}:{slot['name']}" for slot in slots if slot["how"] in SAID_BY_CALLER]
    return list(dict.fromkeys([*lines, *given]))
