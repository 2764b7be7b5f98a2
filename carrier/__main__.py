"""`python -m carrier serve`: the simulated carrier as a process of its own."""

import os
import sys

import click

from carrier.clock import RealClock
from carrier.network import Network
from carrier.serving import CarrierServer, create_app

# Numbers the German regulator keeps free for films: nobody is ever called by mistake.
_DEMO_CALLERS = ("+4915228817386", "+4915228895456", "+4917139200042")
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_WEBHOOKS = (
    "voice_url",
    "voice_fallback_url",
    "voice_status_url",
    "sms_url",
    "sms_fallback_url",
    "sms_status_url",
)
_NEEDED = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "HOTLINE_NUMBER")


@click.group()
def main() -> None:
    """A simulated telephone network for Twilio applications."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8090, show_default=True)
@click.option("--voice-url", default="", help="Webhook for incoming calls.")
@click.option("--voice-fallback-url", default="", help="Asked when the voice webhook fails.")
@click.option("--voice-status-url", default="", help="Told when a call has ended.")
@click.option("--sms-url", default="", help="Webhook for incoming messages.")
@click.option("--sms-fallback-url", default="", help="Asked when the SMS webhook fails.")
@click.option("--sms-status-url", default="", help="Told how messages get on.")
@click.option(
    "--caller", "callers", multiple=True, metavar="NUMBER[=LABEL]", help="A number to call from, on the page."
)
@click.option("--allow-host", "hosts", multiple=True, help="A further host name the page may be reached by.")
def serve(host: str, port: int, callers: tuple[str, ...], hosts: tuple[str, ...], **webhooks: str) -> None:
    """Serves the REST interface and the phones; account and number come from the environment."""
    network = _network_from_environment(webhooks)
    allowed = [*_LOOPBACK, host, *hosts]
    app = create_app(network, [_labelled(caller) for caller in callers or _DEMO_CALLERS], allowed)
    CarrierServer(app, network, f"{host}:{port}").run()


def _network_from_environment(webhooks: dict[str, str]) -> Network:
    missing = [name for name in _NEEDED if not os.environ.get(name)]
    if missing:
        raise click.UsageError(f"set {', '.join(missing)} in the environment")
    network = Network(os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"], RealClock())
    network.default_behaviour = "ask"
    network.number(os.environ["HOTLINE_NUMBER"], **{name: webhooks[name] for name in _WEBHOOKS})
    return network


def _labelled(caller: str) -> tuple[str, str]:
    number, _, label = caller.partition("=")
    return number.strip(), label.strip()


if __name__ == "__main__":
    sys.exit(main())
