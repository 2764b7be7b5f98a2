"""A thread goes back to the queue, before all others of its priority: for a break, or to a colleague."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.conversation.owner import Owner
from bot.handover.cases import HANDOVERS
from bot.handover.packet_notes import with_note
from bot.handover.thread_lines import ThreadLines, wait_row
from bot.handover.thread_rows import Holding, Leaving, Next, leave

PASSED_ON = "passed_on"


@dataclass(frozen=True)
class Passing:
    """Why, with what note, and to whom preferably."""

    because: str
    note: str = ""
    to: str | None = None
    then: Next = "after_call"


def back_to_queue(db: Connection, held: Holding, passing: Passing, lines: ThreadLines, now: datetime) -> None:
    """In the transaction that has locked the thread."""
    wait = wait_row(db, held.wait_id)
    kept = lines.say_passed_on(db, wait, now)
    kept |= {"status": "waiting", "first": True}
    if passing.because == PASSED_ON:
        # Whoever has passed it on does not want it back; whoever takes a break may.
        kept["not_experts"] = sorted({*wait["not_experts"], held.staff_id})
    if passing.to:
        kept["last_expert_id"] = passing.to
    if passing.note:
        _keep_note(db, held, passing.note, now)
    leave(db, held, Leaving(Owner.QUEUE, passing.because, kept, {}, passing.then), now)


def _keep_note(db: Connection, held: Holding, words: str, now: datetime) -> None:
    locked = select(HANDOVERS).where(HANDOVERS.c.id == held.handover_id).with_for_update()
    row = db.execute(locked).mappings().one()
    note = {"kind": PASSED_ON, "who": held.staff_id, "words": words, "expert_call": None}
    content = with_note(row["packet"], note | {"at": now.isoformat()})
    changed = update(HANDOVERS).where(HANDOVERS.c.id == held.handover_id)
    db.execute(changed.values(packet=content, packet_version=row["packet_version"] + 1))
