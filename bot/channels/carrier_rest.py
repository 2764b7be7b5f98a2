"""The carrier's REST interface, as far as the hotline uses it."""

from collections.abc import Callable
from typing import Any

from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from twilio.rest.api.v2010.account.call import CallInstance

from bot.channels.outbox import MessageRefused
from bot.errors import CallGone, CallRefused, CarrierUnavailable

TIMEOUT_S = 10.0
# Somebody is on the line while calls are made and moved.
CALL_TIMEOUT_S = 5.0
NOT_IN_PROGRESS = 21220
EVENTS_TOLD = ["initiated", "ringing", "completed"]
LIVE_STATUSES = frozenset({"queued", "initiated", "ringing", "in-progress"})
# Ours to put right or the carrier's to get over; the message itself is not at fault.
TRY_AGAIN = frozenset({401, 403, 429, *range(500, 600)})


class CarrierRest:
    """Sends messages from the hotline's number."""

    def __init__(self, client: Client, from_number: str, status_url: str) -> None:
        self._client = client
        self._from = from_number
        self._status_url = status_url

    def send_message(self, to: str, body: str) -> str:
        """The message's sid; raises MessageRefused (never try again) or CarrierUnavailable (try later)."""
        try:
            sent = self._client.messages.create(
                to=to, from_=self._from, body=body, status_callback=self._status_url, smart_encoded=True
            )
        except TwilioRestException as error:
            if error.status in TRY_AGAIN:
                raise CarrierUnavailable(str(error.status)) from error
            raise MessageRefused(str(error.code)) from error
        except (TwilioException, OSError) as error:
            raise CarrierUnavailable(type(error).__name__) from error
        return str(sent.sid)


class CarrierCalls:
    """Makes and changes calls; its client should not wait longer than CALL_TIMEOUT_S."""

    def __init__(self, client: Client, from_number: str) -> None:
        self._client = client
        self._from = from_number

    def call(self, to: str, url: str, status_url: str, timeout: int, machine_url: str | None = None) -> str:
        """Ring a phone for `timeout` seconds; its sid. Raises CallRefused or CarrierUnavailable."""
        told: dict[str, Any] = {"status_callback": status_url, "status_callback_event": EVENTS_TOLD}
        if machine_url:
            # Beside the talk, so that a person who answers hears us at once.
            told |= {"machine_detection": "DetectMessageEnd", "async_amd": "true"}
            told |= {"async_amd_status_callback": machine_url}
        try:
            made = self._client.calls.create(to=to, from_=self._from, url=url, timeout=timeout, **told)
        except TwilioRestException as error:
            if error.status in TRY_AGAIN:
                raise CarrierUnavailable(str(error.status)) from error
            raise CallRefused(str(error.code)) from error
        except (TwilioException, OSError) as error:
            raise CarrierUnavailable(type(error).__name__) from error
        return str(made.sid)

    def move(self, call_sid: str, url: str) -> None:
        """Take a live call to another document. Raises CallGone or CarrierUnavailable, as all below."""
        self._change(call_sid, url=url, method="POST")

    def say_and_end(self, call_sid: str, twiml: str) -> None:
        """Give a live call a last document."""
        self._change(call_sid, twiml=twiml)

    def hang_up(self, call_sid: str) -> None:
        """End a call, ringing or answered."""
        self._change(call_sid, status="completed")

    def is_over(self, call_sid: str) -> bool:
        """Whether the call has ended, or never was."""
        try:
            return _asked(lambda: self._client.calls(call_sid).fetch()).status not in LIVE_STATUSES
        except CallGone:
            return True

    def _change(self, call_sid: str, **values: str) -> None:
        _asked(lambda: self._client.calls(call_sid).update(**values))


def _asked(request: Callable[[], CallInstance]) -> CallInstance:
    try:
        return request()
    except TwilioRestException as error:
        if error.status == 404 or error.code == NOT_IN_PROGRESS:
            raise CallGone(str(error.code)) from error
        raise CarrierUnavailable(str(error.status)) from error
    except (TwilioException, OSError) as error:
        raise CarrierUnavailable(type(error).__name__) from error


def make_client(account_sid: str, auth_token: str, base_url: str, timeout_s: float = TIMEOUT_S) -> Client:
    """A client that never waits for ever; `base_url` may be a stand-in for Twilio."""
    client = Client(account_sid, auth_token, http_client=TwilioHttpClient(timeout=timeout_s))
    client.api.base_url = base_url
    return client
