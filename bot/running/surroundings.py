"""The settings of a command that is typed beside a hotline, running or not."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.running import addresses
from bot.running.launch import Launch, data_folder, given_environment, prepare


def surroundings(environ: Mapping[str, str]) -> Launch:
    """As `hotline run` would start it; where it runs already, with the addresses and the clock it runs on."""
    given = given_environment(environ)
    running = addresses.read(data_folder(given))
    return prepare({**given, **(as_environ(running) if running else {})}, datetime.now(UTC))


def as_environ(running: Mapping[str, Any]) -> dict[str, str]:
    """What a running hotline chose for itself; the last one is for the phone in the terminal."""
    chosen = {
        "RASA_URL": running["rasa"],
        "ACTIONS_URL": running["actions"],
        # The clock it was started with counts, whatever stands in the environment here.
        "HOTLINE_NOW": running.get("now"),
        "HOTLINE_STARTED_AT": running["started_at"],
        "CARRIER_URL": running["carrier"],
    }
    return {name: value for name, value in chosen.items() if value}
