"""Whether somebody may take a waiting case of their own choice: by the rules of being rung. Pure."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import RowMapping

from bot.handover.line_up import as_expert, as_waiting
from bot.handover.orphans import PHONED
from bot.handover.routing import as_staffed
from bot.handover.routing_people import Expert, Figures
from bot.handover.staffing import has_phone
from bot.handover.suiting import Suit, suiting

Row = RowMapping


def own_choice(wait: Row, expert: Expert, here: Iterable[Row], now: datetime, figures: Figures) -> Suit:
    """As the rules stand now, `here` being the rows of staff at work.

    Who declined it, or passed it on, may think better of it.
    """
    phoned = wait["channel"] in PHONED
    at_work = [as_expert(row) for row in here if has_phone(row) or not phoned]
    others = [who for who in wait["not_experts"] if who != expert.id]
    caller = as_staffed(as_waiting({**wait, "not_experts": others}), at_work, figures)
    return suiting(now, figures)(caller, expert)
