"""What must be said before an order can be placed (L10): items, total, delivery, payment, withdrawal.

Every sentence is a mandatory prompt: the server plays them uninterrupted; the slot `heard` says that it did.
"""

import hashlib
import json
from typing import Any

from actions.basket import Basket
from actions.order_customer import country
from actions.order_draft import Draft
from actions.talk import Talk
from bot.shop.models import PaymentMethod, ProductFlag
from bot.shop.ordering.models import DraftLine, Quote, QuoteLine
from bot.shop.ordering.quoting import quote
from bot.shop.ordering.wording import terms_version

CONFIRM_ORDER = "confirm_order"
NO_WITHDRAWAL = frozenset({ProductFlag.MADE_TO_MEASURE, ProductFlag.PERISHABLE})


def quoted(talk: Talk, basket: Basket) -> Quote:
    """The basket at today's prices, delivered where the order goes."""
    lines = [
        QuoteLine(product, item["quantity"], product.price)
        for item in basket.items
        for product in (talk.shop.product(item["article"]),)
    ]
    return quote(lines, country(talk), talk.knowledge.delivery, talk.now)


def draft_lines(priced: Quote) -> tuple[DraftLine, ...]:
    """The lines at the prices that were told."""
    return tuple(DraftLine(line.product.article_number, line.quantity, line.price) for line in priced.lines)


def token_of(talk: Talk, priced: Quote, **facts: Any) -> str:
    """Names exactly what is agreed to: another item, price, address, payment or language gives another."""
    agreed = {
        "lines": [(line.product.article_number, line.quantity, str(line.price)) for line in priced.lines],
        "total": str(priced.total),
        "terms": terms_version(),
        # Whoever changes the language has heard the mandatory sentences in the other one.
        "language": talk.turn.language,
        **facts,
    }
    text = json.dumps(agreed, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(f"{talk.turn.conversation_id}:{text}".encode()).hexdigest()[:24]


class Prompts:
    """Says sentences and remembers their names, so that the server can make sure they are heard."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self.responses: list[str] = []

    def say(self, response: str, **values: object) -> None:
        """One mandatory sentence."""
        self._talk.reply.say(response, **values)
        self.responses.append(response)


def read_back(talk: Talk, priced: Quote, *, again: bool) -> list[str]:
    """Everything once in full; `again` gives the short form, which still holds every mandatory fact."""
    prompts = Prompts(talk)
    _say_items(prompts, talk, priced, short=again)
    _say_total(prompts, priced)
    _say_delivery(prompts, talk, priced)
    say_withdrawal(prompts, talk, priced)
    return prompts.responses


def _say_items(prompts: Prompts, talk: Talk, priced: Quote, *, short: bool) -> None:
    language = talk.turn.language
    prompts.say("utter_order_again" if short else "utter_order_sum_up")
    for line in priced.lines:
        values = {"quantity": line.quantity, "name": line.product.name(language), "sum": f"{line.sum:.2f}"}
        prompts.say("utter_order_item", **values)


def _say_total(prompts: Prompts, priced: Quote) -> None:
    if priced.shipping:
        values = {"shipping": f"{priced.shipping:.2f}", "total": f"{priced.total:.2f}"}
        prompts.say("utter_order_total", **values)
    else:
        prompts.say("utter_order_total_free", total=f"{priced.total:.2f}")


def _say_delivery(prompts: Prompts, talk: Talk, priced: Quote) -> None:
    draft = Draft(talk)
    payment = PaymentMethod(draft.get("payment"))
    new = draft.get("new")
    if new:
        prompts.say("utter_order_to_new", name=new["name"], street=new["street"], city=new["city"])
    else:
        prompts.say("utter_order_to_stored")
    if payment is PaymentMethod.INVOICE:
        prompts.say("utter_order_by_invoice", eta=priced.until.isoformat())
    else:
        least, most = priced.days
        means = "prepayment" if payment is PaymentMethod.PREPAYMENT else "link"
        prompts.say(f"utter_order_paid_by_{means}", least=least, most=most)


def say_withdrawal(prompts: Prompts, talk: Talk, priced: Quote) -> None:
    """The right of withdrawal, and for which items there is none."""
    language = talk.turn.language
    excepted = [line for line in priced.lines if line.product.flags & NO_WITHDRAWAL]
    if len(excepted) < len(priced.lines):
        prompts.say("utter_order_withdrawal")
    for line in excepted:
        prompts.say("utter_order_no_withdrawal", name=line.product.name(language))
    for line in priced.flagged(ProductFlag.HYGIENE_SEAL):
        prompts.say("utter_order_seal", name=line.product.name(language))
