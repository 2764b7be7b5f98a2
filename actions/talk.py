"""One turn with everything an action needs at hand, and the moves all wishes share."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from actions.reply import Reply
from actions.turn import Turn
from actions.wiring import Hotline
from bot.shop.models import Order
from bot.shop.policies import Knowledge
from bot.shop.port import Shop

CONFIRM_PERSON = "confirm_person"
# The parts of a new address, as far as it is taken down (actions/address.py).
ADDRESS = (
    "address_postcode",
    "address_city",
    "address_street",
    "address_house",
    "street_is_right",
    "house_is_right",
)
# What is said about goods (actions/claim_facts.py, actions/workshop.py).
CLAIM = (
    "claim_order",
    "claim_words",
    "claim_line",
    "claim_fault",
    "claim_quantity",
    "claim_remedy",
    "claim_new_article",
    "claim_instead_text",
    "claim_misses",
    "claim_about",
    "claim_part_of",
)
OF_ONE_WISH = (
    "wish",
    "order_candidates",
    "withdrawal_at",
    "purchase_text",
    "defect_text",
    "defect_since_text",
    "reported_text",
    "defect_order_asked",
    "code_for",
    "code_channel",
    *ADDRESS,
    "address_number_only",
    "slot_day",
    "slot_part",
    "refund_amount_wanted",
    "changed_cart",
    "change_said",
    "change_read",
    "reserved",
    "wish_text",
    "gift_card",
    "points_disputed",
    "ads_about",
    "ad_contact",
    "privacy_kind",
    "privacy_text",
    "privacy_name",
    "subscription_topic",
    "subscription_text",
    "subscription_number",
    "subscription_kind",
    "subscription_day",
    "subscription_count",
    "subscription_base",
    "subscription_end_at",
    *CLAIM,
)


@dataclass(frozen=True)
class Talk:
    """The caller's turn, the reply under construction, and the hotline behind it."""

    turn: Turn
    reply: Reply
    hotline: Hotline

    @property
    def shop(self) -> Shop:
        """The retailer's orders and products."""
        return self.hotline.shop

    @property
    def knowledge(self) -> Knowledge:
        """What may be told to anybody."""
        return self.hotline.knowledge

    @property
    def now(self) -> datetime:
        """The present moment in the hotline's zone."""
        return self.hotline.clock.now()

    @property
    def today(self) -> date:
        """The hotline's calendar day."""
        return self.now.date()

    def when(self, moment: datetime) -> dict[str, str]:
        """`day` and `time` of a moment, canonical, in the hotline's zone."""
        local = moment.astimezone(self.now.tzinfo)
        return {"day": local.date().isoformat(), "time": f"{local:%H:%M}"}

    @property
    def wish(self) -> str:
        """What this turn is about: a topic in between, else the wish about an order."""
        return str(self.reply.recall("topic") or self.reply.recall("wish") or self.turn.intent)

    def was_about(self, order: Order) -> bool:
        """The open question was about this order: "yes, the other one" says nothing about the other one."""
        return bool(self.turn.slots.get("verified_order") == order.order_number)

    def settle(self) -> None:
        """The wish is answered; an order wish that was interrupted goes on."""
        self.reply.done(self.wish)
        between = self.reply.recall("topic")
        self.reply.remember(topic=None, person_offer=None)
        self.reply.close()
        if not between:
            self._forget_order_wish()
        elif self.reply.recall("wish"):
            self.reply.go_on_with("order_form")
            return
        if self.reply.recall("ordering"):
            self.reply.go_on_with("ordering_form")

    def hand_over(self, reason: str, kind: str = "person", **facts: Any) -> None:
        """Ask the server for a person, with all that is known; nothing is left open."""
        self.reply.hand_over(reason, kind, {**self.known(), **facts})
        self.reply.remember(topic=None, person_offer=None, ordering=None)
        self.reply.close()
        self._forget_order_wish()

    def _forget_order_wish(self) -> None:
        # The order itself stays known: the caller's next wish will mostly be about the same one.
        self.reply.remember(**dict.fromkeys(OF_ONE_WISH))

    def ask(self, slot: str, response: str, **values: object) -> None:
        """Ask with a response that carries values; plain questions are Rasa's (`utter_ask_<slot>`)."""
        self.reply.say(response, **values)
        self.reply.ask(slot)

    def confirm(self, slot: str, response: str, **values: object) -> None:
        """Ask for yes or no to just this; from the second time on with a word how to answer."""
        self.reply.say(response, **values)
        if self.turn.attempt:
            self.reply.say("utter_yes_or_no")
        self.reply.ask(slot)

    def offer_person(self, reason: str, response: str, **values: object) -> None:
        """Ask whether a person shall take over; the response says why and asks."""
        self.reply.remember(person_offer=reason, topic_text=self.turn.text or None)
        self.confirm(CONFIRM_PERSON, response, **values)

    def known(self) -> dict[str, Any]:
        """What a person taking over should not have to ask again."""
        number, proven = self.reply.recall("order_number"), self.reply.recall("verified_order")
        return {"wish": self.wish, "order_number": number, "verified": bool(number and number == proven)}
