"""Sending goods again free of charge, or paying single pieces back: both are claims released by a person."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from bot.desk.orders.limits import REFUND
from bot.desk.orders.proof import Sure
from bot.desk.orders.sent import sent_line
from bot.desk.orders.view import OrderView
from bot.desk.orders.wanted import Deed, Form, Line, Outcome, Unfit, Wanted, money, whole_number
from bot.errors import ProductNotFound
from bot.shop.claims.models import Claim, ClaimKind, ClaimReport, Remedy, Settlement
from bot.shop.claims.rules import may_have_arrived, worth
from bot.shop.models import OrderLine
from bot.shop.port import Shop

# What can be wrong with goods that somebody has; an exchange is another matter.
CAUSES = (ClaimKind.DAMAGED, ClaimKind.MISSING, ClaimKind.WRONG, ClaimKind.DEFECT)


class Pieces:
    """Which pieces of which position, and what is wrong with them."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def chosen(self, view: OrderView, form: Form) -> tuple[int, int, ClaimKind]:
        """Line (from 0), pieces and cause; raises Unfit."""
        at = whole_number(form.get("line"), "line")
        if at >= len(view.order.lines):
            raise Unfit("line")
        count = whole_number(form.get("quantity"), "quantity")
        if not 0 < count <= view.order.lines[at].quantity:
            raise Unfit("quantity_most", most=str(view.order.lines[at].quantity))
        if form.get("cause") not in list(CAUSES):
            raise Unfit("cause")
        return at, count, ClaimKind(form["cause"])

    def in_stock(self, line: OrderLine, count: int) -> int:
        """How many there are; raises Unfit where these cannot be sent."""
        try:
            stock = self._shop.product(line.article_number).stock
        except ProductNotFound:
            stock = 0
        if stock < count:
            raise Unfit("stock", left=str(stock))
        return stock


class Replace:
    """A whole position or some pieces of it, free of charge."""

    name = "replace"

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._pieces = Pieces(shop)

    def needs(self, view: OrderView) -> Sure:
        """It only ever goes to where the order went."""
        return Sure.A1

    def refused(self, view: OrderView) -> Line | None:
        """Nobody can complain of goods that are still here."""
        return None if may_have_arrived(view.order) else Line("not.nothing_arrived")

    def wanted(self, view: OrderView, form: Form, at: datetime) -> Wanted:
        """Checked against the order and the stock."""
        line, count, cause = self._pieces.chosen(view, form)
        self._pieces.in_stock(view.order.lines[line], count)
        details = {"line": line, "quantity": count, "cause": cause.value}
        return Wanted(self.name, view.number, details)

    def will(self, view: OrderView, wanted: Wanted, at: datetime) -> list[Line]:
        """What is sent, and that it costs nothing."""
        line = view.order.lines[wanted.details["line"]]
        left = str(self._pieces.in_stock(line, wanted.details["quantity"]))
        values = {**named(line), "quantity": str(wanted.details["quantity"])}
        return [Line("will.replace", values), Line("will.stock", {"left": left}), Line("will.claim_letter")]

    def done(self, view: OrderView, wanted: Wanted, deed: Deed) -> Outcome:
        """Taken from the stock at once, confirmed to the stored contact."""
        claim = self._shop.claims.report(_report(view, wanted, deed, Remedy.REPLACEMENT))
        return Outcome((Line("did.replace", {"reference": claim.reference}), *told(self._shop, claim, deed)))


