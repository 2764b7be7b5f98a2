"""What the shop's books say, to be held against a ledger; nothing of it is worked out here."""

import hashlib
import re
import time
import urllib.request
from collections import Counter
from typing import Any

from tests.robustness.order_ledger import Entry
from tests.stack import Stack

SETTLED_WITHIN_S = 60
LINK = re.compile(r"/documents/([\w-]{20,})")
STANDING = ("order_number", "status", "payment", "shipping", "street", "postcode", "city", "customer_id")


class Books:
    """The shop's tables as they were when this was made, and as they are now."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self.stock_before = self.stock()
        self.orders_before = self.orders()
        self.lines_before = self.lines()

    def orders(self) -> dict[str, dict[str, Any]]:
        """Every order by its number."""
        rows = self._stack.rows(f"SELECT {', '.join(STANDING)} FROM shop_orders")
        return {row["order_number"]: row for row in rows}

    def lines(self) -> dict[str, dict[str, tuple[int, int]]]:
        """Pieces and price by article, of every order."""
        found: dict[str, dict[str, tuple[int, int]]] = {}
        for row in self._stack.rows("SELECT * FROM shop_order_lines"):
            line = (int(row["quantity"]), int(row["price"]))
            found.setdefault(row["order_number"], {})[row["article_number"]] = line
        return found

    def stock(self) -> Counter[str]:
        """Pieces of every article."""
        rows = self._stack.rows("SELECT article_number, stock FROM shop_products")
        return Counter({row["article_number"]: int(row["stock"]) for row in rows})

    def named_in(self, table: str) -> list[str]:
        """The order numbers of the new orders in a table, each as often as it stands there."""
        rows = self._stack.rows(f"SELECT order_number FROM {table} ORDER BY order_number")
        return [row["order_number"] for row in rows if row["order_number"] not in self.orders_before]

    def customer(self, customer_id: str) -> dict[str, Any]:
        """A customer as stored."""
        return self._stack.rows("SELECT * FROM shop_customers WHERE customer_id = :c", c=customer_id)[0]

    def confirmations(self, numbers: list[str]) -> dict[tuple[str, str], dict[str, Any]]:
        """The confirmations by order and kind, once all are out; raises AssertionError when one is not."""
        deadline = time.monotonic() + SETTLED_WITHIN_S
        while True:
            # What became of a text the carrier tells when time passes on its network.
            self._stack.network.settle()
            rows = self._stack.rows("SELECT * FROM shop_confirmations ORDER BY id")
            mine = {(row["order_number"], row["kind"]): row for row in rows if row["order_number"] in numbers}
            waiting = [key for key, row in mine.items() if row["state"] != "confirmed"]
            if not waiting:
                return mine
            assert time.monotonic() < deadline, f"never confirmed: {waiting}"
            time.sleep(0.1)

    def delivered(self, confirmation: dict[str, Any], entry: Entry) -> bytes:
        """The contract as the customer gets it: behind the link in a text, or attached to mail or letter."""
        if confirmation["channel"] == "sms":
            return self._behind_link(entry)
        query = (
            "SELECT t.content, t.sha256, m.recipient"
            " FROM shop_mail m JOIN shop_attachments a ON a.mail_id = m.id"
            " JOIN shop_contracts t ON t.id = a.contract_id WHERE t.id = :t AND m.channel = :c"
        )
        (sent,) = self._stack.rows(query, t=confirmation["contract_id"], c=confirmation["channel"])
        assert sent["recipient"] == confirmation["recipient"]
        content = bytes(sent["content"])
        assert hashlib.sha256(content).hexdigest() == sent["sha256"]
        return content

    def _behind_link(self, entry: Entry) -> bytes:
        inbox = self._stack.network.phone(entry.caller).inbox
        texts = (message.body for message in inbox if entry.number in message.body)
        (token,) = [found[1] for body in texts for found in LINK.finditer(body)]
        with urllib.request.urlopen(f"{self._stack.base_url}/documents/{token}", timeout=5) as response:
            assert response.headers["Content-Type"].startswith("application/pdf")
            return bytes(response.read())
