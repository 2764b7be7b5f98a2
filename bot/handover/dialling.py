"""The one place that dials anybody: no call without a request or a consent, every attempt written down."""

from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from sqlalchemy import Engine, RowMapping, insert, update

from bot.clock import Clock
from bot.errors import OutboundRefused
from bot.store.database import table_of
from bot.store.handover_tables import DialRow

DIALS = table_of(DialRow)
# So long a phone rings before the next expert is asked.
RINGS_S = 15


class Phone(Protocol):
    """The carrier's line out."""

    def call(self, to: str, url: str, status_url: str, timeout: int) -> str:
        """The call's sid; raises CallRefused for a number that cannot be called, else CarrierUnavailable."""
        ...


@dataclass(frozen=True)
class DialRequest:
    """Whom to call, what for, and what allows it: a request (its id) or a consent."""

    purpose: str
    to: str
    url: str
    status_url: str
    request_id: str | None = None
    consent_id: int | None = None
    benefit: str | None = None
    rings_s: int = RINGS_S


class Dialler:
    """Calls phones; `base_url` is the hotline's own address, where the carrier asks what to say."""

    def __init__(self, engine: Engine, phone: Phone, base_url: str, clock: Clock) -> None:
        self._engine = engine
        self._phone = phone
        self._base_url = base_url
        self._clock = clock

    def expert(self, expert_call: RowMapping, phone: str) -> str:
        """Ring the phone of somebody on duty, who agreed to it by being on duty; as `dial`."""
        query = urlencode({"x": expert_call["id"]})
        page = f"{self._base_url}/twilio/voice/expert"
        return self.dial(
            DialRequest("expert", phone, f"{page}?{query}", f"{page}/status?{query}", expert_call["id"])
        )

    def dial(self, request: DialRequest) -> str:
        """The call's sid; raises OutboundRefused, CallRefused or CarrierUnavailable."""
        refused = _why_not(request)
        dialled = self._written(request, refused)
        if refused:
            raise OutboundRefused(refused)
        sid = self._phone.call(request.to, request.url, request.status_url, request.rings_s)
        with self._engine.begin() as db:
            db.execute(update(DIALS).where(DIALS.c.id == dialled).values(call_sid=sid))
        return sid

    def _written(self, request: DialRequest, refused: str | None) -> int:
        values: dict[str, Any] = {"purpose": request.purpose, "to": request.to, "benefit": request.benefit}
        values |= {"request_id": request.request_id, "consent_id": request.consent_id, "refused": refused}
        row = insert(DIALS).values(at=self._clock.now(), **values)
        with self._engine.begin() as db:
            dialled: int = db.execute(row.returning(DIALS.c.id)).scalar_one()
        return dialled


def _why_not(request: DialRequest) -> str | None:
    if request.request_id is None and request.consent_id is None:
        return "nobody_asked"
    return None
