"""One request to the application and what came back: the record tests and the log look at."""

from dataclasses import dataclass, field
from typing import Literal

Purpose = Literal["voice", "sms", "status", "media"]


@dataclass(frozen=True)
class Request:
    """What to ask: the URL as configured (fragment and all), the form parameters, the idempotency token."""

    url: str
    method: str
    params: dict[str, str]
    purpose: Purpose
    token: str
    cookies: dict[str, dict[str, str]] = field(default_factory=dict, compare=False, repr=False)


@dataclass
class Exchange:
    """A request as it was sent and its answer; `status` is 0 and `error` set when there was none."""

    request: Request
    url: str
    signature: str = ""
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0
    attempts: int = 1
    error: int | None = None

    @property
    def method(self) -> str:
        """GET or POST."""
        return self.request.method

    @property
    def params(self) -> dict[str, str]:
        """The parameters sent."""
        return self.request.params

    @property
    def text(self) -> str:
        """The answer's body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def content_type(self) -> str:
        """The answer's Content-Type, empty if it had none."""
        return self.headers.get("content-type", "")
