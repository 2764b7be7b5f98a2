"""The form parameters Twilio sends with every voice webhook."""

from functools import lru_cache

import phonenumbers

from carrier.voice.state import CallState

_PLACES = ("City", "State", "Zip", "Country")


def call_parameters(state: CallState, account_sid: str) -> dict[str, str]:
    """What every voice webhook carries; places are present and mostly empty, as outside the US."""
    return {
        "AccountSid": account_sid,
        "ApiVersion": "2010-04-01",
        "CallSid": state.sid,
        "CallStatus": state.status,
        "Direction": state.direction,
        "From": state.from_,
        "To": state.to,
        "Caller": state.from_,
        "Called": state.to,
        **({"ParentCallSid": state.parent_sid} if state.parent_sid else {}),
        **place_parameters("From", state.from_),
        **place_parameters("To", state.to),
        **place_parameters("Caller", state.from_),
        **place_parameters("Called", state.to),
    }


def place_parameters(prefix: str, phone_number: str) -> dict[str, str]:
    """`FromCity`, `FromState`, … of a number: empty but for the country."""
    places = {f"{prefix}{place}": "" for place in _PLACES}
    return places | {f"{prefix}Country": country_of(phone_number)}


@lru_cache(maxsize=4096)
def country_of(phone_number: str) -> str:
    """The ISO country of an E.164 number; empty for withheld and unknown ones."""
    try:
        parsed = phonenumbers.parse(phone_number, None)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.region_code_for_number(parsed) or ""
