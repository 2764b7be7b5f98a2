"""The phone in the terminal: type what you say; digits, * and # are keyed; an empty line is silence."""

import os
import re
import select
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import click

from carrier.phone_client import PhoneClient, PhoneUnavailable

_KEYS = re.compile(r"[0-9*#]+")
SECONDS_BETWEEN_LOOKS = 1.0
_EVENTS = {
    "joined": "in a conference",
    "connected": "connected: what you type is heard by the others",
    "left": "out of the conference",
}


@click.command()
@click.option(
    "--carrier",
    default=lambda: os.environ.get("CARRIER_URL", "http://127.0.0.1:8090"),
    metavar="URL",
    help="The simulated carrier.  [default: $CARRIER_URL or http://127.0.0.1:8090]",
)
@click.option(
    "--from", "from_", default="+4915228817386", show_default=True, help="Your number; '-' withholds it."
)
@click.option("--to", default="", help="The number to call, if the account has several.")
@click.option("--sms", is_flag=True, help="Send text messages instead of calling.")
@click.option("--answer", is_flag=True, help="Wait for calls to your number instead of calling.")
def phone(carrier: str, from_: str, to: str, sms: bool, answer: bool) -> None:
    """Calls the hotline from the terminal, or is called by it.

    Type what you say. A line of only digits, * and # presses keys (start it with a quotation mark to say it
    instead). An empty line is silence. Ctrl-C or the end of the input hangs up.
    """
    try:
        client = PhoneClient(carrier, "" if from_ == "-" else from_, to)
        _deed(sms, answer)(client)
    except PhoneUnavailable as fault:
        raise click.ClickException(str(fault)) from fault


def main(argv: list[str] | None = None) -> None:
    """Runs the phone; `argv` without the program's name."""
    phone.main(args=argv, prog_name="phone")


def _deed(sms: bool, answer: bool) -> Callable[[PhoneClient], None]:
    if answer:
        return _wait_for_calls
    return _text if sms else _call


def _call(client: PhoneClient) -> None:
    click.echo(f"Calling {client.hotline} from {client.from_ or 'a withheld number'} …")
    client.new_messages()
    _hold_call(client, client.call)


def _wait_for_calls(client: PhoneClient) -> None:
    click.echo(f"Waiting for calls to {client.from_}; Ctrl-C ends it.")
    try:
        while _answer_one(client, _next_ringing(client)):
            click.echo("Waiting for the next call.")
    except KeyboardInterrupt:
        click.echo()


def _answer_one(client: PhoneClient, sid: str) -> bool:
    """Whether to wait for another call: recorded input is for one."""
    click.echo("The phone rings. Enter answers, n declines.")
    word = next(_lines(lambda: _still_rings(client, sid)), None)
    if word is not None:
        deed = "decline" if word == "n" else "answer"
        _hold_call(client, lambda: client.take(sid, deed))
    return sys.stdin.isatty()


def _next_ringing(client: PhoneClient) -> str:
    while not (ringing := client.ringing()):
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return str(ringing[0]["sid"])


def _still_rings(client: PhoneClient, sid: str) -> bool:
    return any(call["sid"] == sid for call in client.ringing())


def _hold_call(client: PhoneClient, begin: Callable[[], dict[str, Any]]) -> None:
    """Holds a call from its beginning until one of the two sides ends it."""
    try:
        _show(begin())
        _talk(client)
    except KeyboardInterrupt:
        click.echo()
    if client.on_the_phone:
        client.hang_up()
        click.echo("(you hang up)")


def _talk(client: PhoneClient) -> None:
    for line in _lines(lambda: _look(client)):
        _show_messages(client.new_messages(), "Text message")
        if client.on_the_phone:
            _act(client, line)
        if not client.on_the_phone:
            return


def _look(client: PhoneClient) -> bool:
    if client.on_the_phone:
        _show(client.look())
        _show_messages(client.new_messages(), "Text message")
    return client.on_the_phone


def _act(client: PhoneClient, line: str) -> None:
    if not line:
        _echo("(silence)")
        view = client.act("silence")
    elif _KEYS.fullmatch(line):
        _echo(f"You press: {line}")
        view = client.act("press", keys=line)
    else:
        words = line.lstrip('"')
        _echo(f"You: {words}")
        view = client.act("say", text=words)
    _show(view)


def _text(client: PhoneClient) -> None:
    click.echo(f"Texting {client.hotline} from {client.from_}; an empty line looks for news.")
    try:
        for line in _lines(lambda: _show_messages(client.new_messages())):
            if line:
                _echo(f"You: {line}")
                client.send(line)
            _show_messages(client.new_messages())
    except KeyboardInterrupt:
        click.echo()


def _lines(idle: Callable[[], bool]) -> Iterator[str]:
    """Lines typed or piped; while a person thinks, `idle` shows the news and says whether to go on."""
    while True:
        while sys.stdin.isatty() and not select.select([sys.stdin], [], [], SECONDS_BETWEEN_LOOKS)[0]:
            if not idle():
                return
        line = sys.stdin.readline()
        if not line:
            return
        yield line.strip()


def _echo(text: str) -> None:
    # A person at the keyboard has just seen what they typed; a recorded transcript needs it.
    if not sys.stdin.isatty():
        click.echo(text)


def _show(view: dict[str, Any]) -> None:
    for entry in view["entries"]:
        if entry["kind"] == "heard":
            click.echo(f"{_speaker(entry)}: {entry['text']}")
        elif entry["kind"] in ("said", "pressed") and not entry["taken"]:
            click.echo("(nobody was listening)")
        elif entry["kind"] in _EVENTS:
            click.echo(f"({_EVENTS[entry['kind']]})")
        elif entry["kind"] == "ended":
            click.echo(f"(call {entry['text']})")
    for problem in view.get("new_problems", []):
        click.echo(f"(carrier: {problem})")


def _show_messages(messages: list[dict[str, Any]], label: str = "Hotline") -> bool:
    for message in messages:
        click.echo(f"{label}: {message['text']}")
    return True


def _speaker(entry: dict[str, Any]) -> str:
    if entry["sound"] == "error":
        return "Carrier"
    voice = entry["voice"].removeprefix("Polly.").removeprefix("Google.")
    if entry["sound"] == "person":
        return f"Person [{voice}]" if voice else "Person"
    return f"Hotline [{voice}, {entry['language']}]" if voice else "Hotline"
