"""Refuses what Twilio did not sign."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Request
from twilio.request_validator import RequestValidator

from bot.errors import BadSignature

SHARED_KEY_HEADER = "X-Twilio-Webhooks-Signature-Settings"
WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class TwilioSignature:
    """Knows the address Twilio was given, which is what it signs; never trusts Host or forwarded headers."""

    def __init__(self, auth_token: str, public_base_url: str) -> None:
        self._validator = RequestValidator(auth_token)
        self._base = public_base_url
        parts = urlsplit(public_base_url)
        self._origin, self._path = f"{parts.scheme}://{parts.netloc}", parts.path

    def check(self, request: Request) -> None:
        """Raise BadSignature unless the request is signed for exactly this address and these fields."""
        signature = request.headers.get("X-Twilio-Signature")
        # Shared keys are not set up here; accepting their header would let a caller choose the algorithm.
        if not signature or SHARED_KEY_HEADER in request.headers:
            raise BadSignature("unsigned")
        fields = request.form if request.method == "POST" else {}
        try:
            valid = self._validator.validate(self.signed_url(request), fields, signature)
        except Exception as error:
            raise BadSignature("unreadable") from error
        if not valid:
            raise BadSignature("wrong")

    def signed_url(self, request: Request) -> str:
        """The URL as Twilio knows it: a proxy may have stripped the public path or left it."""
        target = str(request.environ.get("RAW_URI") or request.environ["REQUEST_URI"])
        if target.startswith(("http://", "https://")):
            target = target[len(self._origin) :] if target.startswith(self._origin) else urlsplit(target).path
        inside = self._path and (target == self._path or target.startswith(f"{self._path}/"))
        return f"{self._origin if inside else self._base}{target}"


class BehindPath:
    """Lets the application answer under the public path when the proxy does not strip it."""

    def __init__(self, app: WsgiApp, path: str) -> None:
        self._app = app
        self._path = path.rstrip("/")

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Move the public path from PATH_INFO to SCRIPT_NAME."""
        path = environ.get("PATH_INFO", "")
        if self._path and path.startswith(f"{self._path}/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + self._path
            environ["PATH_INFO"] = path[len(self._path) :]
        return self._app(environ, start_response)
