"""What the bot says in a turn; the output's name makes Rasa choose the channel's own variations."""

from typing import Any, Dict, List

from rasa.core.channels.channel import OutputChannel


class Said(OutputChannel):
    """Keeps texts with the name of their response, custom payloads as they are."""

    def __init__(self) -> None:
        self.messages: List[Dict[str, Any]] = []
        self.expecting: Any = None

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:
        """One message with text and payload becomes two entries, text first."""
        if message.get("text"):
            self.messages.append({"response": message.get("utter_action"), "text": message["text"]})
            self.expecting = (message.get("metadata") or {}).get("expecting")
        if message.get("custom"):
            self.messages.append({"custom": message["custom"]})


class SaidByVoice(Said):
    """Responses with `channel: voice` come first."""

    @classmethod
    def name(cls) -> str:
        """The name used in domain.yml."""
        return "voice"


class SaidBySms(Said):
    """Responses with `channel: sms` come first."""

    @classmethod
    def name(cls) -> str:
        """The name used in domain.yml."""
        return "sms"


def output_for(channel: str) -> Said:
    """A fresh collection for one turn."""
    return SaidByVoice() if channel == "voice" else SaidBySms()
