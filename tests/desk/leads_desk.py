"""The pages for closing, promises, one's own day and the team, opened by whoever is said to be signed in."""

from types import SimpleNamespace
from typing import Any

from flask import Flask, g
from flask.testing import FlaskClient
from flask_wtf import CSRFProtect

from bot import wiring_desk_case, wiring_desk_leads
from bot.desk.look_pages import look_pages
from bot.handover.routing_file import RoutingTerms, load_routing
from bot.shop.knowledge import load_knowledge
from bot.staff.audit import Audit
from bot.staff.faults_shown import shown
from bot.staff.shown import Shown
from bot.wiring_threads import Messages, ThreadSide, build_threads
from tests.builders import NOW, services
from tests.desk.closing_hall import ClosingHall
from tests.handover.hall import PHRASES
from tests.handover.recall import hours


class LeadsDesk:
    """`get` and `post` as somebody; a fault is a page like any other."""

    def __init__(self, hall: ClosingHall, **settings: Any) -> None:
        self.hall = hall
        self.who = ""
        self.app = self._app(settings)
        self.web: FlaskClient = self.app.test_client()

    def get(self, path: str, by: str = "eva", **headers: str) -> str:
        """The page's text."""
        answer = self.ask("GET", path, by, headers=headers)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return str(answer.get_data(as_text=True))

    def post(self, path: str, by: str = "eva", **form: str) -> Any:
        """Sent as a form."""
        return self.ask("POST", path, by, data=form)

    def ask(self, method: str, path: str, by: str, **more: Any) -> Any:
        """As somebody."""
        self.who = by
        return self.web.open(path, method=method, **more)

    def _app(self, settings: dict[str, Any]) -> Flask:
        app = Flask("leads", static_folder=None)
        app.config |= {"SECRET_KEY": "k", "TESTING": True, "WTF_CSRF_CHECK_DEFAULT": False}
        CSRFProtect(app)
        hall = self.hall
        Shown(hall.clock, NOW.tzinfo).on(app)  # type: ignore[arg-type]
        audit, routing = Audit(hall.engine), load_routing(load_knowledge().experts)
        house: Any = SimpleNamespace(
            engine=hall.engine,
            clock=hall.clock,
            audit=audit,
            routing=routing,
            promises=hall.promises,
            hours=hours(),
            services=services(clock=hall.clock),
            cases=hall.cases,
            record=hall.record,
            shop=None,
            phones=SimpleNamespace(phrases=PHRASES, lines=hall.carrier),
            experts=hall.side,
            threads=self._threads(routing),
            settings=SimpleNamespace(**{"hotline_number": "+4930901820", "listen_in": "off"} | settings),
        )
        app.register_blueprint(look_pages(hall.clock))
        app.register_blueprint(wiring_desk_case.build(house))
        app.register_blueprint(wiring_desk_leads.build(house, keeps=False))
        app.register_error_handler(Exception, shown)
        app.before_request(self._sign_in)
        return app

    def _threads(self, routing: RoutingTerms) -> ThreadSide:
        given = services(clock=self.hall.clock)
        quiet = Messages(lambda: None, lambda case, priority: None)
        return build_threads(self.hall.engine, self.hall.cases, given, routing, quiet)

    def _sign_in(self) -> None:
        g.person = self.hall.person(self.who)
