"""Grades a played scenario on the database: what must be true afterwards, whatever was said.

`expect` may hold: owner, language, intents (in this order among others), order (its status afterwards),
cancellations and withdrawals (how many), mails (documents the shop sent for it), handovers [{kind,
reason}], goes_to (fragments of the order's address), slot (the day agreed), account (kinds of changes),
codes (how many were proven), claims (kinds of claims about its bill), links (how many to pay it), changes
(kinds, of the customer's subscriptions), reports (kind/remedy/state of claims about its goods), traces
(searches), ended ("verified" or not, each cancelled one), suppressed (contacts without more advertising),
privacy (kinds of requests made), told (documents to the customer's e-mail that belong to no order), packet
(fragments the latest case must carry), promises [kinds], promised {day, from, phone} of the latest, events
[what], records (fragments of facts put on record, mostly ids of sources), texts (fragments of messages sent
beside the conversation), threads (how many of the caller), opted_out, failures (whether turns failed),
unrecorded (how many words were lost, as they should be).
What is not named must not have happened: no case, no promise, no cancellation, no change.
"""

import json
import time
from typing import Any
from zoneinfo import ZoneInfo

from tests.conversations.play import Play, plain
from tests.conversations.scenario import listed
from tests.conversations.taken_orders import check_taken_orders
from tests.conversations.wants import moment

BERLIN, UTC = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")
SENT_WITHIN_S = 15


