"""Up means the process answers; ready means everything behind it does, or which does not."""

from flask import Flask
from flask.testing import FlaskClient

from bot.health import Check, health_blueprint
from bot.metrics import Metrics


def client(metrics: Metrics | None = None, **checks: Check) -> FlaskClient:
    app = Flask("test")
    app.register_blueprint(health_blueprint(checks, metrics or Metrics()))
    return app.test_client()


def stumbles() -> bool:
    raise ConnectionError("postgresql://user:password@db")


def test_the_process_is_up_even_when_nothing_behind_it_is() -> None:
    answer = client(database=stumbles).get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "up"})


def test_ready_when_everything_answers() -> None:
    answer = client(database=lambda: True, rasa=lambda: True).get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"status": "ready", "database": "ok", "rasa": "ok"})


def test_what_does_not_answer_is_named_without_its_address() -> None:
    answer = client(database=stumbles, rasa=lambda: False, actions=lambda: True).get("/readyz")
    states = {"database": "not answering", "rasa": "not answering", "actions": "ok"}
    assert (answer.status_code, answer.json) == (503, {"status": "not ready", **states})


def test_turns_are_counted_without_a_word_of_them() -> None:
    metrics = Metrics()
    metrics.turn("voice", "order_status", None, 0.2)
    metrics.turn("sms", None, "DialogueUnavailable: turn: HTTP 500", 7.0)
    page = client(metrics).get("/metrics").text
    assert 'hotline_turns_total{channel="voice",intent="order_status"} 1.0' in page
    assert 'hotline_turn_failures_total{channel="sms",fault="DialogueUnavailable"} 1.0' in page
    assert 'hotline_turn_seconds_bucket{channel="voice",le="0.3"} 1.0' in page


def test_two_hotlines_count_for_themselves() -> None:
    first, second = Metrics(), Metrics()
    first.repeats.inc()
    assert b"hotline_repeated_webhooks_total 0.0" in second.exposition()
