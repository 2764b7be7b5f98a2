"""The carrier's REST interface, as far as the hotline uses it."""

from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from bot.channels.outbox import MessageRefused
from bot.errors import CarrierUnavailable

TIMEOUT_S = 10.0
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


def make_client(account_sid: str, auth_token: str, base_url: str) -> Client:
    """A client that never waits for ever; `base_url` may be a stand-in for Twilio."""
    client = Client(account_sid, auth_token, http_client=TwilioHttpClient(timeout=TIMEOUT_S))
    client.api.base_url = base_url
    return client
