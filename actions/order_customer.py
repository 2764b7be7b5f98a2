"""Who is ordering: a customer we know and who proves it (A1), or somebody new whose data are taken down."""

from actions import address
from actions.identify import proven_customer
from actions.order_draft import Draft
from actions.talk import Talk
from bot.shop.models import Order
from bot.shop.ordering.limits import invoice_needs_person
from bot.understanding.entities import leading_yes_no

CONFIRM_KNOWN = "confirm_known"
NAME = "name"
HOME = "DE"
COUNTRIES_BY_LENGTH = {5: ("DE",), 4: ("AT", "CH")}
IDENTIFYING = frozenset({"order_number", "postcode"})


def hear(talk: Talk) -> None:
    """Take in the answer to whether somebody has ordered before, and the name."""
    draft = Draft(talk)
    if talk.turn.requested == CONFIRM_KNOWN:
        _hear_known(talk, draft)
    elif talk.turn.requested in IDENTIFYING and talk.turn.intent == "deny" and draft.get("known"):
        # Whoever cannot name the earlier order orders as somebody new.
        talk.reply.say("utter_order_as_new")
        draft.put(known="no")
    elif talk.turn.requested == NAME:
        _hear_name(talk, draft)


def is_known(talk: Talk) -> bool:
    """Whether it is clear who orders; if not, a question is open or a person was asked."""
    draft = Draft(talk)
    if draft.get("customer_id") or draft.get("new"):
        return True
    if draft.get("known") is None and not _decide(talk, draft):
        return False
    return _identified(talk, draft) if draft.get("known") == "yes" else _taken_down(talk, draft)


def country(talk: Talk) -> str:
    """Where the order goes, as far as that is known."""
    draft = Draft(talk)
    if draft.get("customer_id"):
        customer = talk.shop.customers.customer(draft.get("customer_id"))
        return customer.country if customer else HOME
    return str((draft.get("new") or {}).get("country") or draft.get("country") or HOME)


def may_pay_by_invoice(talk: Talk) -> bool:
    """Whether the bot may take an invoice: a customer without overdue ones; else a person decides."""
    customer_id = Draft(talk).get("customer_id")
    return bool(customer_id) and not invoice_needs_person(_orders(talk, customer_id), talk.today)


def _orders(talk: Talk, customer_id: str) -> tuple[Order, ...]:
    return talk.shop.orders_of([customer_id])


def _decide(talk: Talk, draft: Draft) -> bool:
    """A known phone number or an order proven before makes it likely; everybody else is asked."""
    if talk.turn.customers or talk.reply.recall("verified_customer"):
        draft.put(known="yes")
        return True
    talk.confirm(CONFIRM_KNOWN, "utter_confirm_known")
    return False


def _hear_known(talk: Talk, draft: Draft) -> None:
    opening, _ = leading_yes_no(talk.turn.text, talk.turn.language)
    if talk.turn.intent == "affirm" or talk.turn.value("order_number") or opening == "yes":
        draft.put(known="yes")
    elif talk.turn.intent == "deny" or opening == "no":
        draft.put(known="no")


def _identified(talk: Talk, draft: Draft) -> bool:
    if talk.turn.customers and not _said_who(talk):
        # A known phone number needs no more than this.
        talk.reply.ask("postcode")
        return False
    customer = proven_customer(talk)
    if customer is None:
        return False
    draft.put(customer_id=customer.customer_id)
    return True


def _said_who(talk: Talk) -> bool:
    known = any(map(talk.reply.recall, ("postcode", "verified_customer", "order_number")))
    return known or any(map(talk.turn.value, ("postcode", "order_number")))


def _taken_down(talk: Talk, draft: Draft) -> bool:
    if not draft.get("name"):
        talk.reply.ask(NAME)
        return False
    if not _has_postcode(talk, draft):
        return False
    home = str(draft.get("country") or HOME)
    elsewhere = address.country_elsewhere(talk, home)
    if elsewhere and elsewhere not in talk.knowledge.delivery.countries:
        talk.reply.say("utter_order_not_there")
        talk.hand_over("order_not_there")
        return False
    whole = address.collected(talk, home)
    if whole is None:
        return False
    place = {"street": whole.street, "postcode": whole.postcode, "city": whole.city, "country": whole.country}
    draft.put(new={"name": draft.get("name"), **place})
    address.forget(talk)
    return True


def _has_postcode(talk: Talk, draft: Draft) -> bool:
    """Asked as for any delivery; what is wrong with it later is asked like any change of an address."""
    asked = talk.turn.requested in ("postcode", address.POSTCODE)
    postcode = talk.turn.value("postcode") if asked else None
    if postcode:
        _note_country(talk, draft, postcode)
        address.take_postcode(talk, postcode, str(draft.get("country")))
    elif not talk.reply.recall("address_postcode") and talk.turn.requested != address.POSTCODE:
        talk.reply.ask("postcode")
        return False
    return True


def _note_country(talk: Talk, draft: Draft, postcode: str) -> None:
    """Four digits are Austrian or Swiss; which, the town tells."""
    possible = COUNTRIES_BY_LENGTH.get(len(postcode), (HOME,))
    there = [one for one in possible if talk.shop.deliveries.cities(postcode, one)]
    draft.put(country=(there or possible)[0])


def _hear_name(talk: Talk, draft: Draft) -> None:
    said = talk.turn.value("name") or (talk.turn.text if talk.turn.intent == "inform" else "")
    name = " ".join(said.split()).strip(" .,!?")
    if any(letter.isalpha() for letter in name) and len(name) <= 80 and "?" not in said:
        draft.put(name=name if name != name.lower() else name.title())
