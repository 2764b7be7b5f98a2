"""The queue's rows as HTML, kept: hundreds are shown to dozens of people, and few change in a second."""

from datetime import datetime

from markupsafe import Markup

from bot.clock import Clock
from bot.desk.declined_case import REASONS
from bot.desk.fragment import fragment
from bot.desk.queue_view import Row, View

MOST = 5000


class RowsHtml:
    """What is kept is forgotten with the minute, as it has the time gone by in it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[tuple[object, ...], Markup] = {}

    def rows(self, view: View, language: str) -> list[Markup]:
        """The first that may be taken has the key for it."""
        first = next((row for row in view.rows if row.takes), None) if view.free else None
        now = self._clock.now()
        return [self._row(row, language, (view.free, row is first), now) for row in view.rows]

    def ring(self, view: View) -> Markup:
        """The call that rings for this person; seldom there, and not kept."""
        row = view.ring
        return fragment("desk/queue_ring.html", row=row, reasons=REASONS) if row else Markup()

    def _row(self, row: Row, language: str, offered: tuple[bool, bool], now: datetime) -> Markup:
        minute = (now - row.since).total_seconds() // 60
        key = (row, language, offered, minute)
        if key not in self._kept:
            if len(self._kept) >= MOST:
                self._kept.clear()
            shown = {"row": row, "may_take": offered[0], "next": offered[1]}
            self._kept[key] = fragment("desk/queue_row.html", **shown)
        return self._kept[key]
