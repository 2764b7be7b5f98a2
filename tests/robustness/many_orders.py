"""Many orders placed in a row, then changed, cancelled or withdrawn; a plain ledger is kept beside them."""

import random
import re
import time
from collections import Counter
from typing import Any

from tests.conversations.codes import last_code
from tests.conversations.orders import DIGITS
from tests.robustness.buyers import TOWN, Buyer, Plan, plans
from tests.robustness.order_ledger import Entry, Ledger
from tests.stack import Stack

LONGEST = 30
ENGLISH = "English please"
STRANGERS = {"de": "+49171555{:04d}", "en": "+4474005{:05d}"}
OUTCOMES = ("placed", "changed", "cancelled", "withdrawn", "kept")
WANTED = {"change": "changed", "cancel": "cancelled", "withdraw": "withdrawn", "nearly": "kept"}
NUMBER = re.compile(r"(?:Bestellnummer ist|order number is) (W ?M[^.]*)\.")
# Somebody in Germany with one order and no open bill, whose confirmation goes by e-mail and to whom a code
# can be sent; who has called before in this session may have been refused, on purpose.
CUSTOMERS = """
SELECT c.*, p.e164 AS phone FROM shop_customers c
JOIN shop_phones p ON p.customer_id = c.customer_id AND p.position = 0
WHERE c.country = 'DE' AND c.email IS NOT NULL
  AND (SELECT count(*) FROM shop_orders o WHERE o.customer_id = c.customer_id) = 1
  AND NOT EXISTS (SELECT 1 FROM shop_orders o WHERE o.customer_id = c.customer_id AND o.payment = 'invoice')
  AND (SELECT count(*) FROM shop_phones q WHERE q.e164 = p.e164) = 1
  AND (SELECT count(*) FROM shop_phones q WHERE q.customer_id = c.customer_id) = 1
  AND NOT EXISTS (SELECT 1 FROM conversations v WHERE v.caller = p.e164)
ORDER BY c.customer_id
"""


class ManyOrders:
    """Plays buyers against one stack, always the same ones for the same seed."""

    def __init__(self, stack: Stack, seed: int) -> None:
        self._stack = stack
        self._chance = random.Random(seed)
        self._plans = plans(self._chance, stack.rows(CUSTOMERS))
        prices = stack.rows("SELECT article_number, price FROM shop_products")
        self.ledger = Ledger({row["article_number"]: int(row["price"]) for row in prices})
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []

    def play(self, count: int) -> Ledger:
        """So many buyers, one after the other."""
        started = time.monotonic()
        for place in range(count):
            self._one(next(self._plans), place)
        self.counts["seconds"] = round(time.monotonic() - started)
        return self.ledger

    def _one(self, plan: Plan, place: int) -> None:
        buyer = Buyer(self._chance, plan)
        number = plan.customer["phone"] if plan.customer else STRANGERS[plan.language].format(place)
        talk = Talk(self._stack, plan, number)
        if not self._goes_well(talk, buyer, buyer.opens(), "placed"):
            return
        self._place(buyer, number)
        if plan.afterwards:
            if not plan.same_talk:
                talk.hang_up()
                talk = Talk(self._stack, plan, number)
            if self._goes_well(talk, buyer, buyer.returns(), WANTED[plan.afterwards]):
                self._write(buyer)
        talk.hang_up()
        self.faults += talk.faults()

    def _goes_well(self, talk: "Talk", buyer: Buyer, words: str, wanted: str) -> bool:
        """Talk until something is done; anything but what was wanted is a fault."""
        for _ in range(LONGEST):
            heard = talk.say(words)
            prompt = buyer.prompt(heard)
            if prompt in OUTCOMES or prompt is None or (prompt == "code" and not buyer.number):
                break
            words = self._code(buyer) if prompt == "code" else buyer.answer(prompt)
        self.counts[f"{buyer.plan.channel} {wanted}"] += prompt == wanted
        if prompt == "placed":
            buyer.number = number_in(heard, buyer.plan.language)
        if prompt != wanted:
            self.faults.append(f"{prompt} instead of {wanted}, {buyer.plan}:\n" + "\n".join(talk.log))
        return prompt == wanted

    def _code(self, buyer: Buyer) -> str:
        found = "SELECT c.customer_id, c.email FROM shop_customers c JOIN shop_orders o USING (customer_id)"
        customer = self._stack.rows(f"{found} WHERE o.order_number = :n", n=buyer.number)[0]
        phone = buyer.plan.customer["phone"] if buyer.plan.customer else "+4930000000"
        code = last_code(self._stack, {**customer, "phone": phone})
        return " ".join(DIGITS[buyer.plan.language][int(digit)] for digit in code)

    def _place(self, buyer: Buyer, caller: str) -> None:
        plan, known = buyer.plan, buyer.plan.customer
        to = known or {"name": buyer.name, "street": buyer.street, **TOWN}
        if plan.slip == "place" and known:
            self.counts["another payment"] += 1
        self.counts[f"slip: {plan.slip or 'none'}"] += 1
        lines = [dict(plan.lines)]
        self.ledger.place(Entry(buyer.number, plan.language, caller, to, plan.payment, plan.contact, lines))

    def _write(self, buyer: Buyer) -> None:
        did, number = buyer.plan.afterwards, buyer.number
        if did == "change":
            self.ledger.change(number, buyer.plan.changed_lines)
        elif did == "cancel":
            self.ledger.cancel(number)
        elif did == "withdraw":
            self.ledger.withdraw(number)


class Talk:
    """One call, or a thread of texts."""

    def __init__(self, stack: Stack, plan: Plan, caller: str) -> None:
        self._stack = stack
        self._caller = caller
        self._call = stack.network.call(caller, stack.number) if plan.channel == "voice" else None
        self.log: list[str] = []
        if plan.language == "en" and not caller.startswith("+44"):
            # The hotline takes a German number's owner for a German.
            self.say(ENGLISH) if plan.channel == "sms" else self._call and self._call.press("9")

    def say(self, words: str) -> str:
        """What is answered."""
        heard = self._call.say(words) if self._call else self._text(words)
        self.log.append(f"> {words}\n< {heard}")
        return heard

    def hang_up(self) -> None:
        """A thread just ends."""
        if self._call and not self._call.over:
            self._call.hang_up()

    def faults(self) -> list[str]:
        """What the carrier had to complain about."""
        return [str(problem) for problem in (*self._call.errors, *self._call.warnings)] if self._call else []

    def _text(self, words: str) -> str:
        replies = self._stack.network.phone(self._caller).text(words, self._stack.number)
        return "\n".join(reply.body for reply in replies)


def number_in(heard: str, language: str) -> str:
    """The number of the order as it is told, in words or in figures."""
    found = NUMBER.search(heard)
    assert found, f"no order number in {heard!r}"
    digits = {word: str(value) for value, word in enumerate(DIGITS[language])} | {"zwei": "2"}
    words: list[Any] = re.findall(r"[a-zäöü]+|\d", found[1].removeprefix("W").lstrip(" ").removeprefix("M"))
    return "WM-" + "".join(digits.get(word, word) for word in words)
