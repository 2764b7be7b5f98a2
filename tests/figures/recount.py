"""Counts every figure again, from the tables alone: `python -m tests.figures.recount URL SINCE UNTIL [NOW]`.

Plain sqlite3 or psycopg and Python, written from docs/figures.md; nothing of the hotline is imported, so that
it cannot make the same mistake. Slow on purpose: everything is read, and compared with everything.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.figures.raw_tables import Day, Row, tables_of
from tests.figures.recount_law import law

# Of each figure: numerator and denominator, in seconds where they are times.
Counted = dict[str, tuple[float, float]]
# What is no wish: answers, small talk, steering words, and what no retailer is about.
NO_WISHES = {
    "affirm",
    "are_you_human",
    "callback_request",
    "correct_previous",
    "deny",
    "goodbye",
    "greet",
    "human_request",
    "inform",
    "language_switch",
    "louder",
    "nlu_fallback",
    "other_topic",
    "out_of_scope",
    "pause",
    "praise_feedback",
    "privacy_notice",
    "recording_question",
    "repeat",
    "slower",
    "start_over",
    "wrong_number",
}
WEEK, SECOND = timedelta(days=7), timedelta(seconds=1)
WITHIN = {"P0": 10, "P1": 20, "P2": 30, "P3": 60}


def recounted(url: str, since: datetime, until: datetime, now: datetime) -> Counted:
    """Every figure between these two moments, as things stand now."""
    day = Day(tables_of(url), since, until, now)
    parts = (_contacts, _came_back, _understanding, _queue, _talks, _occupancy, _meetings, _promises, law)
    found: Counted = {}
    for part in parts:
        found |= part(day)
    return found


# --- calls and messages ---


def _customers(day: Day) -> list[Row]:
    ours = {row["call_sid"] for row in day["dials"] if row["call_sid"]}
    return [row for row in day["conversations"] if _is_theirs(row, ours)]


def _is_theirs(talk: Row, ours: set[str]) -> bool:
    if talk["channel"] == "sms":
        return True
    return talk["channel"] == "voice" and bool(talk["call_sid"]) and talk["call_sid"] not in ours


def _ended(talk: Row) -> datetime:
    moment: datetime = talk["closed_at"] or talk["last_at"]
    return moment


def _contained(day: Day) -> set[str]:
    left = {row["conversation_id"] for row in day["handovers"]}
    return day.talks_with("wish_settled") - left


def _contacts(day: Day) -> Counted:
    mine = day.during(_customers(day), "started_at")
    ids, calls = {row["id"] for row in mine}, {row["id"] for row in mine if row["channel"] == "voice"}
    queued = {
        row["conversation_id"]
        for row in day["waits"]
        if row["channel"] == "voice" and row["promise_id"] is None
    }
    left = {row["conversation_id"] for row in day["handovers"]}
    cases = len(day.during(day["handovers"], "created_at"))
    return {
        "calls": (len(calls), len(ids)),
        "threads": (len(ids) - len(calls), len(ids)),
        "containment": (len(ids & _contained(day)), len(ids)),
        "handed_over": (len(ids & left), len(ids)),
        "handover_reasons": (cases, cases),
        "transferred": (len(calls & queued), len(calls)),
    }


def _wishes(day: Day) -> set[tuple[str, str]]:
    said = {
        (row["conversation_id"], row["intent"])
        for row in day["turns"]
        if row["route"] == "bot" and row["intent"] and row["intent"] not in NO_WISHES
    }
    return said | {(row["conversation_id"], row["data"]["wish"]) for row in day.events("wish_settled")}


def _topics(day: Day) -> dict[str, set[tuple[str, ...]]]:
    """What each conversation was about: number and wish, order and wish."""
    found: dict[str, set[tuple[str, ...]]] = {}
    callers = {row["id"]: row["caller"] for row in _customers(day)}
    for talk, wish in _wishes(day):
        if callers.get(talk):
            found.setdefault(talk, set()).add(("number", callers[talk], wish))
    for row in day.events("contact_about"):
        if row["conversation_id"] in callers:
            topic = ("order", row["data"]["order"], row["data"]["wish"])
            found.setdefault(row["conversation_id"], set()).add(topic)
    return found


def _came_back(day: Day) -> Counted:
    topics, everybody = _topics(day), _customers(day)

    def again(talk: Row) -> bool:
        return any(
            other["started_at"] > talk["started_at"]
            and other["started_at"] <= _ended(talk) + WEEK
            and topics.get(talk["id"], set()) & topics.get(other["id"], set())
            for other in everybody
        )

    ripe = [row for row in day.during(everybody, "started_at") if _ended(row) + WEEK <= day.now]
    known, contained = [row for row in ripe if row["id"] in topics], _contained(day)
    helped = [row for row in ripe if row["id"] in contained and not again(row)]
    return {
        "net_containment": (len(helped), len(ripe)),
        "recontacts": (sum(map(again, known)), len(known)),
    }


# --- understanding ---


def _understanding(day: Day) -> Counted:
    turns = day.during(day["turns"], "at")
    routed = [row["route"] for row in turns if row["route"] is not None]
    mine = {row["id"] for row in day.during(_customers(day), "started_at")}
    wishes = {(talk, wish) for talk, wish in _wishes(day) if talk in mine}
    settled = {(row["conversation_id"], row["data"]["wish"]) for row in day.events("wish_settled")}
    return {
        "misunderstood": (routed.count("clarify"), len(routed)),
        "wishes_settled": (len(wishes & settled), len(wishes)),
        "failed_turns": (sum(row["failure"] is not None for row in turns), len(turns)),
    }


# --- waiting ---


def _queue(day: Day) -> Counted:
    live = [row for row in day["waits"] if row["channel"] == "voice" and row["promise_id"] is None]
    entered = day.during(live, "entered_at")
    lost = [row for row in entered if row["outcome"] == "caller_hung_up" and not row["answered_at"]]
    quick = [row for row in lost if row["ended_at"] - row["entered_at"] < 5 * SECOND]
    taken = [row for row in entered if row["answered_at"]]
    told = [row for row in taken if row["estimate_s"] is not None]
    waited = sum((row["answered_at"] - row["entered_at"] for row in taken), timedelta())
    return {
        **{f"service_level_{name.lower()}": _level(name, taken, lost, quick) for name in WITHIN},
        "asa": (waited / SECOND, len(taken)),
        "abandoned": (len(lost) - len(quick), len(entered) - len(quick)),
        "gone_at_once": (len(quick), len(entered)),
        "estimates_hit": (sum(map(_as_told, told)), len(told)),
    }


def _level(priority: str, taken: list[Row], lost: list[Row], quick: list[Row]) -> tuple[int, int]:
    met, gone, at_once = (
        [row for row in rows if row["priority"] == priority] for rows in (taken, lost, quick)
    )
    soon = [row for row in met if row["answered_at"] - row["entered_at"] <= WITHIN[priority] * SECOND]
    return len(soon), len(met) + len(gone) - len(at_once)


def _as_told(row: Row) -> bool:
    lines = (0, 120, 300, 600)
    told = max(line for line in lines if line <= row["estimate_s"])
    waited = (row["answered_at"] - row["entered_at"]) / SECOND
    return waited >= told and (told == 600 or waited <= lines[lines.index(told) + 1])


# --- people ---


def _spans(day: Day, who: str) -> list[Row]:
    mine = sorted(
        (row for row in day["presence_changes"] if row["staff_id"] == who),
        key=lambda row: (row["since"], row["id"]),
    )
    (now,) = (row for row in day["staff"] if row["id"] == who)
    going_on = {"status": now["status"], "since": now["status_since"], "until": None}
    return [*mine, going_on]


def _talks(day: Day) -> Counted:
    talks = [row for row in day.during(day["expert_calls"], "ended_at") if row["joined_at"]]
    lengths = [length for length in (_handled(day, talk) for talk in talks) if length is not None]
    return {
        "handling_time": (sum(lengths, timedelta()) / SECOND, len(lengths)),
        "on_hold": (sum(talk["held_s"] for talk in talks), len(talks)),
    }


def _handled(day: Day, talk: Row) -> timedelta | None:
    """Nothing yet while the expert still writes it up."""
    after = next((span for span in _spans(day, talk["staff_id"]) if span["since"] >= talk["ended_at"]), None)
    if after is None or (after["until"] is None and after["status"] == "after_call"):
        return None
    work = after["until"] - after["since"] if after["status"] == "after_call" else timedelta()
    length: timedelta = talk["ended_at"] - talk["joined_at"] + work
    return length


def _occupancy(day: Day) -> Counted:
    spent: dict[str, timedelta] = {}
    for person in day["staff"]:
        for span in _spans(day, person["id"]):
            if span["until"] is None and not person["active"]:
                continue
            end = min(span["until"] or day.now, day.until)
            inside = max(timedelta(), end - max(span["since"], day.since))
            spent[span["status"]] = spent.get(span["status"], timedelta()) + inside
    work = sum(
        (spent.get(status, timedelta()) for status in ("ringing", "talking", "after_call")), timedelta()
    )
    return {"occupancy": (work / SECOND, (work + spent.get("free", timedelta())) / SECOND)}


def _meetings(day: Day) -> Counted:
    met = {row["id"] for row in day.during(day["waits"], "answered_at")}
    by_phone = {row["wait_id"] for row in day["expert_calls"] if row["outcome"] == "transferred"}
    hands = [row["data"] for row in day.events("owner_changed") if row["who"] == "expert"]
    by_text = {data["wait"] for data in hands if data["because"] == "passed_on"}
    repeated = {row["wait_id"] for row in day["case_closings"] if row["had_to_repeat"]}
    return {
        "passed_on": (len(met & (by_phone | by_text)), len(met)),
        "repeated": (len(met & repeated), len(met)),
    }


def _promises(day: Day) -> Counted:
    counted = [row for row in day["promises"] if row["outcome"] != "cancelled"]
    for row in counted:
        row["counts_at"] = min(row["settled_at"] or row["due_by"], row["due_by"])
    mine = day.during(counted, "counts_at")
    calls, answers = ([row for row in mine if row["kind"] == kind] for kind in ("callback", "answer"))
    dialled = [row for row in calls if row["attempts"]]
    return {
        "callbacks_kept": (sum(map(_kept, calls)), len(calls)),
        "callbacks_reached": (sum(row["outcome"] == "kept" for row in dialled), len(dialled)),
        "answers_kept": (sum(map(_kept, answers)), len(answers)),
    }


def _kept(row: Row) -> bool:
    return row["outcome"] == "kept" or (row["attempts"] > 0 and row["outcome"] in ("open", "unreached"))


if __name__ == "__main__":
    moments = [datetime.fromisoformat(text).astimezone(UTC) for text in sys.argv[2:]]
    found = recounted(sys.argv[1], *(moments if len(moments) > 2 else [*moments, datetime.now(UTC)]))
    Path("/dev/stdout").write_text(json.dumps(found, indent=1) + "\n")
