"""Sending an order elsewhere, and documents once more."""

from datetime import datetime

from bot.desk.orders.proof import Sure
from bot.desk.orders.sent import sent_line
from bot.desk.orders.view import OrderView
from bot.desk.orders.wanted import Deed, Form, Line, Outcome, Unfit, Wanted
from bot.shop.deliveries.models import Address, AddressChange
from bot.shop.deliveries.rules import eta_elsewhere, may_change_address
from bot.shop.port import Shop

POSTCODES = {"DE": 5, "AT": 4, "CH": 4, "LI": 4, "LU": 4, "NL": 4, "BE": 4, "DK": 4, "FR": 5, "IT": 5}
LONGEST_STREET, LONGEST_CITY = 120, 80


class Addresses:
    """Checks an address as the bot does: the postcode's length, its city, a house number."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def typed(self, form: Form, country: str) -> Address:
        """The address of a form; raises Unfit."""
        street, city = (" ".join(form.get(name, "").split()) for name in ("street", "city"))
        postcode = "".join(form.get("postcode", "").split())
        if not _with_house(street):
            raise Unfit("street")
        if not city or len(city) > LONGEST_CITY:
            raise Unfit("city")
        if not postcode.isdecimal() or len(postcode) != POSTCODES.get(country, len(postcode)):
            raise Unfit("postcode", country=country)
        return Address(street, postcode, self._city(postcode, city, country), country)

    def _city(self, postcode: str, typed: str, country: str) -> str:
        cities = self._shop.deliveries.cities(postcode, country)
        if not cities:
            return typed
        same = next((city for city in cities if city.casefold() == typed.casefold()), None)
        if same is None:
            raise Unfit("city_fits", cities=", ".join(cities[:3]))
        return same


class ChangeAddress:
    """Only until it is packed, and never abroad."""

    name = "address"

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._addresses = Addresses(shop)

    def needs(self, view: OrderView) -> Sure:
        """Goods that go elsewhere are worth stealing."""
        return Sure.A2

    def refused(self, view: OrderView) -> Line | None:
        """Once packed, the label is printed."""
        return None if may_change_address(view.order) else Line("not.address_late")

    def wanted(self, view: OrderView, form: Form, at: datetime) -> Wanted:
        """The new address, whole."""
        to = self._addresses.typed(form, view.order.country)
        before = view.order
        if (to.street, to.postcode, to.city) == (before.street, before.postcode, before.city):
            raise Unfit("same_address")
        return Wanted(self.name, view.number, {"street": to.street, "postcode": to.postcode, "city": to.city})

    def will(self, view: OrderView, wanted: Wanted, at: datetime) -> list[Line]:
        """Read back by parts, with what it does to the day."""
        order, asked = view.order, wanted.details
        lines = [Line("will.address", {name: asked[name] for name in ("street", "postcode", "city")})]
        eta = eta_elsewhere(order.eta, order.postcode == asked["postcode"], order.country)
        if eta and eta != order.eta:
            lines.append(Line("will.address_later", {"eta": eta.isoformat()}))
        return [*lines, Line("will.address_notice" if order.email else "will.address_no_notice")]

    def done(self, view: OrderView, wanted: Wanted, deed: Deed) -> Outcome:
        """The owner is told where they were reachable before."""
        to = Address(**wanted.details, country=view.order.country)
        change = AddressChange(deed.request_id, view.number, to, deed.at, deed.language, deed.by)
        changed = self._shop.deliveries.change_address(change)
        eta = changed.eta_after.isoformat() if changed.eta_after else ""
        first = Line("did.address_day", {"eta": eta}) if eta else Line("did.address")
        return Outcome((first, Line("did.address_notice" if view.order.email else "did.sent_nothing")))


class SendInvoice:
    """To the stored contact, never to one newly given."""

    name = "invoice"

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def needs(self, view: OrderView) -> Sure:
        """It reaches the customer, whoever asks."""
        return Sure.A1

    def refused(self, view: OrderView) -> Line | None:
        """It comes with the goods."""
        return None if view.order.invoice_number else Line("not.no_invoice")

    def wanted(self, view: OrderView, form: Form, at: datetime) -> Wanted:
        """Nothing to choose."""
        return Wanted(self.name, view.number, {})

    def will(self, view: OrderView, wanted: Wanted, at: datetime) -> list[Line]:
        """Where it goes."""
        return [Line("will.invoice"), _goes_to(view)]

    def done(self, view: OrderView, wanted: Wanted, deed: Deed) -> Outcome:
        """Once a request."""
        sent = self._shop.send_invoice_copy(view.number, request_id=deed.request_id, at=deed.at, by=deed.by)
        return Outcome((sent_line(sent),))


class SendConfirmation:
    """The contract of an order taken by the hotline, the same bytes once more."""

    name = "confirmation"

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def needs(self, view: OrderView) -> Sure:
        """It reaches the customer, whoever asks."""
        return Sure.A1

    def refused(self, view: OrderView) -> Line | None:
        """Orders of the website have their confirmation there."""
        if view.confirmation is None:
            return Line("not.no_contract")
        return None if view.confirmation.state == "confirmed" else Line("not.not_confirmed_yet")

    def wanted(self, view: OrderView, form: Form, at: datetime) -> Wanted:
        """Nothing to choose."""
        return Wanted(self.name, view.number, {})

    def will(self, view: OrderView, wanted: Wanted, at: datetime) -> list[Line]:
        """Where it goes."""
        return [Line("will.confirmation"), _goes_to(view)]

    def done(self, view: OrderView, wanted: Wanted, deed: Deed) -> Outcome:
        """Once a request."""
        sent = self._shop.ordering.send_again(view.number, request_id=deed.request_id, at=deed.at, by=deed.by)
        return Outcome((sent_line(sent),))


def _goes_to(view: OrderView) -> Line:
    return Line("will.to_email" if view.order.email else "will.to_letter")


def _with_house(street: str) -> bool:
    """A name and a number, in whichever order ("Lindenallee 3", "C4, 12")."""
    kinds = {"letter": any(map(str.isalpha, street)), "digit": any(map(str.isdigit, street))}
    return all(kinds.values()) and len(street) <= LONGEST_STREET
