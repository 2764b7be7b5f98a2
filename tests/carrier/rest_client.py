"""Twilio's own client, pointed at a served network."""

from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from tests.carrier.scripted import ACCOUNT, TOKEN


def client_at(url: str, timeout: float = 5) -> Client:
    client = Client(ACCOUNT, TOKEN, http_client=TwilioHttpClient(timeout=timeout, pool_connections=False))
    client.api.base_url = url
    return client
