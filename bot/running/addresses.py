"""`run.json` in the data folder: where to reach a running hotline (for the phone, tests, the next start)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.running.launch import Launch
from bot.running.secrets import write_private


def run_file(data_dir: Path) -> Path:
    """Where the addresses of a running hotline stand."""
    return data_dir / "run.json"


def describe(launch: Launch, supervisor_pid: int, pids: Mapping[str, int]) -> dict[str, Any]:
    """What others may know about a running hotline; no secret is in it."""
    settings = launch.settings
    return {
        "pid": supervisor_pid,
        "web": launch.web_url,
        "public": settings.public_base_url,
        "carrier": launch.carrier_url,
        "rasa": settings.rasa_url,
        "actions": settings.actions_url,
        "now": launch.environ.get("HOTLINE_NOW"),
        "started_at": launch.environ.get("HOTLINE_STARTED_AT"),
        "hotline_number": settings.hotline_number,
        "processes": dict(pids),
    }


def write(data_dir: Path, addresses: Mapping[str, Any]) -> None:
    """Replace what stands there."""
    write_private(run_file(data_dir), json.dumps(addresses, indent=2) + "\n")


def read(data_dir: Path) -> dict[str, Any] | None:
    """The addresses, or None when no hotline runs here."""
    try:
        addresses: dict[str, Any] = json.loads(run_file(data_dir).read_text())
    except FileNotFoundError:
        return None
    return addresses


def remove(data_dir: Path) -> None:
    """Say that no hotline runs here any more."""
    run_file(data_dir).unlink(missing_ok=True)
