"""Composing what is sent: the invoice copy and the receipt of a withdrawal. Pure."""

from decimal import Decimal

from bot.shop.documents import compose
from bot.shop.mailroom import Letter
from bot.shop.models import Order, Withdrawal

INVOICE = "invoice_copy"
RECEIPT = "withdrawal_receipt"


def invoice_letter(order: Order, language: str = "de") -> Letter | None:
    """The invoice to the stored e-mail, else to the stored address; None while there is no invoice."""
    if order.invoice_number is None:
        return None
    values = {
        "invoice_number": order.invoice_number,
        "order_number": order.order_number,
        "placed_on": f"{order.placed_at:%d.%m.%Y}",
        "lines": "\n".join(_lines(order, language)),
        "shipping": money(order.shipping, language),
        "total": money(order.total, language),
    }
    return Letter(INVOICE, order.order_number, *stored_contact(order), *compose(INVOICE, language, values))


def receipt_letter(
    withdrawal: Withdrawal, said: tuple[str, str], recipient: tuple[str, str], language: str
) -> Letter:
    """The receipt; `said` is name and order as the caller put them, so that it tells nobody anything new."""
    values = {
        "reference": withdrawal.reference,
        "declared_on": f"{withdrawal.declared_at:%d.%m.%Y}",
        "declared_time": f"{withdrawal.declared_at:%H:%M}",
        "name": said[0],
        "order_hint": said[1],
    }
    return Letter(RECEIPT, withdrawal.order_number, *recipient, *compose(RECEIPT, language, values))


def stored_contact(order: Order) -> tuple[str, str]:
    """Channel and recipient from what is stored, never from what a caller says."""
    if order.email:
        return "email", order.email
    return "letter", f"{order.customer_name}, {order.street}, {order.postcode} {order.city}, {order.country}"


def given_contact(contact: str) -> tuple[str, str]:
    """Channel and recipient for a contact the caller gave: an e-mail or a number."""
    return ("email" if "@" in contact else "sms"), contact


def money(amount: Decimal, language: str) -> str:
    """1.234,50 or 1,234.50."""
    text = f"{amount:,.2f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def _lines(order: Order, language: str) -> list[str]:
    return [
        f"{line.quantity} × {line.name(language)}: {money(line.price * line.quantity, language)} €"
        for line in order.lines
    ]
