"""The console with people before it: its pages on a database of their own, and a browser for each role."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from flask import Flask
from sqlalchemy import Engine, insert, select, text

from bot.clock import FixedClock
from bot.desk.look_pages import look_pages
from bot.handover.experts import STAFF
from bot.staff.audit import AUDIT
from bot.staff.faults_shown import shown
from bot.store.database import table_of
from bot.store.migrate import upgrade
from bot.store.tables import ConversationRow, TurnRow
from bot.wiring_console import build_console, console_house
from bot.wiring_console_house import ConsoleHouse
from bot.wiring_console_inbox import collector
from bot.wiring_ground import lay_ground
from bot.wiring_handover import ROOT
from bot.wiring_models import Checkout, build_models
from bot.wiring_staff import build_staff
from tests.builders import CALLER, NOW, ScriptedRasa, services, settings
from tests.staff.browser import Browser
from tests.tuning.bag_of_words import BagOfWords

PEOPLE = {"olga": "ops", "otto": "ops", "ada": "admin", "lena": "lead", "arne": "agent"}
CONVERSATIONS, TURNS = table_of(ConversationRow), table_of(TurnRow)
NAMESPACE = UUID("5b0d9a2e-6b0e-4c55-9d7e-0d8e3a1f5c11")


class ConsoleHall:
    """All areas of the console; `root` is the checkout they tune (a workspace, where files are written)."""

    def __init__(self, folder: Path, root: Path = ROOT, database_url: str | None = None) -> None:
        url = database_url or f"sqlite:///{folder}/hotline.db"
        upgrade(url)
        self.clock = FixedClock(NOW)
        self.settings = settings(DATABASE_URL=url, DATA_DIR=str(folder))
        ground = lay_ground(self.settings, self.clock)
        self.engine: Engine = ground.engine
        self.rasa = ScriptedRasa()
        models = build_models(Checkout(root, self.engine, self.clock), self.rasa, with_gates=False)
        given = services(self.rasa, clock=self.clock, models=models.assignment)
        words: Any = BagOfWords()
        house = console_house(ground, given, models)
        self.house: ConsoleHouse = replace(house, root=root, meanings=words)
        self.collector = collector(self.house)
        self.app = self._application()
        self._hire()

    def _application(self) -> Flask:
        app = Flask("console", static_folder=None)
        build_staff(self.engine, self.clock, self.settings).on(app)
        app.register_blueprint(look_pages(self.clock))
        for pages in build_console(self.house).pages:
            app.register_blueprint(pages)
        app.register_error_handler(Exception, shown)
        return app

    def _hire(self) -> None:
        same = {"phone": None, "skills": [], "languages": ["de"], "password_hash": "-", "must_change": False}
        same |= {"created_at": NOW, "status": "off", "status_since": NOW}
        with self.engine.begin() as db:
            rows = [
                {"id": name, "name": name.capitalize(), "role": role, **same} for name, role in PEOPLE.items()
            ]
            db.execute(insert(STAFF), rows)

    # --- people ---

    def browser(self, name: str = "olga") -> Browser:
        """Signed in: olga and otto (ops), ada (admin), lena (lead), arne (agent)."""
        return Browser(self.app, self.engine, self.clock).sign_in(name)

    def audited(self) -> list[tuple[str | None, str, str | None]]:
        """Who did what about what."""
        with self.engine.connect() as db:
            rows = db.execute(select(AUDIT).order_by(AUDIT.c.id)).mappings()
            return [(row["staff_id"], row["what"], row["about"]) for row in rows]

    def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """Rows of the database."""
        with self.engine.connect() as db:
            return [dict(row) for row in db.execute(text(query), values).mappings()]

    # --- what is said ---

    def talk(self, name: str, **facts: Any) -> str:
        """A conversation that began now; its id."""
        talk_id = str(uuid5(NAMESPACE, name))
        known = {"id": talk_id, "channel": "voice", "language": "de", "owner": "bot", "caller": CALLER}
        known |= {"called": "+4930901820", "call_sid": None, "started_at": self.now, "last_at": self.now}
        known |= {"memory": {}, "turns": 0, "version": 0, "closed_at": None} | facts
        with self.engine.begin() as db:
            db.execute(insert(CONVERSATIONS).values(**known))
        return talk_id

    def say(self, talk_id: str, heard: str | None, **facts: Any) -> int:
        """The caller's next turn, answered at once; its number."""
        number = 1 + (
            self.rows("SELECT max(number) AS n FROM turns WHERE conversation_id = :id", id=talk_id)[0]["n"]
            or 0
        )
        known = {
            "conversation_id": talk_id,
            "number": number,
            "at": self.now,
            "heard": heard,
            "language": "de",
        }
        known |= {"answered_at": self.now, "said": "Gern.", "intent": "order_status", "confidence": 0.9}
        known |= {"route": "bot", "understood": {"how": "model", "flags": [], "entities": []}} | facts
        with self.engine.begin() as db:
            db.execute(insert(TURNS).values(**known))
        return int(number)

    def collect(self) -> None:
        """As the worker does every other second."""
        self.collector.all()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def restart_collector(self) -> None:
        """As after a start of the hotline."""
        self.collector = collector(self.house)

    @property
    def now(self) -> datetime:
        """What time it is."""
        return self.clock.now()

    def later(self, **passed: float) -> None:
        """Time goes by."""
        self.clock.at = self.clock.now() + timedelta(**passed)
