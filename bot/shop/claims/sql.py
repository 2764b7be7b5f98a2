"""Claims in a SQL database; implements bot.shop.claims.port.Claims."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.shop.claims import sql_claims, sql_confirmations, sql_settling, sql_traces
from bot.shop.claims.models import Claim, ClaimReport, Settlement, Trace
from bot.shop.claims.port import TraceRequest
from bot.shop.claims.rules import ClaimPolicy
from bot.shop.claims.sql_confirmations import claim_of, trace_from
from bot.shop.models import SentCopy
from bot.shop.sql_rows import Rows
from bot.shop.sql_session import once, transaction
from bot.shop.storable import storable, storable_id
from bot.store.claim_tables import ClaimRow


class SqlClaims:
    """The claim tables behind the port; safe to share between threads."""

    def __init__(self, engine: Engine, zone: ZoneInfo, policy: ClaimPolicy) -> None:
        self._engine = engine
        self._rows = Rows(zone)
        self._policy = policy

    @property
    def policy(self) -> ClaimPolicy:
        """The operator's limits and deadlines."""
        return self._policy

    def report(self, report: ClaimReport) -> Claim:
        """Take a claim down."""
        reported = replace(report, request_id=storable_id(report.request_id))
        return claim_of(self._rows, once(self._engine, lambda session: self._recorded(session, reported)))

    def settle(self, settlement: Settlement) -> Claim:
        """Release a claim that waits for a person."""
        wanted = replace(settlement, request_id=storable_id(settlement.request_id))
        row = once(self._engine, lambda session: sql_settling.settle(session, self._rows, wanted))
        return claim_of(self._rows, row)

    def claims_of(self, order_number: str) -> tuple[Claim, ...]:
        """The order's claims, newest first."""
        with transaction(self._engine) as session:
            rows = sql_claims.claims_of(session, storable(order_number))
            return tuple(claim_of(self._rows, row) for row in rows)

    def open_trace(self, request: TraceRequest) -> Trace:
        """Have the carrier search."""
        wanted = replace(request, request_id=storable_id(request.request_id))
        deadline = self._policy.trace_deadline(request.at.astimezone(self._rows.zone).date())
        row = once(self._engine, lambda session: sql_traces.open_trace(session, wanted, deadline))
        return trace_from(self._rows, row)

    def trace_of(self, order_number: str) -> Trace | None:
        """The search under way for this order."""
        with transaction(self._engine) as session:
            row = sql_traces.trace_of(session, storable(order_number))
            return trace_from(self._rows, row) if row else None

    def send_confirmation(
        self, reference: str, *, request_id: str, at: datetime, language: str = "de"
    ) -> SentCopy | None:
        """Confirm a claim or trace to the owner's stored contact."""
        request = storable_id(request_id)
        return once(
            self._engine,
            lambda session: sql_confirmations.send_confirmation(
                session, self._rows, reference, sql_confirmations.Sending(request, at, language)
            ),
        )

    def _recorded(self, session: Session, report: ClaimReport) -> ClaimRow:
        earlier = sql_claims.recorded(session, report.request_id)
        return earlier or sql_claims.record(session, self._rows, report, self._policy)
