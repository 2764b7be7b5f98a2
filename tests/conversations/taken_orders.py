"""Grades the orders a conversation placed and changed: what is in them, and that their confirmation opens.

`placed` ({article: pieces} of the one order placed, or `again`: what the scenario's own order holds; else
none may have been), `paying` (its payment),
`changed` (pieces the scenario's own order holds afterwards; else it may not have been changed), `confirmed`
(by which channel the latest of them was), `cart` (articles on record).
"""

import hashlib
import json
import re
import time
import urllib.request
from typing import Any

from tests.conversations.play import Play

SENT_WITHIN_S = 15
LINK = re.compile(r"/documents/([\w-]{20,})")


def check_taken_orders(play: Play, conversation: str) -> None:
    """Everything; the first thing that is not as it should be raises."""
    expect, rows = play.scenario.expect, play.stack.rows
    query = (
        "SELECT order_number, kind, channel FROM shop_confirmations WHERE conversation_id = :c ORDER BY id"
    )
    owed = rows(query, c=conversation)
    _placed(play, [row["order_number"] for row in owed if row["kind"] == "contract"])
    changed = [row["order_number"] for row in owed if row["kind"] == "change"]
    assert bool(changed) == ("changed" in expect), play.failure(f"changed: {changed}")
    for number in changed:
        pieces = sum(_items(play, number).values())
        assert pieces == expect["changed"], play.failure(f"{number} holds {pieces} pieces")
    if "confirmed" in expect:
        _confirmed(play, owed[-1]["order_number"])
    for article in expect.get("cart", ()):
        carts = rows(
            "SELECT data FROM events WHERE conversation_id = :c AND what = 'recorded'", c=conversation
        )
        text = json.dumps([row["data"] for row in carts])
        assert article in text, play.failure(f"{article} is in no recorded cart: {text}")


def _placed(play: Play, numbers: list[str]) -> None:
    wanted = play.scenario.expect.get("placed")
    assert len(numbers) == (1 if wanted else 0), play.failure(f"placed: {numbers}")
    if wanted == "again":
        wanted = _items(play, str((play.order or {})["order_number"]))
    if wanted:
        found = _items(play, numbers[0])
        assert found == {str(article): pieces for article, pieces in wanted.items()}, play.failure(f"{found}")
    if "paying" in play.scenario.expect:
        order = play.stack.rows("SELECT payment FROM shop_orders WHERE order_number = :n", n=numbers[0])[0]
        assert order["payment"] == play.scenario.expect["paying"], play.failure(f"paid by {order['payment']}")


def _items(play: Play, number: str) -> dict[str, int]:
    lines = play.stack.rows(
        "SELECT article_number, quantity FROM shop_order_lines WHERE order_number = :n", n=number
    )
    return {line["article_number"]: line["quantity"] for line in lines}


def _confirmed(play: Play, number: str) -> None:
    """Confirmed by the channel named, with a PDF that opens and is the one we keep."""
    state = _settled(play, number)
    found = (state["state"], state["channel"])
    assert found == ("confirmed", play.scenario.expect["confirmed"]), play.failure(f"{number} is {found}")
    query = "SELECT content, sha256 FROM shop_contracts WHERE id = :c"
    contract = play.stack.rows(query, c=state["contract_id"])[0]
    content = _opened(play) if state["channel"] == "sms" else bytes(contract["content"])
    assert content.startswith(b"%PDF-"), play.failure("the contract is no PDF")
    assert hashlib.sha256(content).hexdigest() == contract["sha256"], play.failure("not the PDF we keep")


def _settled(play: Play, number: str) -> dict[str, Any]:
    """The order's latest confirmation; sending has threads of its own."""
    query = "SELECT * FROM shop_confirmations WHERE order_number = :n ORDER BY id DESC"
    deadline = time.monotonic() + SENT_WITHIN_S
    while True:
        # What becomes of a text the carrier tells when time passes on its network.
        play.stack.network.settle()
        row = dict(play.stack.rows(query, n=number)[0])
        if row["state"] == "confirmed" or time.monotonic() > deadline:
            return row
        time.sleep(0.1)


def _opened(play: Play) -> bytes:
    """What the link in the caller's newest text message leads to."""
    phone = play.stack.network.phone(play.caller or "")
    links = [found[1] for message in phone.inbox for found in LINK.finditer(message.body)]
    assert links, play.failure("no text message with a link")
    with urllib.request.urlopen(f"{play.stack.base_url}/documents/{links[-1]}", timeout=5) as response:
        return bytes(response.read())
