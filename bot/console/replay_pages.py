"""A whole conversation, read again by those who tune."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, render_template

from bot.clock import Clock
from bot.staff.audit import Audit
from bot.staff.menu import OPS
from bot.staff.person import one_of
from bot.tuning.replay import Replays

REPLAYED = "conversation_replayed"
AGAIN = timedelta(minutes=10)


@dataclass(frozen=True)
class ReplayParts:
    """What the page needs."""

    replays: Replays
    audit: Audit
    clock: Clock


def add_replay_pages(pages: Blueprint, parts: ReplayParts) -> None:
    """`/console/conversations/<id>`; leads come here from the figures."""

    @pages.get("/conversations/<conversation_id>")
    def conversation(conversation_id: str) -> str:
        person = one_of(*OPS, "lead")
        replay = parts.replays.of(conversation_id)
        _note(parts, person.id, conversation_id)
        may_tune = person.role in OPS
        return render_template("console/conversation.html", replay=replay, may_tune=may_tune)


def _note(parts: ReplayParts, staff_id: str, conversation_id: str) -> None:
    """Once in ten minutes for each person."""
    about, now = f"conversation:{conversation_id}", parts.clock.now()
    recent = parts.audit.entries(staff_id, about, last=1)
    if not recent or recent[-1]["what"] != REPLAYED or recent[-1]["at"] < now - AGAIN:
        parts.audit.note(staff_id, REPLAYED, about, now)
