"""One text message and the ways it can go wrong."""

from dataclasses import dataclass
from datetime import datetime

from carrier.sms.segments import segments

LONGEST_BODY = 1600

# What Twilio says; the first group at once (HTTP 400), the second later in the message's status.
REFUSALS = {
    21211: "The 'To' number is not a valid phone number.",
    21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number.",
    21602: "Message body is required.",
    21604: "A 'To' phone number is required.",
    21606: "The 'From' phone number is not a valid, message-capable Twilio phone number of this account.",
    21608: "The number is unverified. Trial accounts cannot send messages to unverified numbers.",
    21610: "Attempt to send to unsubscribed recipient.",
    21611: "This 'From' number has exceeded the maximum number of queued messages.",
    21612: "The 'To' phone number is not currently reachable via SMS.",
    21614: "'To' number is not a valid mobile number.",
    21617: "The concatenated message body exceeds the 1600 character limit.",
}
DELIVERY_FAILURES = {
    30001: "Queue overflow",
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
}


@dataclass
class Message:
    """A text message in either direction; `error_code` says why it was not delivered."""

    sid: str
    from_: str
    to: str
    body: str
    direction: str
    status: str
    created_at: datetime
    updated_at: datetime
    media: int = 0
    status_url: str = ""
    error_code: int | None = None
    sent_at: datetime | None = None

    @property
    def segments(self) -> int:
        """How many segments it takes."""
        return segments(self.body)
