"""Stands before every page of the staff: nobody is let in by default, nothing is changed without a token."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response, g, redirect, request, session, url_for
from flask_limiter import Limiter
from flask_wtf.csrf import CSRFProtect  # type: ignore[import-untyped]
from werkzeug.wrappers import Response as AnyResponse

from bot.clock import Clock
from bot.staff.keys import COOKIES, key_for
from bot.staff.local_paths import is_staff_path, local_path
from bot.staff.person import as_person
from bot.staff.sessions import Sessions

COOKIE = "hotline_staff"
STATIC = "/desk/static/"
OPEN = frozenset({"/staff/sign-in", "/staff/sign-in/code"})
# All that somebody may do who has not yet chosen a password of their own.
FIRST = "/staff/first-password"
BEFORE_FIRST = frozenset({FIRST, "/staff/sign-out"})
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
# Longer than any session: how long one lasts is decided in the store, not by the cookie.
COOKIE_SIGNED_FOR = timedelta(days=2)


@dataclass(frozen=True)
class Doors:
    """What the guard needs: where sessions are kept, and what may be asked how often."""

    sessions: Sessions
    limiter: Limiter
    clock: Clock
    secret: str
    public_base_url: str


class Guard:
    """Installed once per application."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._csrf = CSRFProtect()

    def on(self, app: Flask) -> None:
        """Watch over every request to this application."""
        self._configure(app)
        self._csrf.init_app(app)
        self._doors.limiter.init_app(app)
        app.before_request(self.check)
        app.after_request(_sealed)

    def check(self) -> AnyResponse | None:
        """Before every request: an answer for whoever may not go on."""
        if request.path.startswith("/twilio/"):
            # The carrier signs what it sends; it has neither cookie nor token.
            return None
        refused = self._refused() if is_staff_path(request.path) and not _open(request.path) else None
        if refused is None and request.url_rule is not None:
            self._csrf.protect()
        return refused

    def _refused(self) -> AnyResponse | None:
        polled = request.method == "GET" and request.headers.get("X-Poll") == "1"
        token = session.get("token")
        row = self._doors.sessions.signed(token, self._doors.clock.now(), not polled) if token else None
        if row is None:
            return to_sign_in()
        g.person, g.session_id = as_person(row), row["session_id"]
        if row["must_change"] and request.path not in BEFORE_FIRST:
            return led_to(url_for("staff.first_password"))
        return None

    def _configure(self, app: Flask) -> None:
        public = urlsplit(self._doors.public_base_url)
        app.secret_key = key_for(COOKIES, self._doors.secret)
        app.config.update(
            SESSION_COOKIE_NAME=COOKIE,
            SESSION_COOKIE_HTTPONLY=True,
            # Strict would show who follows a link from a chat the sign-in page although they are signed in.
            SESSION_COOKIE_SAMESITE="Lax",
            SESSION_COOKIE_SECURE=public.scheme == "https",
            SESSION_COOKIE_PATH=public.path or "/",
            PERMANENT_SESSION_LIFETIME=COOKIE_SIGNED_FOR,
            # Checked by us, after it is known who asks, and as long as the session lasts.
            WTF_CSRF_CHECK_DEFAULT=False,
            WTF_CSRF_TIME_LIMIT=None,
        )


def to_sign_in() -> AnyResponse:
    """To the sign-in page, and from there back to where they are."""
    wanted = local_path(_here(), request.script_root)
    return led_to(url_for("staff.sign_in", next=wanted))


def led_to(address: str) -> AnyResponse:
    """Another page instead of what was asked for, also for a part of a page."""
    if request.headers.get("HX-Request") == "true":
        return Response("", 401, {"HX-Redirect": address})
    return redirect(address, 302 if request.method in ("GET", "HEAD") else 303)


def _here() -> str:
    """The page they see: of a part of a page or a form sent, the one it is on."""
    shown = request.headers.get("HX-Current-URL") or (request.referrer if request.method == "POST" else None)
    if shown is None:
        query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
        return f"{request.script_root}{request.path}{query}"
    parts = urlsplit(shown)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _open(path: str) -> bool:
    return path in OPEN or path.startswith(STATIC)


def _sealed(response: Response) -> Response:
    """On every page of the staff: kept nowhere, framed by nobody, no script but ours."""
    if is_staff_path(request.path):
        response.headers.extend(HEADERS)
        if not request.path.startswith(STATIC):
            response.headers["Cache-Control"] = "no-store"
    return response
