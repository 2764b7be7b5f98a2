"""Promo codes in a SQL database; implements bot.shop.vouchers.port.Vouchers."""

from collections.abc import Collection
from dataclasses import replace
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.shop.sql_session import once, transaction
from bot.shop.storable import storable, storable_id
from bot.shop.vouchers import sql_grants
from bot.shop.vouchers.models import GrantedVoucher, Voucher, VoucherGrant
from bot.store.voucher_tables import VoucherRow

# One wrong letter in six.
CLOSE = 80


class SqlVouchers:
    """The table behind the port; safe to share between threads."""

    def __init__(self, engine: Engine, zone: ZoneInfo) -> None:
        self._engine = engine
        self._zone = zone

    def named(self, readings: Collection[str]) -> Voucher | None:
        """The code that is one of these readings."""
        written = [storable(reading).upper() for reading in readings]
        with transaction(self._engine) as session:
            rows = session.scalars(select(VoucherRow).where(VoucherRow.code.in_(written))).all()
            longest = max(rows, key=lambda row: len(row.code), default=None)
            return _voucher(longest) if longest else None

    def like(self, readings: Collection[str]) -> Voucher | None:
        """The public code that comes close to one of these readings."""
        with transaction(self._engine) as session:
            codes = session.scalars(select(VoucherRow.code).where(VoucherRow.personal.is_(False))).all()
            # Half a code is an ordinary word: "Herbst" alone shall not bring up HERBST15.
            whole = [reading.upper() for reading in readings if any(map(str.isdigit, reading))]
            near = [process.extractOne(reading, codes, scorer=fuzz.ratio) for reading in whole]
            best = max((found for found in near if found), key=lambda found: found[1], default=None)
            return _by_code(session, best[0]) if best and best[1] >= CLOSE else None

    def grant(self, grant: VoucherGrant) -> GrantedVoucher:
        """A new personal code, sent to the customer's stored contact."""
        wanted = replace(grant, request_id=storable_id(grant.request_id))
        return once(self._engine, lambda session: sql_grants.grant(session, self._zone, wanted))


def _by_code(session: Session, code: str) -> Voucher | None:
    row = session.get(VoucherRow, code)
    return _voucher(row) if row else None


def _voucher(row: VoucherRow) -> Voucher:
    excluded = {"de": row.excluded_de, "en": row.excluded_en or row.excluded_de} if row.excluded_de else {}
    return Voucher(
        code=row.code,
        percent=row.percent,
        amount=row.amount,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        minimum=row.minimum,
        excluded={language: text for language, text in excluded.items() if text},
        new_customers=row.new_customers,
        personal=row.personal,
        used_at=row.used_at,
    )
