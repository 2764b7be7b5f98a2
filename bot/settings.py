"""The hotline's settings: read once from the environment, typed, frozen, every fault named."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers

from bot.clock import Clock, WallClock
from bot.errors import SettingsInvalid

N = TypeVar("N", int, float)

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
TWILIO_API = "https://api.twilio.com"
# What a folder of tuned files holds, as the checkout does.
TUNED = ("data", "bot/phrases")
DATABASES = ("sqlite", "postgres", "postgresql", "postgresql+psycopg")


@dataclass(frozen=True)
class Settings:
    """What an operator decides. Times in seconds or hours as named; URLs without a trailing slash."""

    host: str
    port: int
    public_base_url: str
    database_url: str
    redis_url: str | None
    twilio_account_sid: str
    twilio_auth_token: str
    twilio_api_base_url: str
    hotline_number: str
    hotline_more_numbers: tuple[str, ...]
    rasa_url: str
    rasa_token: str
    actions_url: str
    data_dir: Path
    # Another folder than the checkout whose data/ and bot/phrases/ count, and are written by the console.
    tuning_dir: Path | None
    timezone: ZoneInfo
    company: str
    turn_budget_s: float
    action_timeout_s: float
    sms_rest_hours: float
    log_format: str
    hotline_now: datetime | None
    hotline_started_at: datetime | None
    carrier_phone_url: str | None
    # Signs the staff's sessions and locks away their second factors.
    secret_key: str
    session_idle_minutes: float
    session_hours: float
    # "coach": a lead may be heard by the expert in a call, once the caller has agreed.
    listen_in: str

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Read all settings; raises SettingsInvalid naming every fault at once."""
        return _Reader(environ).settings()

    def clock(self) -> Clock:
        """The clock all processes of this hotline share."""
        return WallClock(self.timezone, self.hotline_now, self.hotline_started_at)


def names() -> list[str]:
    """Every environment variable that is read, sorted (docs and .env.example must list the same)."""
    return sorted(DEFAULTS)


# An empty default means "not set"; whether that is allowed is decided below.
DEFAULTS: dict[str, str] = {
    "HOST": "127.0.0.1",
    "PORT": "8080",
    "PUBLIC_BASE_URL": "",
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "TWILIO_ACCOUNT_SID": "",
    "TWILIO_AUTH_TOKEN": "",
    "TWILIO_API_BASE_URL": TWILIO_API,
    "HOTLINE_NUMBER": "",
    "HOTLINE_MORE_NUMBERS": "",
    "RASA_URL": "http://127.0.0.1:5005",
    "RASA_TOKEN": "",
    "ACTIONS_URL": "http://127.0.0.1:5055",
    "DATA_DIR": "var",
    "TUNING_DIR": "",
    # Read by `hotline run` itself (bot/running/models_at_start.py).
    "HOTLINE_MODELS": "",
    "TIMEZONE": "Europe/Berlin",
    "COMPANY": "Muster & Co.",
    "TURN_BUDGET_S": "6",
    "ACTION_TIMEOUT_S": "3.5",
    "SMS_REST_HOURS": "12",
    "LOG_FORMAT": "text",
    "HOTLINE_NOW": "",
    "HOTLINE_STARTED_AT": "",
    "CARRIER_PHONE_URL": "",
    "SECRET_KEY": "",
    "SESSION_IDLE_MINUTES": "30",
    "SESSION_HOURS": "12",
    "LISTEN_IN": "off",
}


