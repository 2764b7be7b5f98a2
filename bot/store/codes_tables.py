"""What proves who calls: one-time codes (never the code itself) and checks that failed."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.shop_tables import CustomerRow


class CodeRow(Base):
    """A code that was sent; only whoever has it can tell what it was."""

    __tablename__ = "shop_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(80), index=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey(CustomerRow.customer_id), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    salt: Mapped[bytes] = mapped_column(LargeBinary(32))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    tries: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proven_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FailedCheckRow(Base):
    """A wrong combination, counted for the order number named or for the number that called."""

    __tablename__ = "shop_failed_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    counted_for: Mapped[str] = mapped_column(String(80), index=True)
    conversation_id: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ContactChangeRow(Base):
    """A stored contact that came or went; `contact` is the new one, None when it was only removed."""

    __tablename__ = "shop_contact_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey(CustomerRow.customer_id), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    contact: Mapped[str | None] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
