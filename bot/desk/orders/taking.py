"""Taking an order for a customer on the phone or by text: priced, read out fact by fact, placed once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.desk.orders.delivering import Addresses
from bot.desk.orders.sent import NOTHING_SENT
from bot.desk.orders.wanted import Deed, Form, Line, Outcome, Unfit, Wanted, money, whole_number
from bot.errors import ProductNotFound
from bot.shop.billing.models import LinkRequest
from bot.shop.deliveries.models import Address
from bot.shop.models import Customer, PaymentMethod, Product, ProductFlag
from bot.shop.ordering.limits import invoice_needs_person
from bot.shop.ordering.models import Agreed, DraftLine, NewCustomer, OrderDraft, Quote, QuoteLine, TermsRead
from bot.shop.ordering.quoting import quote
from bot.shop.ordering.wording import terms_version
from bot.shop.policies import Delivery
from bot.shop.port import Shop

KIND = "order"
PAYMENTS = (PaymentMethod.INVOICE, PaymentMethod.PREPAYMENT, PaymentMethod.CREDIT_CARD)
# Each has to be read out and ticked before anything is placed (Art. 246a EGBGB); the yes is one of its own.
FACTS = ("items", "total", "delivery", "payment", "withdrawal")
YES = "obligation"
MOST_LINES, MOST_PIECES, LINK_DAYS = 8, 99, 14
NO_WITHDRAWAL = frozenset({ProductFlag.MADE_TO_MEASURE, ProductFlag.PERISHABLE})


@dataclass(frozen=True)
class Priced:
    """What an order would be: its price, its buyer (None: somebody new), where it goes, how it is paid."""

    quote: Quote
    payment: PaymentMethod
    to: Address
    customer: Customer | None
    overdue: bool

    @property
    def shipping(self) -> Decimal:
        """What the delivery costs."""
        return self.quote.total - self.quote.goods

    @property
    def adults_only(self) -> bool:
        """Somebody has to make sure that it is a grown-up who orders."""
        return bool(self.quote.flagged(ProductFlag.ADULTS_ONLY))


class Orders:
    """Prices and places orders; the bot's limits are not the expert's."""

    def __init__(self, shop: Shop, delivery: Delivery) -> None:
        self._shop = shop
        self._delivery = delivery
        self._addresses = Addresses(shop)

    @property
    def countries(self) -> list[str]:
        """Where orders can go."""
        return list(self._delivery.countries)

    def articles(self, text: str, language: str) -> list[Product]:
        """Articles that may be meant by a number or words."""
        return (
            [match.product for match in self._shop.find_products(text, language, 5)] if text.strip() else []
        )

    def wanted(self, form: Form, items: Sequence[tuple[str, str]], customer: Customer | None) -> Wanted:
        """The order a form asks for, with what it costs left out; raises Unfit."""
        lines = self._lines(items)
        if form.get("payment") not in list(PAYMENTS):
            raise Unfit("payment")
        to = self._to(form, customer)
        details: dict[str, Any] = {"lines": lines, "payment": form["payment"], "to": vars(to)}
        if customer is not None:
            return Wanted(KIND, None, {**details, "customer": customer.customer_id})
        return Wanted(KIND, None, {**details, "new": _who(form)})

    def priced(self, wanted: Wanted, at: datetime) -> Priced:
        """At today's prices; raises Unfit."""
        asked = wanted.details
        lines = [self._line(number, count) for number, count in asked["lines"]]
        to, payment = Address(**asked["to"]), PaymentMethod(asked["payment"])
        price = quote(lines, to.country, self._delivery, at)
        if price.shipping is None:
            raise Unfit("not_there", country=to.country)
        customer = self._shop.customers.customer(asked.get("customer", ""))
        earlier = self._shop.orders_of([customer.customer_id]) if customer else ()
        overdue = payment is PaymentMethod.INVOICE and invoice_needs_person(earlier, at.date())
        if payment is PaymentMethod.CREDIT_CARD and not _email(customer, asked):
            raise Unfit("link_needs_email")
        return Priced(price, payment, to, customer, overdue)

    def place(self, wanted: Wanted, priced: Priced, deed: Deed) -> Outcome:
        """Place it, once; raises SoldOut, PriceChanged. The contract goes out by itself."""
        draft = self._draft(wanted, priced, deed)
        taken = self._shop.ordering.place(draft, request_id=deed.request_id, at=deed.at)
        number = taken.order_number
        lines = [Line("did.order", {"order": number, "total": money(taken.total)})]
        lines.append(Line(f"did.contract_{taken.confirm_by}"))
        if priced.payment is PaymentMethod.PREPAYMENT:
            lines.append(Line("did.bank_details"))
        if priced.payment is PaymentMethod.CREDIT_CARD:
            link = LinkRequest(f"{deed.request_id}:link", number, deed.at, LINK_DAYS, deed.language)
            sent = self._shop.billing.send_link(link)
            lines.append(Line("did.link", {"to": sent.to}) if sent else NOTHING_SENT)
        return Outcome(tuple(lines), number)

    def _draft(self, wanted: Wanted, priced: Priced, deed: Deed) -> OrderDraft:
        new = wanted.details.get("new")
        lines = tuple(
            DraftLine(one.product.article_number, one.quantity, one.price) for one in priced.quote.lines
        )
        terms = TermsRead(terms_version(), deed.at)
        agreed = Agreed(deed.conversation_id, deed.channel, deed.language, terms, by=deed.by)
        return OrderDraft(
            lines=lines,
            shipping=priced.shipping,
            payment=priced.payment,
            eta=priced.quote.until if priced.payment is PaymentMethod.INVOICE else None,
            agreed=agreed,
            customer_id=wanted.details.get("customer"),
            new=NewCustomer(**new, **wanted.details["to"]) if new else None,
            ship_to=priced.to,
        )

    def _lines(self, items: Sequence[tuple[str, str]]) -> list[list[Any]]:
        named = [(article.strip(), count) for article, count in items if article.strip()]
        if not 0 < len(named) <= MOST_LINES:
            raise Unfit("articles")
        counts: dict[str, int] = {}
        for article, typed in named:
            number = self._article(article)
            counts[number] = counts.get(number, 0) + whole_number(typed, "quantity")
        if not all(0 < count <= MOST_PIECES for count in counts.values()):
            raise Unfit("quantity")
        return [[number, count] for number, count in counts.items()]

    def _article(self, typed: str) -> str:
        number = "".join(typed.split())
        try:
            return self._shop.product(number).article_number
        except ProductNotFound:
            raise Unfit("no_such_article", article=number[:20]) from None

    def _line(self, number: str, count: int) -> QuoteLine:
        product = self._shop.product(number)
        if product.stock < count:
            raise Unfit(
                "stock_of", article_de=product.name_de, article_en=product.name_en, left=str(product.stock)
            )
        return QuoteLine(product, count, product.price)

    def _to(self, form: Form, customer: Customer | None) -> Address:
        if customer is not None and form.get("elsewhere") != "1":
            return _home(customer)
        country = form.get("country") or "DE"
        if country not in self._delivery.countries:
            raise Unfit("not_there", country=country[:2])
        return self._addresses.typed(form, country)


