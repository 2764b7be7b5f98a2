"""Dials the customer once an expert is in the room for them."""

from sqlalchemy import RowMapping

from bot.clock import Clock
from bot.conversation.owner import Owner
from bot.conversation.state import Conversation
from bot.errors import CallGone, CallRefused, OutboundRefused
from bot.handover.back_off import AFTER_RINGING
from bot.handover.callback_ends import CallbackEnds
from bot.handover.callback_legs import CallbackLegs
from bot.handover.dialling import Dialler
from bot.handover.outbound_rules import Refusal
from bot.handover.promises import Promises

# What the expert hears on going into the room.
CALLING = "expert_callback_calling"


class CallbackRings:
    """`fetch` is the expert line's way to bring in who is not on the line yet."""

    def __init__(
        self, legs: CallbackLegs, promises: Promises, dialler: Dialler, ends: CallbackEnds, clock: Clock
    ) -> None:
        self._legs = legs
        self._promises = promises
        self._dialler = dialler
        self._ends = ends
        self._clock = clock

    def fetch(self, wait: RowMapping) -> str:
        """Ring the customer, once; the phrase for the expert.

        Raises OutboundRefused, CallGone or CarrierUnavailable.
        """
        promise, now = self._promises.get(wait["promise_id"]), self._clock.now()
        if promise is None:
            raise CallGone("no promise")
        leg = self._legs.begin(wait, promise["phone"], now)
        if leg.owner is Owner.CLOSED:
            raise CallGone("closed")
        if leg.call_sid is None and self._legs.claim(wait["id"], now):
            self._dial(wait, promise, leg)
        return CALLING

    def _dial(self, wait: RowMapping, promise: RowMapping, leg: Conversation) -> None:
        now = self._clock.now()
        try:
            sid = self._dialler.customer(promise, leg.id, self._legs.benefit(wait))
        except OutboundRefused as refused:
            self._ends.refused(wait, refused.reason, now)
            raise
        except CallRefused as never:
            self._ends.refused(wait, Refusal.NOT_CALLABLE, now)
            raise OutboundRefused(Refusal.NOT_CALLABLE) from never
        self._legs.dialled(leg.id, sid)
        self._promises.attempted(promise["id"], now, now + AFTER_RINGING)
