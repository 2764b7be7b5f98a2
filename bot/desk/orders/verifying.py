"""Finding out who is on the line, by the same rules as the bot: order and postcode, a code, or documents.

Which part of a wrong combination was wrong is never said; after three of them in a day only documents help.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.clock import Clock
from bot.conversation.state import Conversation
from bot.desk.case_frame import CaseFrame
from bot.desk.orders.proof import Proof, Sure, proof_in
from bot.desk.orders.verified_case import VerifiedCases
from bot.desk.orders.wanted import Unfit
from bot.errors import CodeNotSent, NotPossible, OrderNotFound
from bot.shop.authentication import MAX_FAILURES, Claims, Level, authenticate
from bot.shop.codes.models import CodeCheck, Destination, IssuedCode, Ways
from bot.shop.codes.port import CodeRequest
from bot.shop.codes.rules import DIGITS, pseudonym
from bot.shop.models import Order
from bot.shop.port import Shop

# What may be laid before a person (level A3): for an account of the dead, of a ward, of somebody robbed.
DOCUMENTS = (
    "id_card",
    "power_of_attorney",
    "death_certificate",
    "inheritance",
    "guardianship",
    "police_report",
)
SAY = {CodeCheck.WRONG: "code_wrong", CodeCheck.SPENT: "code_spent", CodeCheck.EXPIRED: "code_expired"}


class SendsCode(Protocol):
    """Whatever texts a code to a stored number; e-mails the shop sends itself."""

    def text(self, issued: IssuedCode, conversation_id: str, language: str) -> bool:
        """False when this number gets no messages from us."""
        ...


@dataclass(frozen=True)
class Wish:
    """What an expert typed: order number and postcode as heard, or the document they looked at."""

    order_number: str
    postcode: str = ""
    document: str = ""


class Verifying:
    """Every try counts for the order named, the number that calls and the conversation."""

    def __init__(self, shop: Shop, cases: VerifiedCases, sends: SendsCode, clock: Clock) -> None:
        self._shop = shop
        self._cases = cases
        self._sends = sends
        self._clock = clock

    def proof(self, frame: CaseFrame) -> Proof:
        """What is proven so far in the conversation this case is about now."""
        return proof_in(frame.talk["memory"].get("facts") or {}, self._shop)

    def locked(self, frame: CaseFrame) -> bool:
        """Too many wrong combinations: no more tries today."""
        return self._failures(frame, "") >= MAX_FAILURES

    def ways(self, frame: CaseFrame) -> Ways | None:
        """Where a code can go; None before it is known whose."""
        customer = self.proof(frame).customer_id
        return self._shop.codes.ways(customer, at=self._clock.now()) if customer else None

    def by_order(self, frame: CaseFrame, wish: Wish) -> Proof:
        """Level A1; raises Unfit with how it went."""
        number = normal(wish.order_number)
        failures = self._failures(frame, number)
        if failures >= MAX_FAILURES:
            raise Unfit("locked")
        customers = tuple(frame.talk["memory"].get("caller_customers") or ())
        result = authenticate(Claims(number, wish.postcode.strip() or None, customers), self._shop)
        if result.level is Level.A1:
            return self._proven(frame, result.orders[0], Sure.A1)
        if not result.failed:
            raise Unfit("postcode_needed")
        self._count(frame, number)
        left = MAX_FAILURES - failures - 1
        raise Unfit("mismatch", left=str(left)) if left > 0 else Unfit("locked")

    def send_code(self, frame: CaseFrame, channel: str | None) -> Destination:
        """A code to a contact stored before; raises Unfit."""
        customer, talk = self._customer(frame), frame.talk
        if (frame.packet.get("permissions") or {}).get("safe_contact"):
            raise Unfit("code_unsafe")
        asked = CodeRequest(talk["id"], customer, channel or None, talk["language"])
        try:
            issued = self._shop.codes.issue(asked, at=self._clock.now())
        except CodeNotSent as error:
            raise Unfit(f"code_{error.reason}") from error
        by_text = issued.destination.channel == "sms"
        if by_text and not self._sends.text(issued, talk["id"], talk["language"]):
            raise Unfit("code_no_texts")
        return issued.destination

    def by_code(self, frame: CaseFrame, typed: str) -> Proof:
        """Level A2; raises Unfit."""
        code = "".join(sign for sign in typed if sign.isdigit())
        if len(code) != DIGITS:
            raise Unfit("code_digits")
        customer = self._customer(frame)
        check = self._shop.codes.check(frame.conversation_id, customer, [code], at=self._clock.now())
        if check is not CodeCheck.RIGHT:
            raise Unfit(SAY[check])
        return self._noted(frame, Proof(Sure.A2, customer, frame.person.id), None)

    def by_documents(self, frame: CaseFrame, wish: Wish) -> Proof:
        """Level A3: on this person's word, who has looked at them; raises Unfit."""
        if wish.document not in DOCUMENTS:
            raise Unfit("document")
        try:
            order = self._shop.order(normal(wish.order_number))
        except OrderNotFound:
            raise Unfit("no_order") from None
        return self._proven(frame, order, Sure.A3, wish.document)

    def _proven(self, frame: CaseFrame, order: Order, level: Sure, document: str = "") -> Proof:
        proof = Proof(level, order.customer_id, frame.person.id)
        before = self.proof(frame)
        if before.customer_id == order.customer_id and before.level > level:
            # Who has shown more than this has not shown less by it.
            proof = Proof(before.level, before.customer_id, before.by)
        return self._noted(frame, proof, order.order_number, document)

    def _noted(self, frame: CaseFrame, proof: Proof, number: str | None, document: str = "") -> Proof:
        talk = self._remembered(frame, proof, number)
        self._cases.note(frame, talk, proof, document)
        return proof

    def _remembered(self, frame: CaseFrame, proof: Proof, number: str | None) -> Conversation:
        """With the proof in it, so that whoever goes on, bot or person, need not ask again."""
        talk = self._cases.changed(frame.conversation_id, lambda talk: _remember(talk, proof, number))
        if talk is None:
            raise NotPossible("thread_busy")
        return talk

    def _customer(self, frame: CaseFrame) -> str:
        customer = self.proof(frame).customer_id
        if customer is None:
            raise Unfit("whose_code")
        return customer

    def _failures(self, frame: CaseFrame, number: str) -> int:
        return self._shop.codes.failed_checks(_counted(frame, number), at=self._clock.now())

    def _count(self, frame: CaseFrame, number: str) -> None:
        at: datetime = self._clock.now()
        self._shop.codes.note_failed_check(frame.conversation_id, _counted(frame, number), at=at)


def normal(typed: str) -> str:
    """An order number as people type it: "wm 104823", "104823"."""
    letters = "".join(sign for sign in typed.upper() if sign.isalpha()) or "WM"
    digits = "".join(sign for sign in typed if sign.isdigit())
    return f"{letters[:2]}-{digits[:6]}"


def _counted(frame: CaseFrame, number: str) -> tuple[str, ...]:
    caller = frame.talk["caller"]
    mine = pseudonym(caller) if caller else None
    return tuple(filter(None, (number, mine, f"conversation:{frame.conversation_id}")))


def _remember(talk: Conversation, proof: Proof, number: str | None) -> None:
    known = {"how": "expert", "confidence": 1.0, "turn": talk.turns, "by": proof.by}
    values = {"verified_customer": proof.customer_id, "auth_level": proof.level.value}
    values |= {"verified_order": number, "order_number": number} if number else {}
    for name, value in values.items():
        talk.memory.facts[name] = {**known, "value": value}
