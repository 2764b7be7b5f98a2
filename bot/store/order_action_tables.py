"""What experts do with orders at the desk, and what waits for a lead's word."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.handover_tables import StaffRow
from bot.store.shop_tables import Cents
from bot.store.tables import ID, HandoverRow


class OrderActionRow(Base):
    """One action of one expert in a case: counted against the limits before it is done, done once.

    `details` is what was decided, `outcome` what the shop answered; both codes and figures.
    """

    __tablename__ = "order_actions"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey(HandoverRow.id), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    order_number: Mapped[str | None] = mapped_column(String(20), index=True)
    # Counted against the limits: what is given back, or given away.
    amount: Mapped[Decimal] = mapped_column(Cents)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Whoever wanted it, and whoever is answerable for it; another person than the first after an approval.
    staff_id: Mapped[str] = mapped_column(ForeignKey(StaffRow.id))
    done_by: Mapped[str] = mapped_column(ForeignKey(StaffRow.id))
    # doing, done, refused (by the shop).
    status: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (Index(None, "kind", "status"),)


class ApprovalRow(Base):
    """An action above somebody's limit, waiting for a lead; carried out once, under the lead's name."""

    __tablename__ = "approvals"

    # The key of the action it becomes.
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey(HandoverRow.id), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    order_number: Mapped[str | None] = mapped_column(String(20))
    amount: Mapped[Decimal] = mapped_column(Cents)
    # The limit that was passed: refund_eur, goodwill_eur, hold_days.
    exceeds: Mapped[str] = mapped_column(String(20))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked_by: Mapped[str] = mapped_column(ForeignKey(StaffRow.id))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # open, approved, refused.
    status: Mapped[str] = mapped_column(String(10), index=True)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey(StaffRow.id))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)
