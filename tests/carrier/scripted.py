"""A tiny Twilio application whose answers a test writes down."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, request

ACCOUNT = "AC" + "1" * 32
TOKEN = "not-a-real-token"
HOTLINE = "+493023125000"
CALLER = "+4915228817386"
BASE = "https://app.example"

Answer = str | Response | Callable[[dict[str, str]], Any]


@dataclass
class ScriptedApp:
    """Answers each path as told and remembers what it was asked."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)

    def asked_for(self, path: str) -> list[dict[str, str]]:
        return [entry["form"] for entry in self.asked if entry["path"] == path]

    def wsgi(self) -> Flask:
        app = Flask("scripted")
        app.add_url_rule("/<path:path>", "answer", self._answer, methods=["GET", "POST"])
        return app

    def _answer(self, path: str) -> Any:
        values = request.form.to_dict() if request.method == "POST" else request.args.to_dict()
        entry = {
            "path": f"/{path}",
            "form": values,
            "headers": dict(request.headers),
            "url": request.url,
            "method": request.method,
        }
        self.asked.append(entry)
        answer = self.answers.get(f"/{path}", Response("not scripted", 404))
        answer = answer(values) if callable(answer) and not isinstance(answer, Response) else answer
        return twiml(answer) if isinstance(answer, str) else answer


def twiml(inner: str) -> Response:
    return Response(f"<Response>{inner}</Response>", content_type="text/xml")