def read_out(priced: Priced) -> dict[str, list[Line]]:
    """What has to be said before the yes, by fact; in the caller's language."""
    price = priced.quote
    items = [
        Line("read.item", {"quantity": str(line.quantity), "amount": money(line.sum), **_named(line.product)})
        for line in price.lines
    ]
    values = {"shipping": money(priced.shipping), "total": money(price.total)}
    least, most = (str(days) for days in price.days)
    by_invoice = priced.payment is PaymentMethod.INVOICE
    when = Line("read.by_day", {"until": price.until.isoformat()})
    later = Line("read.after_payment", {"least": least, "most": most})
    return {
        "items": items,
        "total": [Line("read.total_sum" if priced.shipping else "read.total_free", values)],
        "delivery": [_goes_to(priced), when if by_invoice else later],
        "payment": [Line(f"read.payment_{priced.payment.value}")],
        "withdrawal": _withdrawal(price),
    }


def must_be_read(form: Form, adults_only: bool) -> None:
    """Raises Unfit unless every fact was read out and the explicit yes was said."""
    if not all(form.get(f"read_{fact}") == "1" for fact in FACTS):
        raise Unfit("not_read")
    if form.get(YES) != "1":
        raise Unfit("no_yes")
    if adults_only and form.get("adult") != "1":
        raise Unfit("no_age")


def _goes_to(priced: Priced) -> Line:
    """What is stored is not read out, whoever may hear it."""
    if priced.customer and priced.to == _home(priced.customer):
        return Line("read.to_stored")
    to = priced.to
    return Line("read.to", {"street": to.street, "postcode": to.postcode, "city": to.city})


def _home(customer: Customer) -> Address:
    return Address(customer.street, customer.postcode, customer.city, customer.country)


def _withdrawal(price: Quote) -> list[Line]:
    excepted = [line for line in price.lines if line.product.flags & NO_WITHDRAWAL]
    lines = [] if len(excepted) == len(price.lines) else [Line("read.withdrawal_right")]
    lines += [Line("read.no_withdrawal", _named(line.product)) for line in excepted]
    sealed = price.flagged(ProductFlag.HYGIENE_SEAL)
    return lines + [Line("read.seal", _named(line.product)) for line in sealed]


def _named(product: Product) -> dict[str, str]:
    return {"article_de": product.name_de, "article_en": product.name_en}


def _who(form: Form) -> dict[str, str | None]:
    name = " ".join(form.get("name", "").split())
    if not any(map(str.isalpha, name)) or len(name) > 120:
        raise Unfit("name")
    email, phone = form.get("email", "").strip(), form.get("phone", "").strip()
    if email and (email.count("@") != 1 or "." not in email.rpartition("@")[2] or len(email) > 254):
        raise Unfit("email")
    return {"name": name, "email": email or None, "phone": _phone(phone) if phone else None}


def _phone(typed: str) -> str:
    digits = "+" + "".join(sign for sign in typed if sign.isdigit())
    if not typed.startswith("+") or not 8 <= len(digits) <= 16:
        raise Unfit("phone")
    return digits


def _email(customer: Customer | None, asked: Any) -> str | None:
    return customer.email if customer else (asked.get("new") or {}).get("email")
