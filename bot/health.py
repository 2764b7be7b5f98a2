"""Whether the hotline is up, and whether everything it needs answers."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response, jsonify

from bot.metrics import Metrics

Check = Callable[[], bool]


def health_blueprint(checks: Mapping[str, Check], metrics: Metrics) -> Blueprint:
    """/healthz: the process answers. /readyz: every check passes, or which does not. /metrics: Prometheus."""
    routes = Blueprint("health", __name__)

    @routes.get("/healthz")
    def healthz() -> Response:
        return jsonify(status="up")

    @routes.get("/readyz")
    def readyz() -> tuple[Response, int]:
        states = {name: "ok" if _passes(check) else "not answering" for name, check in checks.items()}
        ready = all(state == "ok" for state in states.values())
        return jsonify(status="ready" if ready else "not ready", **states), 200 if ready else 503

    @routes.get("/metrics")
    def metrics_page() -> Response:
        return Response(metrics.exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")

    return routes


def _passes(check: Check) -> bool:
    try:
        return check()
    except Exception:
        # Whatever a check stumbles over, the answer is the same: not ready.
        return False
