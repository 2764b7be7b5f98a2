"""One-time codes: made by the shop, sent by text to the stored number or by the shop to the stored e-mail."""

from typing import Any

import structlog

from bot.channels.outbox import Outbox
from bot.conversation.state import Sentence
from bot.conversation.turn import Turn
from bot.errors import BackendError, CodeNotSent
from bot.phrases.values import for_eye
from bot.shop.codes.models import IssuedCode
from bot.shop.codes.port import CodeRequest, Codes

log = structlog.get_logger(__name__)

PURPOSE = "one_time_code"


class SentCodes:
    """Sends what the dialogue asks for; no code ever leaves this class but in its message."""

    def __init__(self, codes: Codes, outbox: Outbox) -> None:
        self._codes = codes
        self._outbox = outbox

    def send(self, turn: Turn, request: dict[str, Any]) -> Sentence | None:
        """Send a code and say where it went; None when none could be sent."""
        try:
            return self._sent(turn, str(request["customer_id"]), request.get("channel"))
        except (CodeNotSent, BackendError) as error:
            log.warning("code_not_sent", fault=type(error).__name__, conversation=turn.conversation.id)
            turn.note("code_not_sent", {"fault": str(error)[:40]})
            return None

    def _sent(self, turn: Turn, customer_id: str, channel: str | None) -> Sentence:
        issued = self._issued(turn, customer_id, channel)
        if issued.destination.channel == "sms" and not self._texted(turn, issued):
            # Whoever wants no text messages gets an e-mail, if there is an address.
            issued = self._issued(turn, customer_id, "email")
        turn.note("code_sent", {"by": issued.destination.channel})
        to = issued.destination
        if to.channel == "email":
            return turn.say("code_by_email", to=to.masked)
        return turn.say("code_by_text", ending=to.contact[-2:])

    def _issued(self, turn: Turn, customer_id: str, channel: str | None) -> IssuedCode:
        talk = turn.conversation
        request = CodeRequest(talk.id, customer_id, channel, talk.language)
        return self._codes.issue(request, at=turn.services.clock.now())

    def _texted(self, turn: Turn, issued: IssuedCode) -> bool:
        talk = turn.conversation
        body = turn.services.phrases.say("one_time_code", talk.language, "sms", code=issued.code)
        return self._outbox.put(issued.destination.contact, for_eye(body, talk.language), PURPOSE, talk.id)
