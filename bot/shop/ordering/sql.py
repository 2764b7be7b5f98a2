"""Taking orders in a SQL database; implements bot.shop.ordering.port.Ordering."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.shop.models import SentCopy
from bot.shop.ordering import sql_changing, sql_confirming, sql_contracts, sql_families, sql_placing
from bot.shop.ordering.models import (
    Confirmation,
    Contract,
    Family,
    OrderChange,
    OrderDraft,
    TakenOrder,
)
from bot.shop.sql_rows import Rows
from bot.shop.sql_session import once, transaction
from bot.shop.storable import storable_id
from bot.store.ordering_tables import ConfirmationRow

# Orders at the same moment find the same next number free: the later ones are tried again, with another.
TRIES = 5


class SqlOrdering:
    """The ordering tables behind the port; safe to share between threads."""

    def __init__(self, engine: Engine, zone: ZoneInfo) -> None:
        self._engine = engine
        self._rows = Rows(zone)

    def family_of(self, article_number: str) -> Family | None:
        """The family an article belongs to."""
        with transaction(self._engine) as session:
            return sql_families.family_of(session, article_number)

    def place(self, draft: OrderDraft, *, request_id: str, at: datetime) -> TakenOrder:
        """Take the order, with its stock."""
        moment = at.astimezone(self._rows.zone)
        request = storable_id(request_id)
        return once(self._engine, lambda session: sql_placing.place(session, draft, request, moment), TRIES)

    def change(self, change: OrderChange, *, request_id: str, at: datetime) -> TakenOrder:
        """Give the order these lines."""
        moment = at.astimezone(self._rows.zone)
        request = storable_id(request_id)
        return once(
            self._engine, lambda session: sql_changing.change(session, change, request, moment), TRIES
        )

    def due_confirmations(self, *, at: datetime) -> tuple[Confirmation, ...]:
        """Confirmations to be sent now, oldest first."""
        with transaction(self._engine) as session:
            return tuple(_confirmation(row) for row in sql_confirming.due(session, at))

    def claim(self, confirmation_id: int, *, at: datetime, seconds: float) -> bool:
        """Take one of them for this process alone."""
        with transaction(self._engine) as session:
            return sql_confirming.claim(session, confirmation_id, at, timedelta(seconds=seconds))

    def confirmation_of(self, order_number: str) -> Confirmation | None:
        """The latest confirmation owed for this order."""
        return self.confirmations([order_number]).get(order_number)

    def confirmations(self, order_numbers: Collection[str]) -> Mapping[str, Confirmation]:
        """The latest confirmation of each of these orders that has one."""
        with transaction(self._engine) as session:
            found = sql_confirming.latest(session, order_numbers)
            return {number: _confirmation(row) for number, row in found.items()}

    def confirm_in_writing(self, confirmation_id: int, *, at: datetime) -> Confirmation:
        """Make the contract and send it by e-mail or letter; a text message is only prepared."""
        return once(self._engine, lambda session: self._confirm(session, confirmation_id, at), TRIES)

    def send_again(self, order_number: str, *, request_id: str, at: datetime, by: str) -> SentCopy | None:
        """Send the contract of an order once more."""
        again = sql_contracts.Again(storable_id(request_id), at, by)
        return once(
            self._engine, lambda session: sql_contracts.send_again(session, self._rows, order_number, again)
        )

    def link(self, confirmation_id: int, *, at: datetime) -> str:
        """A new token that opens the contract."""
        with transaction(self._engine) as session:
            owed = session.get_one(ConfirmationRow, confirmation_id)
            contract = sql_contracts.contract_for(session, self._rows, owed, at)
            return sql_confirming.new_link(session, contract.id, at)

    def texted(self, confirmation_id: int, recipient: str, *, at: datetime, message_id: int) -> None:
        """A text with the link is under way."""
        with transaction(self._engine) as session:
            owed = session.get_one(ConfirmationRow, confirmation_id)
            sql_confirming.under_way(session, owed, recipient, message_id)

    def texts_under_way(self, *, at: datetime) -> tuple[Confirmation, ...]:
        """Texts of the last days whose fate may still change."""
        with transaction(self._engine) as session:
            return tuple(_confirmation(row) for row in sql_confirming.texts(session, at))

    def confirmed(self, confirmation_id: int, *, at: datetime) -> None:
        """The carrier has the text: only now the order is confirmed."""
        with transaction(self._engine) as session:
            sql_confirming.confirmed(session, session.get_one(ConfirmationRow, confirmation_id), at)

    def give_up_texting(self, confirmation_id: int, *, at: datetime) -> None:
        """No text will arrive: the e-mail is next, else a letter."""
        with transaction(self._engine) as session:
            sql_confirming.fall_back(session, session.get_one(ConfirmationRow, confirmation_id), at)

    def try_again(self, confirmation_id: int, *, at: datetime, after: timedelta) -> None:
        """Sending failed; try again after a while."""
        with transaction(self._engine) as session:
            sql_confirming.put_off(session.get_one(ConfirmationRow, confirmation_id), at, after)

    def unconfirmed_at_dispatch(self, *, at: datetime) -> tuple[str, ...]:
        """Orders that have been dispatched without a confirmation, each told once."""
        with transaction(self._engine) as session:
            return tuple(sql_confirming.new_alarms(session, at))

    def contract(self, token: str) -> Contract:
        """The contract a link opens."""
        with transaction(self._engine) as session:
            row = sql_confirming.contract_row(session, token)
            return Contract(row.filename, row.content, row.sha256, row.order_number)

    def _confirm(self, session: Session, confirmation_id: int, at: datetime) -> Confirmation:
        owed = session.get_one(ConfirmationRow, confirmation_id)
        if owed.state == "pending":
            contract = sql_contracts.contract_for(session, self._rows, owed, at)
            if owed.channel != "sms":
                sql_contracts.post(session, self._rows, owed, contract, at)
                sql_confirming.confirmed(session, owed, at)
        return _confirmation(owed)


def _confirmation(row: ConfirmationRow) -> Confirmation:
    return Confirmation(
        id=row.id,
        order_number=row.order_number,
        state=row.state,
        channel=row.channel,
        recipient=row.recipient,
        language=row.language,
        conversation_id=row.conversation_id,
        message_id=row.message_id,
        confirmed_at=row.confirmed_at,
        alarmed_at=row.alarmed_at,
    )
