"""Giving money back: all that is left, some pieces, or an amount; and goodwill, as money or a voucher."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from bot.desk.orders.limits import GOODWILL, REFUND
from bot.desk.orders.making_good import RefundPieces, enough, named
from bot.desk.orders.proof import Sure
from bot.desk.orders.sent import sent_line
from bot.desk.orders.view import OrderView
from bot.desk.orders.wanted import Deed, Form, Line, Outcome, Unfit, Wanted, amount_in, money
from bot.shop.port import Shop
from bot.shop.refunds.models import RefundGrant, RefundReason
from bot.shop.vouchers.models import VoucherGrant
from bot.shop.withdrawal import refund_until

WHATS = ("whole", "part", "amount")
REASONS = tuple(reason for reason in RefundReason if reason is not RefundReason.GOODWILL)
GOODWILL_REASONS = ("late", "trouble", "waiting", "faulty", "wrong_information", "loyalty", "other")
CREDIT, VOUCHER = "credit", "voucher"
LONGEST_NOTE = 300


class Refund:
    """Never more than is left of what was paid, and within the limits of whoever gives it."""

    name = "refund"

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._pieces = RefundPieces(shop)

    def needs(self, view: OrderView) -> Sure:
        """Amounts are told to who has proven who they are."""
        return Sure.A2

    def refused(self, view: OrderView) -> Line | None:
        """Nothing paid, or everything on its way back."""
        return no_money(view)

    def wanted(self, view: OrderView, form: Form, at: datetime) -> Wanted:
        """What of it, how much, and why."""
        if form.get("what") not in WHATS:
            raise Unfit("what")
        if form["what"] == "part":
            return self._pieces.wanted(self.name, view, form)
        if form.get("reason") not in list(REASONS):
            raise Unfit("reason")
        amount = view.ledger.left if form["what"] == "whole" else amount_in(form.get("amount"))
        enough(view.ledger.left, amount)
        kept = {"what": form["what"], "reason": form["reason"]}
        return Wanted(self.name, view.number, {**kept, "note": note_in(form)}, amount, REFUND)

    def will(self, view: OrderView, wanted: Wanted, at: datetime) -> list[Line]:
        """How much goes back, which way, by when."""
        values = {"amount": money(wanted.amount), "means": view.order.payment.value}
        values |= {"until": refund_until(at.date()).isoformat(), "order": view.number}
        left = Line("will.left_after", {"left": money(view.ledger.left - wanted.amount)})
        first = [Line("will.refund", values)]
        if wanted.details["what"] == "part":
            line, count = view.order.lines[wanted.details["line"]], str(wanted.details["quantity"])
            first.append(Line("will.refund_for", {**named(line), "quantity": count}))
        return [*first, left, Line("will.refund_letter")]

    def done(self, view: OrderView, wanted: Wanted, deed: Deed) -> Outcome:
        """Granted once; the customer gets it in writing."""
        if wanted.details["what"] == "part":
            return self._pieces.done(view, wanted, deed)
        return granted(self._shop, view, wanted, deed, RefundReason(wanted.details["reason"]))


class Goodwill:
    """Something for the trouble: paid back on the order, or a voucher to the stored contact."""

    name = "goodwill"

    def __init__(self, shop: Shop, voucher_days: int) -> None:
        self._shop = shop
        self._voucher_days = voucher_days

    def needs(self, view: OrderView) -> Sure:
        """A voucher only ever reaches the customer; money as well."""
        return Sure.A1

    def refused(self, view: OrderView) -> Line | None:
        """A voucher is always possible."""
        return None

    def wanted(self, view: OrderView, form: Form, at: datetime) -> Wanted:
        """As what, how much, and why."""
        if form.get("as") not in (CREDIT, VOUCHER):
            raise Unfit("goodwill_as")
        if form.get("reason") not in GOODWILL_REASONS:
            raise Unfit("reason")
        amount = amount_in(form.get("amount"))
        if form["as"] == CREDIT:
            if view.ledger.paid == 0:
                raise Unfit("nothing_paid")
            enough(view.ledger.left, amount)
        kept = {"as": form["as"], "reason": form["reason"]}
        return Wanted(self.name, view.number, {**kept, "note": note_in(form)}, amount, GOODWILL)

    def will(self, view: OrderView, wanted: Wanted, at: datetime) -> list[Line]:
        """What the customer gets."""
        values = {"amount": money(wanted.amount), "reason": wanted.details["reason"]}
        if wanted.details["as"] == CREDIT:
            until = refund_until(at.date()).isoformat()
            means = {"means": view.order.payment.value, "until": until}
            return [Line("will.goodwill_credit", {**values, **means}), Line("will.refund_letter")]
        lines = [Line("will.goodwill_voucher", {**values, **_day(self._valid_until(at))})]
        return [*lines, Line("will.voucher_letter")]

    def done(self, view: OrderView, wanted: Wanted, deed: Deed) -> Outcome:
        """Granted once, and sent."""
        if wanted.details["as"] == CREDIT:
            return granted(self._shop, view, wanted, deed, RefundReason.GOODWILL)
        given = self._shop.vouchers.grant(
            VoucherGrant(
                request_id=deed.request_id,
                customer_id=view.order.customer_id,
                amount=wanted.amount,
                valid_until=self._valid_until(deed.at),
                reason=wanted.details["reason"],
                at=deed.at,
                by=deed.by,
                order_number=view.number,
                note=wanted.details["note"],
                language=deed.language,
            )
        )
        values = {"amount": money(given.amount), **_day(given.valid_until)}
        return Outcome((Line("did.voucher", values), sent_line(given.sent)))

    def _valid_until(self, at: datetime) -> date:
        return at.date() + timedelta(days=self._voucher_days)


def no_money(view: OrderView) -> Line | None:
    """Why nothing can go back."""
    if view.ledger.paid == 0:
        return Line("not.nothing_paid")
    return None if view.ledger.left > Decimal(0) else Line("not.all_back")


def granted(shop: Shop, view: OrderView, wanted: Wanted, deed: Deed, reason: RefundReason) -> Outcome:
    """Money back on a person's word."""
    given = shop.refunds.grant(
        RefundGrant(
            request_id=deed.request_id,
            order_number=view.number,
            amount=wanted.amount,
            reason=reason,
            at=deed.at,
            by=deed.by,
            note=wanted.details["note"],
            language=deed.language,
        )
    )
    values = {"reference": given.reference, "amount": money(given.amount), "means": given.payment.value}
    return Outcome((Line("did.refund", {**values, "until": given.until.isoformat()}), sent_line(given.sent)))


def _day(day: date) -> dict[str, str]:
    """Far away: with its year."""
    return {"until": day.isoformat(), "year": str(day.year)}


def note_in(form: Form) -> str:
    """A word for colleagues."""
    return " ".join(form.get("note", "").split())[:LONGEST_NOTE]
