"""A contract as a PDF: everything Art. 246a EGBGB asks for, on paper that stays the same."""

from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from bot.shop.letters import money
from bot.shop.models import Order, OrderLine, PaymentMethod, ProductFlag
from bot.shop.ordering.facts import ContractFacts
from bot.shop.ordering.wording import filled, wording

FONT = Path(__file__).parent / "font" / "DejaVuSans-Latin.ttf"
TEXT, TITLE, HEADING = 9, 16, 11
WIDTHS = (72, 22, 20, 32, 32)
ROOM = 3
NO_WITHDRAWAL = frozenset({ProductFlag.MADE_TO_MEASURE, ProductFlag.PERISHABLE})


def contract_pdf(order: Order, facts: ContractFacts) -> bytes:
    """The document's bytes; the same order and facts give the same bytes."""
    with closing(Page(order, facts)) as page:
        page.head()
        page.items()
        page.terms()
        return bytes(page.pdf.output())


class Page:
    """One contract under construction."""

    def __init__(self, order: Order, facts: ContractFacts) -> None:
        self._order = order
        self._facts = facts
        self._says: dict[str, Any] = wording()[facts.language]
        self._values = _values(order, facts)
        self.pdf = FPDF(format="A4")
        self.pdf.set_creation_date(facts.made_at)
        self.pdf.set_title(f"{self._says['title']} {order.order_number}")
        self.pdf.set_lang(facts.language)
        self.pdf.set_margin(15)
        self.pdf.add_page()
        self.pdf.add_font("contract", fname=str(FONT))

    def close(self) -> None:
        """Let go of the font's file, which fpdf2 reads until the output is done: also when it never is."""
        for font in self.pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def head(self) -> None:
        """Who sells to whom, when, and how it was agreed."""
        seller = wording()["seller"]
        self._line(", ".join([seller["name"], *seller["lines"], seller["email"], seller["vat_id"]]))
        self.pdf.ln(6)
        self._line(self._says["changed" if self._facts.changed else "title"], TITLE)
        self._line(self._filled("order"), HEADING)
        self._line(self._filled("agreed_sms" if self._facts.channel == "sms" else "agreed"))
        self._heading(self._says["customer"])
        order = self._order
        for line in (order.customer_name, order.street, f"{order.postcode} {order.city}", order.country):
            self._line(line)

    def items(self) -> None:
        """What was ordered, what it costs, how it is paid and when it comes."""
        self.pdf.ln(4)
        self._row(self._says["columns"])
        for line in self._order.lines:
            self._row(self._cells(line))
        self._row(["", "", "", self._says["shipping"], self._money(self._order.shipping)])
        self.pdf.ln(2)
        self._line(f"{self._says['total']}: {self._money(self._order.total)}", HEADING)
        self._line(f"{self._says['payment']}: {self._payment()}")
        if self._facts.difference:
            self._line(self._filled("due" if self._facts.difference > 0 else "refund"))
        self._line(f"{self._says['delivery']}: {self._delivery()}")

    def terms(self) -> None:
        """The right of withdrawal, its limits, the model form and the rights in respect of defects."""
        for section in self._says["sections"]:
            self._heading(section["title"])
            self._line(filled(section["text"], self._values))
            if section is self._says["sections"][0]:
                self._exceptions()

    def _exceptions(self) -> None:
        language = self._facts.language
        for key, flags in (("excepted", NO_WITHDRAWAL), ("excepted_seal", {ProductFlag.HYGIENE_SEAL})):
            names = [line.name(language) for line in self._order.lines if line.flags & flags]
            if names:
                self._line(filled(self._says[key], {"articles": ", ".join(names)}))

    def _cells(self, line: OrderLine) -> list[str]:
        sum_ = line.price * line.quantity
        name = line.name(self._facts.language)
        return [name, line.article_number, str(line.quantity), self._money(line.price), self._money(sum_)]

    def _payment(self) -> str:
        return filled(self._says["payments"][self._order.payment.value], self._values)

    def _delivery(self) -> str:
        waits = self._order.payment is not PaymentMethod.INVOICE and not self._order.paid
        return self._filled("delivery_after_payment" if waits or not self._order.eta else "delivery_until")

    def _money(self, amount: Decimal) -> str:
        return f"{money(amount, self._facts.language)} €"

    def _filled(self, key: str) -> str:
        return filled(self._says[key], self._values)

    def _heading(self, text: str) -> None:
        self.pdf.ln(3)
        self._line(text, HEADING)

    def _line(self, text: str, size: int = TEXT) -> None:
        self.pdf.set_font("contract", size=size)
        self.pdf.multi_cell(0, size * 0.5, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _row(self, cells: list[str]) -> None:
        self.pdf.set_font("contract", size=TEXT)
        if self.pdf.get_string_width(cells[0]) > WIDTHS[0] - ROOM:
            # What was bought stands there in full, on a line of its own.
            self._line(cells[0])
            cells = ["", *cells[1:]]
        for width, text in zip(WIDTHS, cells, strict=True):
            self.pdf.cell(width, 6, text, border="B")
        self.pdf.ln(6)


def _values(order: Order, facts: ContractFacts) -> dict[str, str]:
    seller, bank = wording()["seller"], wording()["bank"]
    return {
        "order_number": order.order_number,
        "day": _day(order.placed_at.date(), facts.language),
        "time": f"{order.placed_at:%H:%M}",
        "terms": facts.terms,
        "read_at": f"{_day(facts.read_at.date(), facts.language)}, {facts.read_at:%H:%M}",
        "eta": _day(order.eta, facts.language) if order.eta else "",
        "difference": f"{money(abs(facts.difference), facts.language)} €",
        "total": f"{money(order.total, facts.language)} €",
        "seller": seller["name"],
        "seller_address": ", ".join(seller["lines"]),
        "seller_email": seller["email"],
        **{name: str(bank[name]) for name in ("holder", "iban", "bic")},
    }


def _day(day: date, language: str) -> str:
    return f"{day:%d %B %Y}" if language == "en" else f"{day:%d.%m.%Y}"
