"""Was every call that was promised made in its time, and is the ledger honest about it?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.handover.back_off import AFTER_RINGING, MOST_TRIES
from tests.transfers.afternoon_history import read
from tests.virtual import VirtualHotline

# The next day people may be called: a weekend and a holiday lie in between at most.
SOON = timedelta(days=4)


@dataclass(frozen=True)
class Owed:
    """A promise as the ledger has it, and when the carrier really called; `served` otherwise since."""

    outcome: str
    due_from: datetime
    due_by: datetime
    next_try_at: datetime | None = None
    calls: tuple[datetime, ...] = ()
    served: bool = False


def unkept(hotline: VirtualHotline) -> list[str]:
    """Promises of a call that were not kept, or of which the ledger says what is not so."""
    rows = map(read, hotline.rows("SELECT * FROM promises WHERE kind = 'callback'"))
    now = hotline.clock.now()
    return [f"promise {row['id']}: {fault}" for row in rows for fault in faults(_owed(hotline, row), now)]


def faults(owed: Owed, now: datetime) -> Iterator[str]:
    """What is wrong with one promise at this moment.

    Who was called in their window and did not answer is owed another call, which may be on the next day: the
    promise is open long after its window, and yet kept and not forgotten.
    """
    if owed.outcome == "cancelled":
        yield from () if owed.served else ["taken back without having been served"]
        return
    yield from _untimely(owed)
    if owed.outcome == "unreached" and len(owed.calls) != MOST_TRIES:
        yield f"given up after {len(owed.calls)} calls"
    yield from _forgotten(owed, now)


def _untimely(owed: Owed) -> Iterator[str]:
    for number, call in enumerate(owed.calls):
        if not owed.due_from <= call <= owed.due_by:
            yield f"called at {call:%H:%M:%S}, promised {owed.due_from:%H:%M} to {owed.due_by:%H:%M}"
        if number and call - owed.calls[number - 1] < AFTER_RINGING:
            yield f"called again too soon at {call:%H:%M:%S}"


def _forgotten(owed: Owed, now: datetime) -> Iterator[str]:
    is_over = owed.due_by < now or owed.outcome != "open"
    if owed.outcome == "broken" or (is_over and not owed.calls):
        yield f"{owed.outcome}, {len(owed.calls)} calls"
    elif owed.outcome == "open" and owed.calls and not _to_be_called_again(owed, now):
        yield f"called in vain {len(owed.calls)} times and forgotten, next at {owed.next_try_at}"


def _to_be_called_again(owed: Owed, now: datetime) -> bool:
    """Later in their time, or at the same hour of a day soon, and not for ever."""
    again = owed.next_try_at
    if again is None or not now < again < now + SOON or len(owed.calls) >= MOST_TRIES:
        return False
    return again <= owed.due_by or again.time() == owed.due_from.time()


def _owed(hotline: VirtualHotline, row: dict[str, object]) -> Owed:
    phone, since = row["phone"], row["created_at"]
    talks = hotline.rows(
        "SELECT waits.answered_at FROM waits JOIN conversations talks ON talks.id = waits.conversation_id "
        "WHERE talks.caller = :phone AND waits.answered_at IS NOT NULL",
        phone=phone,
    )
    states = (call.state for call in hotline.network.calls.values())
    rung = [one.created_at for one in states if one.to == phone and one.direction == "outbound-api"]
    return Owed(
        str(row["outcome"]),
        row["due_from"],
        row["due_by"],
        row["next_try_at"],
        tuple(at for at in sorted(rung) if at >= since),
        any(read(talk)["answered_at"] >= since for talk in talks),
    )
