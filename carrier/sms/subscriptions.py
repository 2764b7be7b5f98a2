"""Who may be texted: opt-out keywords as Twilio handles them itself, and failures set up for tests."""

_STOP = {"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"}
_START = {"START", "YES", "UNSTOP"}
_HELP = {"HELP", "INFO"}

STOPPED = (
    "You have successfully been unsubscribed. You will not receive any more messages from this number. "
    "Reply START to resubscribe."
)
STARTED = (
    "You have successfully been re-subscribed to messages from this number. Reply HELP for help. "
    "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
)
HELP = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."


class SmsOptions:
    """How the network treats text messages; by default all arrive and English stop words are honoured."""

    def __init__(self) -> None:
        self.keywords = True
        self._opted_out: set[str] = set()
        self._refused: dict[str, int] = {}
        self._undelivered: dict[str, int] = {}

    def opt_out(self, number: str) -> None:
        """Messages to this number are refused with 21610."""
        self._opted_out.add(number)

    def refuse(self, number: str, code: int) -> None:
        """Messages to this number are refused at once with this code."""
        self._refused[number] = code

    def unreachable(self, number: str, code: int = 30003) -> None:
        """Messages to this number are accepted but not delivered."""
        self._undelivered[number] = code

    def reachable(self, number: str) -> None:
        """Takes back every failure set up for this number."""
        self._opted_out.discard(number)
        self._refused.pop(number, None)
        self._undelivered.pop(number, None)

    def refusal(self, number: str) -> int | None:
        """The code messages to this number are refused with, if any."""
        return 21610 if number in self._opted_out else self._refused.get(number)

    def failure(self, number: str) -> int | None:
        """The code messages to this number fail with after sending, if any."""
        return self._undelivered.get(number)

    def keyword_answer(self, number: str, body: str) -> str | None:
        """Acts on a whole-body keyword from this number; what Twilio answers by itself."""
        word = body.strip().upper()
        if not self.keywords or word not in _STOP | _START | _HELP:
            return None
        if word in _STOP:
            self._opted_out.add(number)
            return STOPPED
        if word in _START:
            was_out = number in self._opted_out
            self._opted_out.discard(number)
            return STARTED if was_out else None
        return HELP
