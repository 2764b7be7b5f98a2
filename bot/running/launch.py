"""What one start of the hotline runs on: settings, and the environment all its processes share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.errors import SettingsInvalid
from bot.running import ports, secrets
from bot.running.errors import StartFailed
from bot.settings import DEFAULTS, Settings

ROOT = Path(__file__).resolve().parents[2]

# Any one of these means that a real carrier, or a stand-in of the operator's own, is meant.
CARRIER_SETTINGS = ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_BASE_URL")
CARRIER_PORT = 8090
SIMULATED_NUMBER = "+4930901820"


@dataclass(frozen=True)
class Launch:
    """Settings, the complete environment they came from, and the simulated carrier's address if used."""

    settings: Settings
    environ: dict[str, str]
    carrier_url: str | None

    @property
    def web_url(self) -> str:
        """Where this machine itself reaches the web server."""
        everywhere = self.settings.host in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound
        return f"http://{ports.LOOPBACK if everywhere else self.settings.host}:{self.settings.port}"


def given_environment(environ: Mapping[str, str], dotenv: Path = ROOT / ".env") -> dict[str, str]:
    """What the operator set: the environment before `.env`, empty values left out."""
    merged = {**dotenv_values(dotenv), **environ}
    return {name: value for name, value in merged.items() if value}


def prepare(given: Mapping[str, str], now: datetime) -> Launch:
    """Fill in what the operator left open; raises SettingsInvalid or StartFailed."""
    environ = dict(given)
    data_dir = data_folder(given)
    own = _secrets(data_dir)
    environ |= {"DATA_DIR": str(data_dir), "SECRET_KEY": own["SECRET_KEY"]}
    environ.setdefault("RASA_TOKEN", own["RASA_TOKEN"])
    environ |= _internal_addresses(given)
    carrier_url = None if uses_own_carrier(given) else f"http://{ports.LOOPBACK}:{ports.choose(CARRIER_PORT)}"
    if carrier_url:
        environ |= _simulated_carrier(given, own, carrier_url)
    if "HOTLINE_NOW" in given:
        environ.setdefault("HOTLINE_STARTED_AT", now.isoformat())
    settings = Settings.from_environ(environ)
    environ |= {"DATABASE_URL": settings.database_url, "PUBLIC_BASE_URL": settings.public_base_url}
    return Launch(settings, environ, carrier_url)


def data_folder(given: Mapping[str, str]) -> Path:
    """Where the hotline keeps its state; from the repository's root, wherever the command is typed."""
    return ROOT / given.get("DATA_DIR", DEFAULTS["DATA_DIR"])


def uses_own_carrier(given: Mapping[str, str]) -> bool:
    """Whether the operator brings a carrier; Twilio's address alone, as in .env.example, says nothing."""
    return any(given.get(name, DEFAULTS[name]) != DEFAULTS[name] for name in CARRIER_SETTINGS)


def check_ports(launch: Launch) -> None:
    """Raise StartFailed when an address that was asked for is taken."""
    settings = launch.settings
    wanted = {"PORT": (settings.port, settings.host)}
    for name, url in (("RASA_URL", settings.rasa_url), ("ACTIONS_URL", settings.actions_url)):
        wanted[name] = (port_of(url), ports.LOOPBACK)
    taken = [(name, port) for name, (port, host) in wanted.items() if not ports.is_free(port, host)]
    if taken:
        raise StartFailed(
            "\n".join(f"{name}: port {port} is taken by another program" for name, port in taken)
        )


def port_of(url: str) -> int:
    """The port an address names or implies."""
    parts = urlsplit(url)
    return parts.port or (443 if parts.scheme == "https" else 80)


def _secrets(data_dir: Path) -> dict[str, str]:
    try:
        return secrets.load_or_create(data_dir / "secrets.json")
    except OSError as error:
        raise SettingsInvalid([f"DATA_DIR: cannot be written ({error.strerror})"]) from error


def _internal_addresses(given: Mapping[str, str]) -> dict[str, str]:
    return {
        name: f"http://{ports.LOOPBACK}:{ports.choose(port_of(DEFAULTS[name]))}"
        for name in ("RASA_URL", "ACTIONS_URL")
        if name not in given
    }


def _simulated_carrier(given: Mapping[str, str], own: Mapping[str, str], url: str) -> dict[str, str]:
    return {
        "TWILIO_ACCOUNT_SID": own["TWILIO_ACCOUNT_SID"],
        "TWILIO_AUTH_TOKEN": own["TWILIO_AUTH_TOKEN"],
        "TWILIO_API_BASE_URL": url,
        "CARRIER_PHONE_URL": f"{url}/phone",
        "HOTLINE_NUMBER": given.get("HOTLINE_NUMBER", SIMULATED_NUMBER),
    }
