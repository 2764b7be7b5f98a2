"""Takes in, sends on and reports text messages."""

import re
import threading
from collections.abc import Callable

from carrier.errors import DeliveryFailed, NotPossible, RestRefused, TwimlError
from carrier.number import Number
from carrier.sms.message import LONGEST_BODY, REFUSALS, Message
from carrier.sms.replies import read_replies
from carrier.sms.subscriptions import SmsOptions
from carrier.switchboard import Switchboard
from carrier.voice.parameters import place_parameters
from carrier.web.exchange import Exchange

_E164 = re.compile(r"\+[1-9]\d{6,14}")


class PostOffice:
    """All text messages of one network, in the order they were written."""

    def __init__(self, board: Switchboard, own: Callable[[str], Number | None]) -> None:
        self.options = SmsOptions()
        self.exchanges: list[Exchange] = []
        self.changed = threading.Condition()
        self._board = board
        self._own = own
        self._messages: dict[str, Message] = {}

    def all(self) -> list[Message]:
        """Every message, oldest first."""
        return list(self._messages.values())

    def find(self, sid: str) -> Message | None:
        """The message with this SID."""
        return self._messages.get(sid)

    def forget(self, message: Message) -> None:
        """Deletes a message."""
        self._messages.pop(message.sid, None)

    def take_in(self, from_: str, number: Number, body: str, media: int = 0) -> Message:
        """A phone's message to one of our numbers: asks the application and sends its replies."""
        if len(body) > LONGEST_BODY:
            raise NotPossible(f"a message has at most {LONGEST_BODY} characters")
        message = self._new(from_, number.phone_number, body, "inbound", "received", media=media)
        answer = self.options.keyword_answer(from_, body)
        self._ask_application(message, number)
        if answer:
            self._dispatch(self._new(message.to, from_, answer, "outbound-reply", "queued"))
        return message

    def submit(self, from_: str, to: str, body: str, status_url: str = "", media: int = 0) -> Message:
        """A message from the application. Raises RestRefused where Twilio answers 400."""
        return self._submit(self._new_checked(from_, to, body, "outbound-api", media), status_url)

    def _submit(self, message: Message, status_url: str) -> Message:
        number = self._own(message.from_)
        message.status_url = status_url or (number.sms_status_url if number else "")
        self._dispatch(message)
        return message

    def _new_checked(self, from_: str, to: str, body: str, direction: str, media: int = 0) -> Message:
        code = self._fault(from_, to, body, media)
        if code is not None:
            raise RestRefused(400, code, REFUSALS.get(code, "The message was refused."))
        return self._new(from_, to, body, direction, "queued", media=media)

    def _fault(self, from_: str, to: str, body: str, media: int) -> int | None:
        checks = (
            (not to, 21604),
            (not _E164.fullmatch(to), 21211),
            (self._own(from_) is None, 21606),
            (not body and not media, 21602),
            (len(body) > LONGEST_BODY, 21617),
        )
        return next((code for failed, code in checks if failed), self.options.refusal(to))

    def _new(self, from_: str, to: str, body: str, direction: str, status: str, *, media: int = 0) -> Message:  # noqa: PLR0913
        now = self._board.clock.now()
        sid = self._board.mint.sid("SM" if not media else "MM")
        message = Message(sid, from_, to, body, direction, status, now, now, media=media)
        self._messages[sid] = message
        self._notify()
        return message

    def _dispatch(self, message: Message) -> None:
        """Sends and delivers; each step is reported by its own callback."""
        failure = self.options.failure(message.to)
        self._board.agenda.add(lambda: self._move(message, "sent"))
        last = "undelivered" if failure else "delivered"
        self._board.agenda.add(lambda: self._move(message, last, failure))

    def _move(self, message: Message, status: str, error_code: int | None = None) -> None:
        now = self._board.clock.now()
        message.status, message.error_code, message.updated_at = status, error_code, now
        message.sent_at = message.sent_at or now
        self._notify()
        if message.status_url:
            params = status_parameters(message, self._board.account_sid)
            self.exchanges.append(self._board.call_back(message.status_url, "POST", params))

    def _ask_application(self, message: Message, number: Number) -> None:
        if not number.sms_url:
            return
        params = inbound_parameters(message, self._board.account_sid)
        try:
            self._reply(message, self._replies(number.sms_url, number.sms_method, params))
        except (DeliveryFailed, TwimlError) as failure:
            self._board.report("error", f"{failure.code}: {failure.text}", number.sms_url)
            self._ask_fallback(message, number, params, failure.code)

    def _ask_fallback(self, message: Message, number: Number, params: dict[str, str], code: int) -> None:
        if not number.sms_fallback_url:
            return
        extra = {"ErrorCode": str(code), "ErrorUrl": number.sms_url}
        try:
            self._reply(message, self._replies(number.sms_fallback_url, "POST", params | extra))
        except (DeliveryFailed, TwimlError) as failure:
            self._board.report("error", f"{failure.code}: {failure.text}", number.sms_fallback_url)

    def _replies(self, url: str, method: str, params: dict[str, str]) -> list[dict[str, str]]:
        return read_replies(self._board, self.exchanges, url, method, params)

    def _reply(self, received: Message, replies: list[dict[str, str]]) -> None:
        for reply in replies:
            try:
                message = self._new_checked(
                    reply.get("from") or received.to,
                    reply.get("to") or received.from_,
                    reply["body"],
                    "outbound-reply",
                    int(reply["media"]),
                )
                self._submit(message, reply["statusCallback"])
            except RestRefused as refusal:
                self._board.report("error", f"{refusal.code}: {refusal.text}", reply["source"])

    def _notify(self) -> None:
        with self.changed:
            self.changed.notify_all()


def inbound_parameters(message: Message, account_sid: str) -> dict[str, str]:
    """The form parameters of an incoming message's webhook."""
    media = {}
    for index in range(message.media):
        path = f"Accounts/{account_sid}/Messages/{message.sid}/Media/ME{index:032x}"
        media[f"MediaUrl{index}"] = f"https://api.twilio.com/2010-04-01/{path}"
        media[f"MediaContentType{index}"] = "image/jpeg"
    return {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "SmsMessageSid": message.sid,
        "AccountSid": account_sid,
        "ApiVersion": "2010-04-01",
        "From": message.from_,
        "To": message.to,
        "Body": message.body,
        "NumMedia": str(message.media),
        "NumSegments": str(message.segments),
        "SmsStatus": "received",
        **place_parameters("From", message.from_),
        **place_parameters("To", message.to),
        **media,
    }


def status_parameters(message: Message, account_sid: str) -> dict[str, str]:
    """The form parameters of a message's status callback."""
    params = {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "AccountSid": account_sid,
        "ApiVersion": "2010-04-01",
        "From": message.from_,
        "To": message.to,
        "MessageStatus": message.status,
        "SmsStatus": message.status,
    }
    if message.error_code:
        params["ErrorCode"] = str(message.error_code)
    if message.status in ("delivered", "undelivered"):
        params["RawDlrDoneDate"] = message.updated_at.strftime("%y%m%d%H%M")
    return params
