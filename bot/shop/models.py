"""What the hotline knows of the retailer. Money is Decimal in EUR; moments are in the hotline's zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class OrderStatus(StrEnum):
    """Where an order stands; the partial ones need a person for anything but a status."""

    PLACED = "placed"
    PAID = "paid"
    PACKED = "packed"
    PARTIALLY_SHIPPED = "partially_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    PARTIALLY_RETURNED = "partially_returned"
    RETURNED = "returned"
    CANCELLED = "cancelled"


# Packed parcels are already out of the warehouse's hands; only a person can stop one.
CANCELLABLE = frozenset({OrderStatus.PLACED, OrderStatus.PAID})
OPEN = frozenset({*CANCELLABLE, OrderStatus.PACKED, OrderStatus.PARTIALLY_SHIPPED, OrderStatus.SHIPPED})


class PaymentMethod(StrEnum):
    """How an order is paid; refunds go the same way back."""

    INVOICE = "invoice"
    PREPAYMENT = "prepayment"
    CREDIT_CARD = "credit_card"
    PAYPAL = "paypal"
    DIRECT_DEBIT = "direct_debit"


class ProductFlag(StrEnum):
    """What may exclude a withdrawal (§ 312g II BGB), changes the delivery or needs a grown-up buyer."""

    MADE_TO_MEASURE = "made_to_measure"
    PERISHABLE = "perishable"
    HYGIENE_SEAL = "hygiene_seal"
    BULKY = "bulky"
    ADULTS_ONLY = "adults_only"


class ReturnStatus(StrEnum):
    """Where a parcel on its way back stands."""

    ANNOUNCED = "announced"
    IN_TRANSIT = "in_transit"
    ARRIVED = "arrived"
    REFUNDED = "refunded"
    REFUSED = "refused"


@dataclass(frozen=True)
class Customer:
    """A person who has ordered; `phones` are E.164."""

    customer_id: str
    name: str
    phones: tuple[str, ...]
    email: str | None
    street: str
    postcode: str
    city: str
    country: str


@dataclass(frozen=True)
class OrderLine:
    """One article of an order; `price` is per piece."""

    article_number: str
    name_de: str
    name_en: str
    quantity: int
    price: Decimal
    flags: frozenset[ProductFlag]
    shipped: bool
    returned: bool

    def name(self, language: str) -> str:
        """The article's name in "de" or "en"."""
        return self.name_en if language == "en" else self.name_de


@dataclass(frozen=True)
class Order:
    """An order with the address it goes to; what is personal is for comparing, never for reading out."""

    order_number: str
    status: OrderStatus
    customer_id: str
    customer_name: str
    phone: str | None
    email: str | None
    street: str
    postcode: str
    city: str
    country: str
    lines: tuple[OrderLine, ...]
    shipping: Decimal
    total: Decimal
    payment: PaymentMethod
    paid: bool
    placed_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    cancelled_at: datetime | None
    eta: date | None
    carrier: str | None
    tracking: str | None
    last_scan_at: datetime | None
    invoice_number: str | None

    @property
    def is_open(self) -> bool:
        """Something is still to come or to happen."""
        return self.status in OPEN

    @property
    def is_cancellable(self) -> bool:
        """A cancellation by phone would be accepted now."""
        return self.status in CANCELLABLE


@dataclass(frozen=True)
class OrderEvent:
    """One entry of an order's history: who did what, when. Never changed, never removed."""

    order_number: str | None
    what: str
    who: str
    at: datetime
    details: Mapping[str, str]


@dataclass(frozen=True)
class Cancellation:
    """A cancelled order; `refund` is zero when nothing was paid yet, `refund_until` is None then."""

    reference: str
    order_number: str
    at: datetime
    refund: Decimal
    payment: PaymentMethod
    refund_until: date | None


@dataclass(frozen=True)
class Product:
    """An article; `stock` in pieces, `restock_on` only while it is sold out, `as_of` dates the facts."""

    article_number: str
    name_de: str
    name_en: str
    price: Decimal
    stock: int
    restock_on: date | None
    flags: frozenset[ProductFlag]
    facts_de: str
    facts_en: str
    synonyms: tuple[str, ...]
    as_of: datetime

    def name(self, language: str) -> str:
        """The article's name in "de" or "en"."""
        return self.name_en if language == "en" else self.name_de

    def facts(self, language: str) -> str:
        """Size, material and the like in a few words, as said aloud."""
        return self.facts_en if language == "en" else self.facts_de


@dataclass(frozen=True)
class ProductMatch:
    """A product that may be meant; `score` 0..1, 1 is the article number or the exact name."""

    product: Product
    score: float


@dataclass(frozen=True)
class Return:
    """Goods on their way back; `refund_until` is the latest legal day of the refund."""

    return_number: str
    order_number: str
    status: ReturnStatus
    announced_at: datetime
    arrived_at: datetime | None
    refunded_at: datetime | None
    refund: Decimal
    refund_until: date
    articles: tuple[str, ...]


class WithdrawalVerdict(StrEnum):
    """What is to be done with a declaration that is recorded in any case."""

    IN_TIME = "in_time"
    LATE = "late"
    EXCEPTION = "exception"
    ALREADY_ENDED = "already_ended"
    UNKNOWN_ORDER = "unknown_order"


@dataclass(frozen=True)
class WithdrawalDeclaration:
    """What the caller declared; `order_hint` is free text, `receipt_to` an e-mail or E.164 number given."""

    request_id: str
    at: datetime
    name: str
    order_hint: str
    order_number: str | None = None
    channel: str = "voice"
    receipt_to: str | None = None
    language: str = "de"
    verified: bool = False


@dataclass(frozen=True)
class Withdrawal:
    """A recorded declaration; `last_day` to declare it is None when unknown or not yet running."""

    reference: str
    order_number: str | None
    declared_at: datetime
    verdict: WithdrawalVerdict
    last_day: date | None
    refund_until: date
    verified: bool

    @property
    def needs_person(self) -> bool:
        """Recorded, and a person looks at it: late, excepted, already ended, unknown or unverified."""
        return self.verdict is not WithdrawalVerdict.IN_TIME or not self.verified


@dataclass(frozen=True)
class SentCopy:
    """A document on its way; `to` is masked (`m…r@gmx.de`), empty for a letter to the stored address."""

    document: str
    channel: str
    to: str
    sent_at: datetime
