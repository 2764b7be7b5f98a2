"""What the retailer promises everybody: delivery, returns, stores, payment. Texts come in "de" and "en"."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.shop.callback_window import CallbackRules
from bot.shop.deliveries.haulage import Haulage
from bot.shop.guide.models import Guide
from bot.shop.models import ProductFlag
from bot.shop.opening_hours import OpeningHours
from bot.shop.terms import ServiceTerms

Text = Mapping[str, str]
Days = tuple[int, int]


@dataclass(frozen=True)
class DeliveryTerms:
    """Delivery to one country; costs in EUR, working days from dispatch. None where it is not offered."""

    id: str
    country: str
    name: Text
    cost: Decimal
    free_from: Decimal | None
    bulky_cost: Decimal | None
    days: Days
    bulky_days: Days | None
    note: Text

    def cost_for(self, goods: Decimal, bulky: bool) -> Decimal | None:
        """What the delivery of these goods costs; None when bulky goods do not go there."""
        if bulky:
            return self.bulky_cost
        return Decimal(0) if self.free_from is not None and goods >= self.free_from else self.cost


@dataclass(frozen=True)
class ExpressTerms:
    """Faster delivery where it is offered."""

    cost: Decimal
    days: Days
    countries: frozenset[str]


@dataclass(frozen=True)
class Delivery:
    """All delivery terms, by country code."""

    source: str
    countries: Mapping[str, DeliveryTerms]
    express: ExpressTerms
    dispatch: Text
    bulky: Text


@dataclass(frozen=True)
class ReturnPolicy:
    """The voluntary return, and the figures of the legal withdrawal and refund."""

    source: str
    period_days: int
    withdrawal_days: int
    refund_days: int
    usual_refund_days: int
    costs: Mapping[str, Decimal]
    other_countries_cost: Decimal
    bulky_pickup_cost: Decimal
    label: Text
    bulky: Text
    exceptions: Mapping[ProductFlag, Text]

    def cost_from(self, country: str) -> Decimal:
        """What sending a parcel back from there costs the customer."""
        return self.costs.get(country, self.other_countries_cost)


@dataclass(frozen=True)
class Store:
    """A shop one can walk into."""

    id: str
    city: str
    city_en: str
    street: str
    postcode: str
    country: str
    aliases: tuple[str, ...]
    hours: OpeningHours


@dataclass(frozen=True)
class PaymentOption:
    """A way to pay; `cost` in EUR."""

    id: str
    name: Text
    cost: Decimal
    note: Text


@dataclass(frozen=True)
class Payment:
    """All ways to pay, and how money goes back."""

    source: str
    options: tuple[PaymentOption, ...]
    refund: Text


@dataclass(frozen=True)
class Knowledge:
    """Everything the hotline may tell anybody without asking who calls."""

    delivery: Delivery
    returns: ReturnPolicy
    stores: tuple[Store, ...]
    stores_source: str
    payment: Payment
    experts: OpeningHours
    callbacks: CallbackRules
    terms: ServiceTerms
    haulage: Haulage
    guide: Guide
