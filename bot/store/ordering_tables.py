"""Orders taken on the phone: article families, what was asked for, contracts and their confirmations."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Base, UtcDateTime
from bot.store.shop_tables import Cents, MailRow, OrderRow, ProductRow


class FamilyRow(Base):
    """Articles that are one thing in several colours or sizes."""

    __tablename__ = "shop_families"

    family_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    name_de: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))


class VariantRow(Base):
    """An article of a family, with what sets it apart."""

    __tablename__ = "shop_variants"

    article_number: Mapped[str] = mapped_column(ForeignKey(ProductRow.article_number), primary_key=True)
    family_id: Mapped[str] = mapped_column(ForeignKey(FamilyRow.family_id), index=True)
    position: Mapped[int]
    label_de: Mapped[str] = mapped_column(String(40))
    label_en: Mapped[str] = mapped_column(String(40))


class OrderRequestRow(Base):
    """A request that placed or changed an order, carried out once."""

    __tablename__ = "shop_order_requests"

    request_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    difference: Mapped[Decimal] = mapped_column(Cents)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ContractRow(Base):
    """A contract document as it was made; its bytes never change, `sha256` proves it."""

    __tablename__ = "shop_contracts"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    filename: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(2))
    terms: Mapped[str] = mapped_column(String(40))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ContractLinkRow(Base):
    """A link that opens a contract; only the digest of its token is kept."""

    __tablename__ = "shop_contract_links"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey(ContractRow.id), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ConfirmationRow(Base):
    """A confirmation owed on a durable medium: pending, sending (a text under way), confirmed."""

    __tablename__ = "shop_confirmations"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), index=True)
    channel: Mapped[str] = mapped_column(String(10))
    recipient: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    terms: Mapped[str] = mapped_column(String(40))
    conversation_id: Mapped[str] = mapped_column(String(80), index=True)
    contract_id: Mapped[int | None] = mapped_column(ForeignKey(ContractRow.id))
    message_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int]
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    alarmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AttachmentRow(Base):
    """A contract that went out with a mail."""

    __tablename__ = "shop_attachments"

    mail_id: Mapped[int] = mapped_column(ForeignKey(MailRow.id), primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey(ContractRow.id), primary_key=True)


class AdjustmentRow(Base):
    """Money a change of a paid order leaves open: positive is due from the customer, negative goes back."""

    __tablename__ = "shop_adjustments"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey(OrderRow.order_number), index=True)
    request_id: Mapped[str] = mapped_column(String(80), unique=True)
    amount: Mapped[Decimal] = mapped_column(Cents)
    payment: Mapped[str] = mapped_column(String(20))
    details: Mapped[dict[str, str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