class Grading:
    """The grading of one play."""

    def __init__(self, play: Play) -> None:
        self._play = play
        self._expect = play.scenario.expect
        self._rows = play.stack.rows

    def check(self) -> None:
        """Everything; the first thing that is not as it should be raises."""
        self._carrier()
        conversation = self._conversation()
        for name in ("owner", "language"):
            self._same(name, conversation[name], conversation[name])
        self._turns(conversation["id"])
        self._cases(conversation["id"])
        self._events(conversation["id"])
        self._shop()
        self._personal_data(conversation["id"])
        check_taken_orders(self._play, conversation["id"])
        self._messages()

    def _same(self, name: str, found: Any, default: Any) -> None:
        wanted = self._expect.get(name, default)
        assert found == wanted, self._play.failure(f"{name}: {found!r} instead of {wanted!r}")

    def _carrier(self) -> None:
        violations, call = self._play.stack.network.violations, self._play.call
        assert not violations, self._play.failure(str(violations))
        if call:
            problems = [*call.errors, *call.warnings]
            assert not problems, self._play.failure(str(problems))

    def _conversation(self) -> dict[str, Any]:
        if self._play.call:
            found = self._rows("SELECT * FROM conversations WHERE call_sid = :sid", sid=self._play.call.sid)
        else:
            mine = "SELECT * FROM conversations WHERE channel='sms' AND caller = :caller"
            found = self._rows(f"{mine} ORDER BY started_at DESC", caller=self._play.caller)
            self._same("threads", len(found), 1)
        assert found, self._play.failure("no conversation was recorded")
        return found[0]

    def _turns(self, conversation: str) -> None:
        turns = self._rows("SELECT * FROM turns WHERE conversation_id = :id ORDER BY number", id=conversation)
        assert all(turn["said"] is not None for turn in turns), self._play.failure("a turn has no answer")
        self._same("failures", bool([turn["failure"] for turn in turns if turn["failure"]]), False)
        if self._expect.get("threads", 1) == 1:
            self._nothing_lost(turns)
        rest = iter(turn["intent"] for turn in turns)
        missing = [intent for intent in self._expect.get("intents", []) if intent not in rest]
        assert not missing, self._play.failure(f"not understood: {missing}")

    def _nothing_lost(self, turns: list[dict[str, Any]]) -> None:
        steps = self._play.scenario.steps
        said = [step[name] for step in steps for name in ("say", "text") if step.get(name)]
        heard = [turn["heard"] for turn in turns if turn["heard"]]
        self._same("unrecorded", len(said) - len(heard), 0)

    def _cases(self, conversation: str) -> None:
        query = "SELECT * FROM handovers WHERE conversation_id = :id ORDER BY created_at"
        cases = self._rows(query, id=conversation)
        self._same("handovers", [{"kind": case["kind"], "reason": case["reason"]} for case in cases], [])
        packet = _as_text(cases[-1]["packet"]) if cases else ""
        for fragment in listed(self._expect.get("packet")):
            wanted = self._play.filled(fragment)
            assert wanted in packet, self._play.failure(f"the packet lacks {wanted!r}: {packet}")
        promises = self._rows(
            "SELECT p.* FROM promises p JOIN handovers h ON h.id = p.handover_id "
            "WHERE h.conversation_id = :id ORDER BY p.id",
            id=conversation,
        )
        self._same("promises", [promise["kind"] for promise in promises], [])
        if "promised" in self._expect:
            self._promise(promises[-1])

    def _promise(self, promise: dict[str, Any]) -> None:
        start = moment(promise["due_from"]).replace(tzinfo=UTC).astimezone(BERLIN)
        found = {"day": f"{start:%Y-%m-%d}", "from": f"{start:%H:%M}", "phone": promise["phone"]}
        self._same("promised", {name: found[name] for name in self._expect["promised"]}, None)

    def _events(self, conversation: str) -> None:
        rows = self._rows("SELECT what, data FROM events WHERE conversation_id = :id", id=conversation)
        events = {row["what"] for row in rows}
        recorded = " ".join(_as_text(row["data"]) for row in rows if row["what"] == "recorded")
        for fragment in listed(self._expect.get("records")):
            assert fragment in recorded, self._play.failure(f"{fragment!r} is not on record: {recorded}")
        missing = {"ai_disclosed", *self._expect.get("events", [])} - events
        assert not missing, self._play.failure(f"no event {missing}; there are {events}")

    def _shop(self) -> None:
        if self._play.order is None:
            return
        number = self._play.order["order_number"]
        status = self._rows("SELECT status FROM shop_orders WHERE order_number = :n", n=number)[0]["status"]
        self._same("order", status, self._play.order["status"])
        for table in ("cancellations", "withdrawals"):
            found = self._rows(f"SELECT order_number FROM shop_{table} WHERE order_number = :n", n=number)
            self._same(table, len(found), 0)
        self._identity(number)
        self._bills_and_contracts(number)
        self._goods(number)
        mails = self._rows("SELECT document FROM shop_mail WHERE order_number = :n ORDER BY id", n=number)
        if "mails" in self._expect:
            self._same("mails", [mail["document"] for mail in mails], [])

    def _identity(self, number: str) -> None:
        """Address, day and account of the order's customer: what is not named stayed as it was."""
        order, rows = self._play.order or {}, self._rows
        now = rows("SELECT street, postcode, city FROM shop_orders WHERE order_number = :n", n=number)[0]
        goes_to = f"{now['street']}, {now['postcode']} {now['city']}"
        before = f"{order['street']}, {order['postcode']} {order['city']}"
        for fragment in listed(self._expect.get("goes_to", before)):
            assert fragment in goes_to, self._play.failure(f"goes to {goes_to!r}, not {fragment!r}")
        slots = rows("SELECT day FROM shop_delivery_slots WHERE order_number = :n", n=number)
        wanted = [self._play.filled(day) for day in listed(self._expect.get("slot"))]
        assert [str(slot["day"])[:10] for slot in slots] == wanted, self._play.failure(f"slots {slots}")
        mine = {"c": order["customer_id"]}
        kinds = rows("SELECT kind FROM shop_account_changes WHERE customer_id = :c ORDER BY id", **mine)
        query = "SELECT id FROM shop_codes WHERE customer_id = :c AND conversation_id = :id"
        proven = rows(f"{query} AND proven_at IS NOT NULL", id=self._conversation()["id"], **mine)
        if self._play.scenario.changes_order:
            self._same("account", [row["kind"] for row in kinds], [])
            self._same("codes", len(proven), 0)
        sent = "SELECT document FROM shop_mail WHERE recipient = :r AND order_number IS NULL ORDER BY id"
        told = [row["document"] for row in rows(sent, r=order["email"])]
        self._same("told", told, told)

    def _goods(self, number: str) -> None:
        """What was reported about the order's goods, and searches for its parcel."""
        if self._play.scenario.changes_order:
            query = "SELECT kind, remedy, state FROM shop_claims WHERE order_number = :n ORDER BY id"
            found = ["/".join(row.values()) for row in self._rows(query, n=number)]
            self._same("reports", found, [])
            traces = self._rows("SELECT id FROM shop_traces WHERE order_number = :n", n=number)
            self._same("traces", len(traces), 0)

    def _bills_and_contracts(self, number: str) -> None:
        """Claims and links of the order, what became of its customer's subscriptions."""
        rows, mine = self._rows, {"n": number}
        claims = rows("SELECT kind FROM shop_billing_claims WHERE order_number = :n ORDER BY id", **mine)
        links = rows("SELECT token FROM shop_payment_links WHERE order_number = :n", **mine)
        owner = {"c": (self._play.order or {})["customer_id"]}
        contracts = "SELECT subscription_number FROM shop_subscriptions WHERE customer_id = :c"
        of_them = f"WHERE subscription_number IN ({contracts}) ORDER BY id"
        changed = rows(f"SELECT request_id FROM shop_subscription_changes {of_them}", **owner)
        ended = rows(f"SELECT verified FROM shop_subscription_ends {of_them}", **owner)
        if self._play.scenario.changes_order:
            self._same("claims", [claim["kind"] for claim in claims], [])
            self._same("links", len(links), 0)
            self._same("changes", [row["request_id"].split(":")[2] for row in changed], [])
            self._same("ended", ["verified" if row["verified"] else "unverified" for row in ended], [])

    def _personal_data(self, conversation: str) -> None:
        for contact in listed(self._expect.get("suppressed")):
            value = {"v": self._play.filled(contact)}
            found = self._rows("SELECT since FROM shop_suppressions WHERE value = :v", **value)
            assert found, self._play.failure(f"{contact} is not on the suppression list")
        like = {"r": f"{conversation}:%"}
        requests = self._rows("SELECT kind FROM shop_privacy_requests WHERE request_id LIKE :r", **like)
        self._same("privacy", [request["kind"] for request in requests], [])

    def _messages(self) -> None:
        for fragment in listed(self._expect.get("texts")):
            sent = self._texted(plain(self._play.filled(fragment)))
            assert sent, self._play.failure(f"no text message with {fragment!r}")
        if self._play.caller:
            opted_out = self._rows("SELECT phone FROM opt_outs WHERE phone = :p", p=self._play.caller)
            self._same("opted_out", bool(opted_out), False)

    def _texted(self, fragment: str) -> bool:
        """Whether a message was sent beside the conversation; sending has a thread of its own."""
        deadline = time.monotonic() + SENT_WITHIN_S
        phone = self._play.stack.network.phone(self._play.caller or "")
        while time.monotonic() < deadline:
            if any(fragment in plain(message.body) for message in phone.inbox):
                return True
            time.sleep(0.1)
        return False


def _as_text(packet: Any) -> str:
    # SQLite hands out what was stored, with its umlauts escaped.
    return json.dumps(json.loads(packet) if isinstance(packet, str) else packet, ensure_ascii=False)
