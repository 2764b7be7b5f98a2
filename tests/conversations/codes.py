"""The one-time code a customer finds on the phone or in the mailbox, as the caller may say it."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.conversations.orders import DIGITS
from tests.stack import Stack

ARRIVES_WITHIN_S = 15
CODE = re.compile(r"(?:Code ist|code is|lautet:|conversation is:) (\d{6})\b")

# Of everybody who shares the phone, newest first: their codes arrive in one inbox.
SENT = """
SELECT channel FROM shop_codes
WHERE customer_id = :c OR customer_id IN (SELECT customer_id FROM shop_phones WHERE e164 = :p)
ORDER BY id DESC
"""


def last_code(stack: Stack, order: dict[str, Any]) -> str:
    """The newest code to this household; texts are sent by a thread of their own, so it may take a moment."""
    sent = stack.rows(SENT, c=order["customer_id"], p=order["phone"])
    deadline = time.monotonic() + ARRIVES_WITHIN_S
    while time.monotonic() < deadline:
        found = list(_codes(stack, order))
        if sent and len(found) >= len(sent):
            return [code for way, code in found if way == sent[0]["channel"]][-1]
        time.sleep(0.05)
    raise AssertionError("no code arrived")


def _codes(stack: Stack, order: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for message in stack.network.phone(order["phone"]).inbox:
        if found := CODE.search(message.body):
            yield "sms", found[1]
    mails = "SELECT body FROM shop_mail WHERE document = 'one_time_code' AND recipient = :r ORDER BY id"
    for mail in stack.rows(mails, r=order["email"]):
        if found := CODE.search(mail["body"]):
            yield "email", found[1]


def _spoken(code: str, language: str) -> str:
    return " ".join(DIGITS[language][int(digit)] for digit in code)


def _wrong(code: str, language: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


CODES: dict[str, Callable[[str, str], str]] = {
    "code": lambda code, language: code,
    "code_spoken": _spoken,
    "wrong_code": _wrong,
}
