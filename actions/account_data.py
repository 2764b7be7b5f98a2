"""Changing what is stored of a customer: after a code, read back, with a yes; bank data only by a person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from actions import account_orders, address, person_offer
from actions.action import HotlineAction
from actions.forms import ACCOUNT_FORM, is_elsewhere
from actions.identify import proven_customer
from actions.talk import ADDRESS, Talk
from bot.shop.authentication import Level
from bot.shop.customers.models import AccountChange
from bot.shop.models import Customer
from bot.understanding.entities import leading_yes_no
from bot.understanding.topic_words import topic_in

PART, CONFIRM = "account_part_text", "confirm_account"
NAME = "new_name_text"
# What is said in one breath with the wish is one of these kinds of value.
KINDS = {"phone": "phone_number", "email": "email"}
OWN = ("account_part", "new_phone_number", "new_email", NAME, "account_value", "order_follows", *ADDRESS)


class AccountForm(HotlineAction):
    """Asks what changes, proves who calls, takes the new data down, changes it once."""

    action_name = "validate_account_form"

    def answer(self, talk: Talk) -> None:
        """One turn of a change of data."""
        if is_elsewhere(talk.turn, ACCOUNT_FORM):
            return
        talk.reply.remember(topic="account_data_change")
        if person_offer.answered(talk):
            return
        part = _part(talk)
        if part == "bank":
            # Level A3: nobody takes bank details by voice, and only a person may change them.
            talk.reply.say("utter_account_bank")
            forget(talk)
            talk.hand_over("bank_data")
        elif part is None:
            talk.reply.ask(PART)
        else:
            _change(talk, part)


def _part(talk: Talk) -> str | None:
    if talk.turn.intent == "account_data_change" or talk.turn.requested == PART:
        said = topic_in("account_part", talk.turn.text, talk.turn.language)
        if said:
            talk.reply.remember(account_part=said)
    part: str | None = talk.reply.recall("account_part")
    return part


def _change(talk: Talk, part: str) -> None:
    if talk.turn.intent == "account_data_change" and part in KINDS and talk.turn.value(KINDS[part]):
        # Said with the wish, before anything else is asked.
        talk.reply.remember(account_value=talk.turn.value(KINDS[part]))
    customer = proven_customer(talk, Level.A2)
    if customer is None:
        return
    if talk.reply.recall("order_follows"):
        if account_orders.answered(talk, customer):
            _finish(talk)
        return
    new = NEW[part](talk, customer)
    if new is None:
        return
    if talk.turn.answers(CONFIRM, "affirm"):
        _carry_out(talk, customer, new)
    else:
        talk.confirm(CONFIRM, f"utter_confirm_new_{part}", **new.spoken)


@dataclass(frozen=True)
class New:
    """The new value as the shop stores it, and as it is read back."""

    stored: dict[str, Any]
    spoken: dict[str, str]


def _new_address(talk: Talk, customer: Customer) -> New | None:
    if address.country_elsewhere(talk, customer.country):
        talk.offer_person("address_abroad", "utter_address_abroad")
        return None
    if talk.turn.answers(CONFIRM, "deny"):
        address.ask_which_part(talk)
        if talk.reply.asks:
            return None
    new = address.collected(talk, customer.country)
    spoken = {"street": new.street, "postcode": new.postcode, "city": new.city} if new else {}
    return New({"address": new}, spoken) if new else None


def _asked(slot: str, heard: Callable[[Talk], str | None]) -> Callable[[Talk, Customer], New | None]:
    """A single value, asked for in `slot`; "no" to it takes it back, with or without a better one."""
    stored_as = {"new_phone_number": "phone", "new_email": "email", NAME: "name"}[slot]

    def new(talk: Talk, customer: Customer) -> New | None:
        denied = talk.turn.answers(CONFIRM, "deny")
        said = heard(talk) if talk.turn.requested == slot or denied else None
        if said or denied:
            talk.reply.remember(account_value=said)
        value = talk.reply.recall("account_value")
        if value:
            return New({stored_as: value}, {"value": str(value)})
        talk.reply.ask(slot)
        return None

    return new


def _heard_name(talk: Talk) -> str | None:
    if talk.turn.value("name"):
        return talk.turn.value("name")
    if talk.turn.requested == NAME:
        return " ".join(talk.turn.text.split()).strip(" .,!?").title()[:120] or None
    _, rest = leading_yes_no(talk.turn.text, talk.turn.language)
    return rest.strip(" .,!?").title()[:120] or None if talk.turn.requested == CONFIRM else None


NEW: dict[str, Callable[[Talk, Customer], New | None]] = {
    "address": _new_address,
    "phone": _asked("new_phone_number", lambda talk: talk.turn.value("phone_number")),
    "email": _asked("new_email", lambda talk: talk.turn.value("email")),
    "name": _asked(NAME, _heard_name),
}


def _carry_out(talk: Talk, customer: Customer, new: New) -> None:
    request_id = f"{talk.turn.conversation_id}:account:{sorted(new.spoken.items())}"
    change = AccountChange(
        request_id, customer.customer_id, talk.now, language=talk.turn.language, **new.stored
    )
    talk.shop.customers.change(change)
    talk.reply.say("utter_account_changed")
    if change.kind in ("phone", "email"):
        talk.reply.say("utter_account_contact_rests")
    talk.reply.record(account_changed=change.kind)
    moved = talk.shop.customers.customer(customer.customer_id)
    if not (change.address and moved and account_orders.offered(talk, moved)):
        _finish(talk)


def _finish(talk: Talk) -> None:
    forget(talk)
    talk.settle()


def forget(talk: Talk) -> None:
    """The next change starts anew."""
    talk.reply.remember(**dict.fromkeys(OWN))
