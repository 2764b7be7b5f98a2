"""Letting dunning rest, for longer, or no more."""

from datetime import datetime, timedelta
from decimal import Decimal

from bot.desk.orders.limits import HOLD
from bot.desk.orders.proof import Sure
from bot.desk.orders.view import OrderView
from bot.desk.orders.wanted import Deed, Form, Line, Outcome, Unfit, Wanted, whole_number
from bot.shop.billing.models import DunningHold
from bot.shop.port import Shop

LONGEST = 180


class Hold:
    """From today, for so many days, in place of any hold before."""

    name = "hold"

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def needs(self, view: OrderView) -> Sure:
        """What is owed is nobody else's business."""
        return Sure.A2

    def refused(self, view: OrderView) -> Line | None:
        """Only an open bill is dunned."""
        return None if view.owed else Line("not.no_open_bill")

    def wanted(self, view: OrderView, form: Form, at: datetime) -> Wanted:
        """Until which day."""
        days = whole_number(form.get("days"), "days")
        if not 0 < days <= LONGEST:
            raise Unfit("days_most", most=str(LONGEST))
        until = (at.date() + timedelta(days=days)).isoformat()
        kept = {"days": days, "until": until}
        return Wanted(self.name, view.number, kept, Decimal(days), HOLD)

    def will(self, view: OrderView, wanted: Wanted, at: datetime) -> list[Line]:
        """Until when, and what it replaces."""
        lines = [Line("will.hold", {"until": wanted.details["until"]})]
        if view.bill and view.bill.hold_until:
            lines.append(Line("will.hold_instead", {"until": view.bill.hold_until.isoformat()}))
        return [*lines, Line("will.nothing_sent")]

    def done(self, view: OrderView, wanted: Wanted, deed: Deed) -> Outcome:
        """In force at once."""
        until = datetime.fromisoformat(wanted.details["until"]).date()
        held = self._shop.billing.hold(DunningHold(deed.request_id, view.number, until, deed.at, deed.by))
        until_text = held.isoformat() if held else ""
        return Outcome((Line("did.hold", {"until": until_text}), Line("did.sent_nothing")))


class Unhold:
    """Dunning goes on."""

    name = "unhold"

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def needs(self, view: OrderView) -> Sure:
        """As for setting one."""
        return Sure.A2

    def refused(self, view: OrderView) -> Line | None:
        """Only where one is in force."""
        held = view.owed and view.bill is not None and view.bill.hold_until is not None
        return None if held else Line("not.no_hold")

    def wanted(self, view: OrderView, form: Form, at: datetime) -> Wanted:
        """Nothing to choose."""
        return Wanted(self.name, view.number, {})

    def will(self, view: OrderView, wanted: Wanted, at: datetime) -> list[Line]:
        """What ends."""
        return [Line("will.unhold"), Line("will.nothing_sent")]

    def done(self, view: OrderView, wanted: Wanted, deed: Deed) -> Outcome:
        """In force at once."""
        self._shop.billing.hold(DunningHold(deed.request_id, view.number, None, deed.at, deed.by))
        return Outcome((Line("did.unhold"), Line("did.sent_nothing")))
