"""One-time codes in a SQL database; implements bot.shop.codes.port.Codes."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from bot.errors import CodeNotSent
from bot.shop.codes import sql_codes
from bot.shop.codes.models import CodeCheck, IssuedCode, Ways
from bot.shop.codes.port import CodeRequest
from bot.shop.codes.rules import FAILED_CHECKS_WINDOW, LIFETIME
from bot.shop.codes.sql_contacts import destinations
from bot.shop.documents import compose
from bot.shop.mailroom import Letter, send
from bot.shop.sql_session import transaction
from bot.shop.storable import storable
from bot.store.codes_tables import FailedCheckRow

DOCUMENT = "one_time_code"


class SqlCodes:
    """The code tables behind the port; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ways(self, customer_id: str, *, at: datetime) -> Ways:
        """Where a code can go now."""
        with transaction(self._engine) as session:
            return _ways(session, customer_id, at)

    def issue(self, request: CodeRequest, *, at: datetime) -> IssuedCode:
        """A new code, which voids the customer's others."""
        with transaction(self._engine) as session:
            sql_codes.lock_customer(session, request.customer_id)
            ways = _ways(session, request.customer_id, at)
            way = ways.by(request.channel)
            if way is None or not ways.allowed:
                raise CodeNotSent("no_contact" if way is None else "too_many")
            row, code = sql_codes.make(session, request, way.channel, at)
            if way.channel == "email":
                send(session, _letter(code, way.contact, request.language), f"code:{row.id}", at)
            return IssuedCode(way, code)

    def check(
        self, conversation_id: str, customer_id: str, readings: Sequence[str], *, at: datetime
    ) -> CodeCheck:
        """Judge what was said as one try."""
        with transaction(self._engine) as session:
            return sql_codes.check(session, conversation_id, customer_id, readings, at)

    def proven(self, conversation_id: str, customer_id: str) -> bool:
        """Whether this conversation has brought a right code of this customer."""
        with transaction(self._engine) as session:
            return sql_codes.proven(session, conversation_id, customer_id)

    def note_failed_check(self, conversation_id: str, counted_for: Collection[str], *, at: datetime) -> None:
        """Count a wrong combination for each of these."""
        with transaction(self._engine) as session:
            session.add_all(
                FailedCheckRow(counted_for=storable(key)[:80], conversation_id=conversation_id, at=at)
                for key in counted_for
            )

    def failed_checks(self, counted_for: Collection[str], *, at: datetime) -> int:
        """The most any of these has gathered within the last day."""
        keys = [storable(key)[:80] for key in counted_for]
        counted = (
            select(func.count())
            .where(FailedCheckRow.counted_for.in_(keys), FailedCheckRow.at > at - FAILED_CHECKS_WINDOW)
            .group_by(FailedCheckRow.counted_for)
        )
        with transaction(self._engine) as session:
            return max(session.scalars(counted), default=0)


def _ways(session: Session, customer_id: str, at: datetime) -> Ways:
    return Ways(destinations(session, customer_id, at), sql_codes.allowed(session, customer_id, at))


def _letter(code: str, recipient: str, language: str) -> Letter:
    values = {"code": code, "minutes": str(int(LIFETIME.total_seconds() // 60))}
    return Letter(DOCUMENT, None, "email", recipient, *compose(DOCUMENT, language, values))