class _Reader:
    """Collects faults while reading, so that one start names them all."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._faults: list[str] = []

    def settings(self) -> Settings:
        values = self._addresses() | self._carrier() | self._behaviour() | self._time() | self._staff()
        self._check_simulated_clock(values)
        if self._faults:
            raise SettingsInvalid(self._faults)
        return Settings(**values)

    def _addresses(self) -> dict[str, Any]:
        host, data_dir = self._text("HOST"), Path(self._text("DATA_DIR"))
        port = self._number("PORT", int, 1, 65535)
        return {
            "host": host,
            "port": port,
            "public_base_url": self._url("PUBLIC_BASE_URL", f"http://{host}:{port}"),
            "database_url": self._stored_at("DATABASE_URL", DATABASES)
            or f"sqlite:///{data_dir.absolute()}/hotline.db",
            "redis_url": self._stored_at("REDIS_URL", ("redis", "rediss")) or None,
            "rasa_url": self._url("RASA_URL"),
            "rasa_token": self._required("RASA_TOKEN"),
            "actions_url": self._url("ACTIONS_URL"),
            "data_dir": data_dir,
            "tuning_dir": self._tuned("TUNING_DIR"),
        }

    def _carrier(self) -> dict[str, Any]:
        return {
            "twilio_account_sid": self._required("TWILIO_ACCOUNT_SID"),
            "twilio_auth_token": self._required("TWILIO_AUTH_TOKEN"),
            "twilio_api_base_url": self._url("TWILIO_API_BASE_URL"),
            "hotline_number": self._phone("HOTLINE_NUMBER", self._required("HOTLINE_NUMBER")),
            "hotline_more_numbers": tuple(
                self._phone("HOTLINE_MORE_NUMBERS", part.strip())
                for part in filter(None, self._text("HOTLINE_MORE_NUMBERS").split(","))
            ),
            "carrier_phone_url": self._url("CARRIER_PHONE_URL") if self._text("CARRIER_PHONE_URL") else None,
        }

    def _behaviour(self) -> dict[str, Any]:
        return {
            "company": self._text("COMPANY"),
            "turn_budget_s": self._number("TURN_BUDGET_S", float, 1.0, 14.0),
            # Read by Rasa's side, checked here with the rest.
            "action_timeout_s": self._number("ACTION_TIMEOUT_S", float, 0.5, 14.0),
            "sms_rest_hours": self._number("SMS_REST_HOURS", float, 0.01, 720.0),
            "log_format": self._one_of("LOG_FORMAT", ("text", "json")),
        }

    def _time(self) -> dict[str, Any]:
        self._own_zone = self._zone("TIMEZONE")
        return {
            "timezone": self._own_zone,
            "hotline_now": self._moment("HOTLINE_NOW"),
            "hotline_started_at": self._moment("HOTLINE_STARTED_AT"),
        }

    def _staff(self) -> dict[str, Any]:
        return {
            "secret_key": self._required("SECRET_KEY"),
            "session_idle_minutes": self._number("SESSION_IDLE_MINUTES", float, 1.0, 720.0),
            "session_hours": self._number("SESSION_HOURS", float, 0.1, 24.0),
            "listen_in": self._one_of("LISTEN_IN", ("off", "coach")),
        }

    def _check_simulated_clock(self, values: dict[str, Any]) -> None:
        base = values["twilio_api_base_url"]
        address = urlsplit(base).hostname if _is_web_address(base) else None
        if values["hotline_now"] and address not in LOOPBACK:
            self._faults.append("HOTLINE_NOW: only with a carrier on loopback, never with real calls")

    def _text(self, name: str) -> str:
        return self._environ.get(name, "").strip() or DEFAULTS[name]

    def _required(self, name: str) -> str:
        value = self._text(name)
        if not value:
            self._faults.append(f"{name}: missing")
        return value

    def _number(self, name: str, kind: Callable[[str], N], low: N, high: N) -> N:
        text = self._text(name)
        try:
            value = kind(text)
        except ValueError:
            self._faults.append(f"{name}: {text!r} is not a number")
            return kind(DEFAULTS[name])
        if not low <= value <= high:
            self._faults.append(f"{name}: {text} is not between {low} and {high}")
        return value

    def _url(self, name: str, default: str = "") -> str:
        text = (self._text(name) or default).rstrip("/")
        if not _is_web_address(text):
            self._faults.append(f"{name}: {text!r} is not an http(s) address")
        return text

    def _stored_at(self, name: str, schemes: tuple[str, ...]) -> str:
        text = self._text(name)
        if text and text.partition("://")[0] not in schemes:
            self._faults.append(f"{name}: {text.partition('@')[2] or text!r} is none of {', '.join(schemes)}")
        return text

    def _tuned(self, name: str) -> Path | None:
        folder = Path(text) if (text := self._text(name)) else None
        if folder and not (folder.is_absolute() and all((folder / part).is_dir() for part in TUNED)):
            held = " and ".join(TUNED)
            self._faults.append(f"{name}: {text!r} is no absolute path of a folder with {held}")
        return folder

    def _one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        text = self._text(name)
        if text not in allowed:
            self._faults.append(f"{name}: {text!r} is none of {', '.join(allowed)}")
        return text

    def _phone(self, name: str, text: str) -> str:
        try:
            valid = not text or phonenumbers.is_possible_number(phonenumbers.parse(text))
        except phonenumbers.NumberParseException:
            valid = False
        if not valid:
            self._faults.append(f"{name}: {text!r} is not a number in E.164 form, like +4930901820")
        return text

    def _zone(self, name: str) -> ZoneInfo:
        text = self._text(name)
        try:
            return ZoneInfo(text)
        except (ZoneInfoNotFoundError, ValueError):
            self._faults.append(f"{name}: {text!r} is not a time zone")
            return ZoneInfo("UTC")

    def _moment(self, name: str) -> datetime | None:
        text = self._text(name)
        try:
            moment = datetime.fromisoformat(text) if text else None
        except ValueError:
            self._faults.append(f"{name}: {text!r} is not a moment like 2026-11-23T10:00+01:00")
            return None
        return moment.replace(tzinfo=self._own_zone) if moment and not moment.tzinfo else moment


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and whole and not parts.query and not parts.fragment
