"""What an order taken in a conversation is made of. Money is Decimal in EUR."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.shop.deliveries.models import Address
from bot.shop.models import PaymentMethod, Product, ProductFlag


@dataclass(frozen=True)
class Variant:
    """One article of a family."""

    article_number: str
    label_de: str
    label_en: str

    def label(self, language: str) -> str:
        """What sets it apart: "blau", "42"."""
        return self.label_en if language == "en" else self.label_de


@dataclass(frozen=True)
class Family:
    """One thing in several variants; `kind` is "size" or "colour"."""

    family_id: str
    kind: str
    name_de: str
    name_en: str
    variants: tuple[Variant, ...]

    def name(self, language: str) -> str:
        """The family's name in "de" or "en"."""
        return self.name_en if language == "en" else self.name_de

    def __contains__(self, article_number: object) -> bool:
        return any(variant.article_number == article_number for variant in self.variants)


@dataclass(frozen=True)
class QuoteLine:
    """So many of an article at a price per piece."""

    product: Product
    quantity: int
    price: Decimal

    @property
    def sum(self) -> Decimal:
        """All pieces of this line."""
        return self.price * self.quantity


@dataclass(frozen=True)
class Quote:
    """What an order would cost and when it would come; `shipping` None where it cannot be delivered."""

    lines: tuple[QuoteLine, ...]
    country: str
    shipping: Decimal | None
    days: tuple[int, int]
    until: date

    @property
    def goods(self) -> Decimal:
        """All lines without shipping."""
        return sum((line.sum for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        """Goods and shipping."""
        return self.goods + (self.shipping or Decimal(0))

    @property
    def pieces(self) -> int:
        """How many single things."""
        return sum(line.quantity for line in self.lines)

    def flagged(self, flag: ProductFlag) -> tuple[QuoteLine, ...]:
        """The lines whose article carries this flag."""
        return tuple(line for line in self.lines if flag in line.product.flags)


@dataclass(frozen=True)
class DraftLine:
    """So many of an article at the price that was told."""

    article_number: str
    quantity: int
    price: Decimal


@dataclass(frozen=True)
class NewCustomer:
    """Somebody who has not ordered before; `phone` is E.164."""

    name: str
    street: str
    postcode: str
    city: str
    country: str
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class TermsRead:
    """Which version of the mandatory information was read to the caller, and when."""

    version: str
    at: datetime


@dataclass(frozen=True)
class Agreed:
    """How an agreement came about: in which conversation, in what words, and how it is confirmed.

    `confirm_by` None takes the best stored contact; "sms" without a stored number goes to the one calling.
    `by` is whoever took it: the bot, or a member of staff.
    """

    conversation_id: str
    channel: str
    language: str
    terms: TermsRead
    confirm_by: str | None = None
    by: str = "bot"


@dataclass(frozen=True)
class OrderDraft:
    """An order agreed on; exactly one of `customer_id` and `new` is given.

    `ship_to` None sends it to where the customer lives.
    """

    lines: tuple[DraftLine, ...]
    shipping: Decimal
    payment: PaymentMethod
    eta: date | None
    agreed: Agreed
    customer_id: str | None = None
    new: NewCustomer | None = None
    ship_to: Address | None = None


@dataclass(frozen=True)
class OrderChange:
    """All lines an order is to have from now on, and its shipping."""

    order_number: str
    lines: tuple[DraftLine, ...]
    shipping: Decimal
    agreed: Agreed


@dataclass(frozen=True)
class TakenOrder:
    """What was placed or changed; `difference` to the total before, `confirm_by` the medium it goes to."""

    order_number: str
    total: Decimal
    difference: Decimal
    confirm_by: str


@dataclass(frozen=True)
class Confirmation:
    """A confirmation owed; `recipient` None is the number that called."""

    id: int
    order_number: str
    state: str
    channel: str
    recipient: str | None
    language: str
    conversation_id: str
    message_id: int | None
    confirmed_at: datetime | None
    alarmed_at: datetime | None

    @property
    def missing_at_dispatch(self) -> bool:
        """The goods left before the confirmation did, and it is still missing."""
        return self.alarmed_at is not None and self.state != "confirmed"


@dataclass(frozen=True)
class Contract:
    """A contract document as it was made."""

    filename: str
    content: bytes
    sha256: str
    order_number: str
