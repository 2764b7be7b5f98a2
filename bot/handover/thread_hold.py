"""Keeps the customer's turns out of a thread while it changes hands."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from bot.conversation.record import Record
from bot.handover.thread_errors import NotYours, ThreadBusy

# Longer than the bot's question takes to be asked again; a process that dies holds a thread no longer.
HOLD_S = 8.0
# A turn under way is waited for; it takes no longer than this.
PATIENCE_S, POLL_S = 6.0, 0.03


@contextmanager
def held(record: Record, conversation_id: str, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """No turn is under way meanwhile: what it says and what it remembers would be lost.

    Raises ThreadBusy after `patience_s`, NotYours for a conversation there is not.
    """
    deadline = time.monotonic() + patience_s
    while not record.hold(conversation_id, HOLD_S):
        if record.by_id(conversation_id) is None:
            raise NotYours(conversation_id)
        if time.monotonic() >= deadline:
            raise ThreadBusy(conversation_id)
        time.sleep(POLL_S)
    try:
        yield
    finally:
        record.release(conversation_id)
