"""Structured logs: a fixed text and marked fields; never what a caller said, never a number."""

import logging
import sys

import structlog


def configure_logs(form: str) -> None:
    """Write logs to stderr as JSON lines ("json") or for reading ("text")."""
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # The carrier's library logs whole requests, numbers and texts included, from INFO on.
    logging.getLogger("twilio").setLevel(logging.WARNING)
