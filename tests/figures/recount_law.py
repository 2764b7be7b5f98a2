"""What the law counts, counted again from the tables alone; part of recount.py."""

from datetime import timedelta

from tests.figures.raw_tables import Day, Row


def law(day: Day) -> dict[str, tuple[float, float]]:
    """Disclosure, recordings, texts after a stop, orders nobody confirmed."""
    texts = [row for row in day.during(day["outgoing_messages"], "created_at") if row["message_sid"]]
    stopped = {row["phone"]: row["at"] for row in day["opt_outs"]}
    unwanted = [row for row in texts if row["to"] in stopped and row["created_at"] > stopped[row["to"]]]
    owed = day.during(day["shop_confirmations"], "created_at")
    late = [row for row in owed if day.now - row["created_at"] >= timedelta(days=1)]
    unconfirmed = [row for row in late if row["state"] != "confirmed"]
    recorded = day.during(day["voicemails"], "at")
    return {
        "disclosed": _disclosed(day),
        "recordings_without_consent": (sum(not _keyed(day, row) for row in recorded), len(recorded)),
        "texts_after_stop": (len(unwanted), len(texts)),
        "orders_unconfirmed": (len(unconfirmed), len(owed)),
    }


def _disclosed(day: Day) -> tuple[int, int]:
    said, talks = 0, 0
    for talk in day.during(day["conversations"], "started_at"):
        turns = [row for row in day["turns"] if row["conversation_id"] == talk["id"]]
        told = [row["at"] for row in day.events("ai_disclosed") if row["conversation_id"] == talk["id"]]
        if turns:
            talks += 1
            first = min(turns, key=lambda row: row["number"])
            said += bool(told) and min(told) <= first["at"]
    return said, talks


def _keyed(day: Day, voicemail: Row) -> bool:
    (talk,) = (row["conversation_id"] for row in day["handovers"] if row["id"] == voicemail["handover_id"])
    mine = [row for row in day["turns"] if row["conversation_id"] == talk and row["at"] <= voicemail["at"]]
    return any((row["keyed"] or "").startswith("*") for row in mine)
