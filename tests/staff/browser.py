"""Somebody's browser at the desk: signed in, with the form token the pages would carry."""

from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from bot.staff.sessions import Sessions
from bot.wiring_staff import lifetimes
from tests.builders import settings

FORM_TOKEN = "the-form-token-of-this-browser"


class Browser:
    """Flask's test client with a session of its own; `sign_in` needs no password."""

    def __init__(self, app: Flask, engine: Engine, clock: Any) -> None:
        self.client = app.test_client()
        self._app, self._clock = app, clock
        self._sessions = Sessions(engine, lifetimes(settings()))

    def sign_in(self, staff_id: str) -> "Browser":
        """As this member of staff, from now on."""
        token = self._sessions.start(staff_id, self._clock.now())
        with self.client.session_transaction() as kept:
            kept["token"] = token
        return self

    def get(self, path: str, htmx: bool = False, poll: bool = False) -> TestResponse:
        """A page; `htmx`: a part of one; `poll`: asked for by the page itself."""
        return self.client.get(path, headers=_headers(htmx or poll) | ({"X-Poll": "1"} if poll else {}))

    def post(self, path: str, fields: dict[str, Any] | None = None, htmx: bool = False) -> TestResponse:
        """A form, sent with its token."""
        data = {**(fields or {}), "csrf_token": self.form_token()}
        return self.client.post(path, data=data, headers=_headers(htmx))

    def form_token(self) -> str:
        """What the pages of this session carry in their forms."""
        with self.client.session_transaction() as kept:
            kept.setdefault("csrf_token", FORM_TOKEN)
            raw = kept["csrf_token"]
        signer = URLSafeTimedSerializer(self._app.secret_key or b"", salt="wtf-csrf-token")
        return str(signer.dumps(raw))


def _headers(htmx: bool) -> dict[str, str]:
    return {"HX-Request": "true"} if htmx else {}
