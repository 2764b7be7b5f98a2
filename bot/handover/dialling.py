"""The one place that dials anybody: no call without a request or a consent, every attempt written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from sqlalchemy import Connection, Engine, RowMapping, insert, update

from bot.clock import Clock
from bot.errors import OutboundRefused
from bot.handover.outbound_facts import CONSENTS, DIALS, EXPERT, Asked, number_called
from bot.handover.outbound_rules import OutboundRules, request_of

# So long a phone rings before the next expert is asked; customers have theirs in a bag or another room.
RINGS_S = 15
CUSTOMER_RINGS_S = 30
CALLBACK = "callback"


class Phone(Protocol):
    """The carrier's line out."""

    def call(self, to: str, url: str, status_url: str, timeout: int, machine_url: str | None = None) -> str:
        """The call's sid; raises CallRefused for a number that cannot be called, else CarrierUnavailable.

        `machine_url` is told, some seconds after somebody answered, whether it was a machine.
        """
        ...


@dataclass(frozen=True)
class DialRequest:
    """Whom to call, what for, and what allows it: a request (its id) or a consent.

    `benefit` is what the customer gets of it, `conversation_id` the record of this call; `from_number` is
    one of ours they know.
    """

    purpose: str
    to: str
    url: str
    status_url: str
    request_id: str | None = None
    consent_id: int | None = None
    benefit: str | None = None
    rings_s: int = RINGS_S
    machine_url: str | None = None
    conversation_id: str | None = None
    from_number: str | None = None

    @property
    def asked(self) -> Asked:
        """As the rules see it."""
        allowed = (self.request_id, self.consent_id, self.benefit, self.conversation_id)
        return Asked(self.purpose, self.to, *allowed)


class Dialler:
    """Calls phones; `base_url` is the hotline's own address, where the carrier asks what to say.

    Without `rules` it calls our own people only.
    """

    def __init__(
        self, engine: Engine, phone: Phone, base_url: str, clock: Clock, rules: OutboundRules | None = None
    ) -> None:
        self._rules = rules or OutboundRules(engine)
        self._engine = engine
        self._phone = phone
        self._base_url = base_url
        self._clock = clock
        self._lines: Mapping[str, Phone] = {}

    def also_from(self, lines: Mapping[str, Phone]) -> None:
        """Further numbers of ours, each with the line that rings from it."""
        self._lines = lines

    def expert(self, expert_call: RowMapping, phone: str) -> str:
        """Ring the phone of somebody on duty, who agreed to it by being on duty; as `dial`."""
        query = urlencode({"x": expert_call["id"]})
        page = f"{self._base_url}/twilio/voice/expert"
        return self.dial(
            DialRequest(EXPERT, phone, f"{page}?{query}", f"{page}/status?{query}", expert_call["id"])
        )

    def beside(self, side_call: RowMapping, phone: str) -> str:
        """Ring a colleague's phone, to join a talk or to listen to one; as `dial`."""
        query = urlencode({"s": side_call["id"]})
        page = f"{self._base_url}/twilio/voice/side"
        return self.dial(
            DialRequest(EXPERT, phone, f"{page}?{query}", f"{page}/status?{query}", side_call["id"])
        )

    def customer(self, promise: RowMapping, conversation_id: str, benefit: str) -> str:
        """Call somebody back as promised, from the number they had called; `conversation_id` is the
        record of this call. As `dial`.
        """
        with self._engine.connect() as db:
            known = number_called(db, promise)
        query, page = urlencode({"c": conversation_id}), f"{self._base_url}/twilio/voice/callback"
        request = DialRequest(
            CALLBACK,
            promise["phone"],
            f"{page}?{query}",
            f"{page}/status?{query}",
            request_of(promise["id"]),
            benefit=benefit,
            rings_s=CUSTOMER_RINGS_S,
            machine_url=f"{page}/machine?{query}",
            conversation_id=conversation_id,
            from_number=known,
        )
        return self.dial(request)

    def dial(self, request: DialRequest) -> str:
        """The call's sid; raises OutboundRefused, CallRefused or CarrierUnavailable."""
        dialled, refused = self._written(request)
        if refused:
            raise OutboundRefused(refused)
        detected = (request.machine_url,) if request.machine_url else ()
        line = self._lines.get(request.from_number or "", self._phone)
        sid = line.call(request.to, request.url, request.status_url, request.rings_s, *detected)
        with self._engine.begin() as db:
            db.execute(update(DIALS).where(DIALS.c.id == dialled).values(call_sid=sid))
            self._note_use(db, request)
        return sid

    def _written(self, request: DialRequest) -> tuple[int, str | None]:
        """The attempt, whether or not it is allowed."""
        now = self._clock.now()
        values: dict[str, Any] = {"purpose": request.purpose, "to": request.to, "benefit": request.benefit}
        values |= {"request_id": request.request_id, "consent_id": request.consent_id}
        with self._engine.begin() as db:
            refused = self._rules.why_not(db, request.asked, now)
            row = insert(DIALS).values(at=now, refused=refused.value if refused else None, **values)
            dialled: int = db.execute(row.returning(DIALS.c.id)).scalar_one()
        return dialled, refused.value if refused else None

    def _note_use(self, db: Connection, request: DialRequest) -> None:
        """The proof of a consent is kept from its last use on."""
        if request.consent_id is not None:
            used = update(CONSENTS).where(CONSENTS.c.id == request.consent_id)
            db.execute(used.values(last_used_at=self._clock.now()))
