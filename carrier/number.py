"""A phone number of the account and where its calls and messages go."""

from dataclasses import dataclass


@dataclass
class Number:
    """One of the account's own numbers with its webhooks; an empty URL means none."""

    phone_number: str
    sid: str
    voice_url: str = ""
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    voice_status_url: str = ""
    voice_status_events: tuple[str, ...] = ("completed",)
    sms_url: str = ""
    sms_method: str = "POST"
    sms_fallback_url: str = ""
    sms_status_url: str = ""

    def __str__(self) -> str:
        return self.phone_number