class RefundPieces:
    """Pieces that are paid back."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._pieces = Pieces(shop)

    def wanted(self, kind: str, view: OrderView, form: Form) -> Wanted:
        """Checked against the order and what is left of its money."""
        line, count, cause = self._pieces.chosen(view, form)
        amount = worth(view.order.lines[line], count)
        enough(view.ledger.left, amount)
        details = {"what": "part", "line": line, "quantity": count, "cause": cause.value}
        return Wanted(kind, view.number, details, amount, REFUND)

    def done(self, view: OrderView, wanted: Wanted, deed: Deed) -> Outcome:
        """A claim that is paid back."""
        claim = self._shop.claims.report(_report(view, wanted, deed, Remedy.REFUND))
        return Outcome((paid_back(claim, view), *told(self._shop, claim, deed)))


class Settle:
    """A claim the bot took down, which waits for a person's word."""

    name = "settle"

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def needs(self, view: OrderView) -> Sure:
        """What it gives goes to where the order went, or back to where the money came from."""
        return Sure.A1

    def refused(self, view: OrderView) -> Line | None:
        """Only where one waits."""
        return None if view.waiting_claims else Line("not.no_claim")

    def wanted(self, view: OrderView, form: Form, at: datetime) -> Wanted:
        """Money counts against the limit, goods do not."""
        claim = _claim(view, form.get("reference", ""))
        if form.get("remedy") not in (Remedy.REPLACEMENT, Remedy.REFUND):
            raise Unfit("remedy")
        remedy = Remedy(form["remedy"])
        details = {"reference": claim.reference, "remedy": remedy.value}
        if remedy is Remedy.REPLACEMENT:
            self._can_send(view, claim)
            return Wanted(self.name, view.number, details)
        if view.order.paid:
            enough(view.ledger.left, claim.amount)
        return Wanted(self.name, view.number, details, claim.amount, REFUND)

    def will(self, view: OrderView, wanted: Wanted, at: datetime) -> list[Line]:
        """What follows from the claim."""
        claim = _claim(view, wanted.details["reference"])
        values = {
            "reference": claim.reference,
            "amount": money(claim.amount),
            "quantity": str(claim.quantity),
        }
        paid = "" if view.order.paid or wanted.details["remedy"] == Remedy.REPLACEMENT else "_unpaid"
        return [Line(f"will.settle_{wanted.details['remedy']}{paid}", values), Line("will.claim_letter")]

    def done(self, view: OrderView, wanted: Wanted, deed: Deed) -> Outcome:
        """Decided once, whoever decides at the same moment."""
        remedy = Remedy(wanted.details["remedy"])
        decided = Settlement(deed.request_id, wanted.details["reference"], remedy, deed.at, deed.by)
        claim = self._shop.claims.settle(decided)
        line = Line("did.replace", {"reference": claim.reference})
        first = paid_back(claim, view) if remedy is Remedy.REFUND else line
        return Outcome((first, *told(self._shop, claim, deed)))

    def _can_send(self, view: OrderView, claim: Claim) -> None:
        line = next((one for one in view.order.lines if one.article_number == claim.article_number), None)
        if line is None:
            raise Unfit("whole_claim")
        Pieces(self._shop).in_stock(line, claim.quantity)


def enough(left: Decimal, amount: Decimal) -> None:
    """Raises Unfit where more is to go back than is left of what was paid."""
    if amount > left:
        raise Unfit("too_much", left=money(left))


def named(line: OrderLine) -> dict[str, str]:
    """An article in a line's values, for whichever language is read."""
    return {"article_de": line.name_de, "article_en": line.name_en}


def told(shop: Shop, claim: Claim, deed: Deed) -> tuple[Line, ...]:
    """The confirmation of a claim, on its way."""
    sent = shop.claims.send_confirmation(
        claim.reference, request_id=deed.request_id, at=deed.at, language=deed.language
    )
    return (*((Line("did.label"),) if claim.label else ()), sent_line(sent))


def paid_back(claim: Claim, view: OrderView) -> Line:
    """What goes back, or off the bill where nothing was paid yet."""
    values = {"reference": claim.reference, "amount": money(claim.amount)}
    if not view.order.paid:
        return Line("did.off_the_bill", values)
    until = claim.refund_until.isoformat() if claim.refund_until else ""
    return Line("did.refund", {**values, "means": view.order.payment.value, "until": until})


def _report(view: OrderView, wanted: Wanted, deed: Deed, remedy: Remedy) -> ClaimReport:
    asked = wanted.details
    report = ClaimReport(deed.request_id, deed.at, ClaimKind(asked["cause"]), remedy, view.number)
    report = replace(report, line=asked["line"], quantity=asked["quantity"], channel=deed.channel)
    return replace(report, language=deed.language, verified=True, released=True, by=deed.by)


def _claim(view: OrderView, reference: str) -> Claim:
    found = next((claim for claim in view.waiting_claims if claim.reference == reference), None)
    if found is None:
        raise Unfit("no_claim")
    return found
