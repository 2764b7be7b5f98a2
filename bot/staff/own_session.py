"""The cookie of whoever is here: which session is theirs, and a sign-in that waits for its code."""

from datetime import datetime, timedelta

from flask import request, session

from bot.staff.local_paths import local_path

CODE_WITHIN = timedelta(minutes=5)


def token() -> str | None:
    """The session's token, as this browser keeps it."""
    kept: str | None = session.get("token")
    return kept


def keep(new: str) -> None:
    """From now on this one; nothing of what was kept before remains, the form token included."""
    session.clear()
    session["token"] = new


def await_code(staff_id: str, now: datetime) -> None:
    """The password was right, the code is still to come."""
    session["pending"] = {"staff": staff_id, "at": now.isoformat()}


def awaiting_code(now: datetime) -> str | None:
    """Whose code is awaited; None when nobody's, or not any more."""
    pending = session.get("pending")
    if not pending or now - datetime.fromisoformat(pending["at"]) > CODE_WITHIN:
        return None
    staff_id: str = pending["staff"]
    return staff_id


def wanted_page() -> str | None:
    """Where they were going when they had to sign in."""
    return local_path(request.values.get("next"), request.script_root)


def forget() -> None:
    """Nothing is kept in this browser any more."""
    session.clear()
