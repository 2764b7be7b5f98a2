"""Logs say what happened and where, never to whom and never in whose words."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine
from structlog._config import BoundLoggerLazyProxy

from bot.app import create_app
from bot.logs import configure_logs
from tests.builders import CALLER, ScriptedRasa, hotline_on, services_on, settings, sure
from tests.store.databases import database_url, engine, migrated_file, migrated_postgres, sqlite
from tests.test_app import SMS, Away, post

__all__ = ["database_url", "engine", "migrated_file", "migrated_postgres", "sqlite"]

WORDS = "mein geheimes sofa"


@pytest.fixture
def logs(capfd: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """Loggers that write where this test looks, and look for a new place afterwards."""
    forget_loggers()
    yield capfd
    forget_loggers()


def forget_loggers() -> None:
    structlog.reset_defaults()
    for module in list(sys.modules.values()):
        if isinstance(found := vars(module).get("log"), BoundLoggerLazyProxy):
            vars(found).pop("bind", None)


def everything_that_goes_wrong(engine: Engine, folder: Path, form: str) -> None:
    """A refused webhook, a dialogue and a database that are away, a message the carrier refuses."""
    rasa = ScriptedRasa({WORDS: sure("order_status")}, [None])
    parts = hotline_on(engine, folder, services_on(engine, rasa), send=refused)
    client = create_app(settings(LOG_FORMAT=form), parts).test_client()
    message = SMS | {"Body": WORDS}
    client.post("/twilio/sms", data=message)
    post(client, "/twilio/sms", message)
    parts.outbox.put(CALLER, WORDS, "withdrawal_receipt", None)
    parts.outbox.worker.stop()
    parts.outbox.send_due()
    away: Any = Away()
    parts.threads._record = away
    post(client, "/twilio/sms", message | {"MessageSid": "SM2"})


def refused(to: str, body: str) -> str:
    from bot.channels.outbox import MessageRefused

    raise MessageRefused("21610")


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_words_and_no_numbers_are_in_the_logs(
    sqlite: Engine, tmp_path: Path, logs: pytest.CaptureFixture[str], form: str
) -> None:
    everything_that_goes_wrong(sqlite, tmp_path, form)
    captured = logs.readouterr()
    written = captured.out + captured.err
    for event in ("webhook_refused", "turn_degraded", "message_refused", "request_failed"):
        assert event in written
    for secret in ("geheimes", CALLER, CALLER[1:], "1713920001", "SELECT secret", "Muster"):
        assert secret not in written


def test_json_logs_are_one_object_a_line(
    sqlite: Engine, tmp_path: Path, logs: pytest.CaptureFixture[str]
) -> None:
    everything_that_goes_wrong(sqlite, tmp_path, "json")
    lines = [json.loads(line) for line in logs.readouterr().err.splitlines()]
    assert {"event", "level", "timestamp"} <= set.intersection(*map(set, lines))


def test_the_carrier_s_library_does_not_log_requests() -> None:
    import logging

    configure_logs("text")
    assert not logging.getLogger("twilio.http_client").isEnabledFor(logging.INFO)
    forget_loggers()
