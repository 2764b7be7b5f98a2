"""Confirmations of orders: made and sent by a worker, which also notices what never went out."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

import structlog

from bot.channels.outbox import Outbox
from bot.channels.worker import Worker
from bot.clock import Clock
from bot.errors import BackendError
from bot.phrases.catalogue import Phrases
from bot.phrases.values import for_eye
from bot.shop.ordering.models import Confirmation
from bot.shop.ordering.port import Ordering

log = structlog.get_logger(__name__)

PURPOSE = "order_confirmation"
IDLE_S = 5.0
# While a text is under way its fate is looked up more often.
WATCHING_S = 1.0
# Longer than making and sending one ever takes.
HELD_S = 60.0
AGAIN_AFTER = timedelta(seconds=30)

CallerOf = Callable[[str], str | None]
Fate = Literal["taken", "waiting", "lost"]


class OrderConfirmations:
    """Sends what is owed: contract by e-mail or letter, a link by text; `caller_of` knows who called."""

    def __init__(
        self, ordering: Ordering, outbox: Outbox, base_url: str, caller_of: CallerOf, says: "Texts"
    ) -> None:
        self._ordering = ordering
        self._outbox = outbox
        self._base_url = base_url
        self._caller_of = caller_of
        self._says = says
        self.worker = Worker("order-confirmations", self._work)

    def send_due(self) -> int:
        """Send everything due and follow up the texts; returns how many confirmations are still under way."""
        now = self._says.now()
        for owed in self._ordering.due_confirmations(at=now):
            if self._ordering.claim(owed.id, at=now, seconds=HELD_S):
                self._try(owed, now)
        texts = self._ordering.texts_under_way(at=now)
        for owed in texts:
            self._follow(owed, now)
        for number in self._ordering.unconfirmed_at_dispatch(at=now):
            log.error("dispatched_without_confirmation", order=number)
        return sum(owed.state == "sending" for owed in texts)

    def _work(self) -> float:
        return WATCHING_S if self.send_due() else IDLE_S

    def _try(self, owed: Confirmation, now: datetime) -> None:
        try:
            made = self._ordering.confirm_in_writing(owed.id, at=now)
            if made.channel == "sms" and made.state == "pending":
                self._text(made, now)
        except BackendError as error:
            self._put_off(owed, now, error)
        except Exception as error:
            # One confirmation nobody foresaw must not hold up the others.
            log.error("confirmation_failed", fault=type(error).__name__, order=owed.order_number)
            self._put_off(owed, now, error)

    def _put_off(self, owed: Confirmation, now: datetime, error: Exception) -> None:
        log.warning("confirmation_put_off", fault=type(error).__name__, order=owed.order_number)
        self._ordering.try_again(owed.id, at=now, after=AGAIN_AFTER)

    def _text(self, owed: Confirmation, now: datetime) -> None:
        to = owed.recipient or self._caller_of(owed.conversation_id)
        message = self._owe(owed, to, now) if to else None
        if to and message is not None:
            self._ordering.texted(owed.id, to, at=now, message_id=message)
        else:
            self._ordering.give_up_texting(owed.id, at=now)
            self.worker.wake()

    def _owe(self, owed: Confirmation, to: str, now: datetime) -> int | None:
        """The text is written down; None when its recipient wants none."""
        url = f"{self._base_url}/documents/{self._ordering.link(owed.id, at=now)}"
        return self._outbox.owe(to, self._says.text(owed, url), PURPOSE, owed.conversation_id)

    def _follow(self, owed: Confirmation, now: datetime) -> None:
        fate = fate_of(self._outbox.status_of(owed.message_id or 0))
        if fate == "taken":
            self._ordering.confirmed(owed.id, at=now)
        elif fate == "lost":
            self._ordering.give_up_texting(owed.id, at=now)
            self.worker.wake()


class Texts:
    """What a text message with a link says, and when it is."""

    def __init__(self, phrases: Phrases, clock: Clock) -> None:
        self._phrases = phrases
        self._clock = clock

    def now(self) -> datetime:
        """The hotline's present moment."""
        return self._clock.now()

    def text(self, owed: Confirmation, url: str) -> str:
        """The whole message."""
        said = self._phrases.say(
            "order_confirmation_text", owed.language, "sms", order_number=owed.order_number, url=url
        )
        return for_eye(said, owed.language)


def fate_of(status: str | None) -> Fate:
    """Whether a text counts as sent, may still be, or never will be."""
    if status in ("sent", "delivered", "read"):
        return "taken"
    return "lost" if status in (None, "undelivered", "failed", "refused") else "waiting"
