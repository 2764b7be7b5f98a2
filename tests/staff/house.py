"""A small house for the staff's guard: a database, a clock, people, and one page of the desk."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, request
from sqlalchemy import Engine, insert, select, update
from werkzeug.wrappers import Response

from bot.clock import FixedClock
from bot.errors import NotPossible
from bot.handover.experts import STAFF
from bot.staff.audit import AUDIT
from bot.staff.faults_shown import shown
from bot.staff.passwords import hashed
from bot.staff.person import signed_in
from bot.wiring_staff import build_staff
from tests.builders import settings
from tests.staff.browser import Browser

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
PASSWORD = "seven blue herons"
# Hashed once: it takes as long as it should.
HASH = hashed(PASSWORD)


class House:
    """One application on one database; time stands still until `pass_` lets it."""

    def __init__(self, engine: Engine, **changes: str) -> None:
        self.engine, self.clock = engine, FixedClock(NOW)
        self.app = Flask("house", static_folder=None)
        build_staff(engine, self.clock, settings(**changes)).on(self.app)
        self.app.register_blueprint(_desk())
        self.app.register_error_handler(Exception, shown)

    def pass_(self, **by: float) -> datetime:
        """Later."""
        self.clock.at += timedelta(**by)
        return self.clock.at

    def hire(self, name: str = "Frau Klein", **more: Any) -> str:
        """Somebody with the password of these tests; their id."""
        values: dict[str, Any] = {"id": name.lower().replace(" ", "-"), "name": name, "role": "agent"}
        values |= {"phone": None, "skills": ["care"], "languages": ["de"], "password_hash": HASH}
        values |= {"must_change": False, "created_at": NOW, "status": "off", "status_since": NOW}
        with self.engine.begin() as db:
            db.execute(insert(STAFF).values(**values | more))
        return str((values | more)["id"])

    def row(self, staff_id: str) -> Any:
        """Their row of `staff`."""
        with self.engine.connect() as db:
            return db.execute(select(STAFF).where(STAFF.c.id == staff_id)).mappings().one()

    def change(self, staff_id: str, **values: Any) -> None:
        """Behind everybody's back."""
        with self.engine.begin() as db:
            db.execute(update(STAFF).where(STAFF.c.id == staff_id).values(**values))

    def audited(self) -> list[tuple[str | None, str, str | None]]:
        """Who, what, about what."""
        with self.engine.connect() as db:
            rows = db.execute(select(AUDIT).order_by(AUDIT.c.id)).mappings()
            return [(row["staff_id"], row["what"], row["about"]) for row in rows]

    def browser(self) -> Browser:
        """Another browser, not signed in."""
        return Browser(self.app, self.engine, self.clock)

    def try_(self, browser: Browser, name: str = "Frau Klein", password: str = PASSWORD, **more: str) -> Any:
        """Fill in the sign-in page."""
        return browser.post("/staff/sign-in", {"name": name, "password": password, **more})


def _desk() -> Blueprint:
    pages = Blueprint("desk", __name__)

    @pages.get("/desk/queue")
    def queue() -> str:
        return f"{signed_in().name} sees the queue"

    @pages.post("/desk/queue")
    def change() -> str:
        if "why" in request.form:
            raise NotPossible(request.form["why"])
        return "done"

    @pages.get("/desk/static/desk.css")
    def css() -> Response:
        return Response("", headers={"Cache-Control": "public"})

    @pages.post("/twilio/voice")
    def voice() -> str:
        return "said"

    return pages
