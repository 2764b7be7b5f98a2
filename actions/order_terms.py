"""How an order is paid and where its confirmation goes: asked of new customers, chosen by known ones."""

from actions.order_customer import may_pay_by_invoice
from actions.order_draft import Draft
from actions.talk import Talk
from bot.understanding.topic_words import topic_in

CONTACT, PAYMENT = "contact_text", "payment_text"
EMAIL, PHONE = "email", "phone_number"
CONFIRM_EMAIL, CONFIRM_PHONE = "confirm_email", "confirm_phone"
BY_INVOICE = "order_credit"
# What the number calling can do stands in this slot, which the server fills.
CAN_TEXT = "can_text"
ANSWERS = frozenset({CONTACT, EMAIL, PHONE, CONFIRM_EMAIL, CONFIRM_PHONE, PAYMENT})


def hear(talk: Talk) -> None:
    """Take in the answer to one of these questions."""
    requested = talk.turn.requested
    if requested in (CONTACT, EMAIL, PHONE):
        _hear_contact(talk)
    elif requested in (CONFIRM_EMAIL, CONFIRM_PHONE):
        _hear_confirmation(talk)
    elif requested == PAYMENT:
        hear_payment(talk)


def is_reachable(talk: Talk) -> bool:
    """Whether it is clear where the confirmation goes; a known customer's goes to what is stored."""
    draft = Draft(talk)
    if draft.get("customer_id") or draft.get("confirmed_contact"):
        return True
    way = draft.get("confirm_by") or _obvious(talk)
    if way is None:
        talk.reply.ask(CONTACT)
        return False
    draft.put(confirm_by=way)
    return _has_contact(talk, draft, way)


def is_paid_somehow(talk: Talk) -> bool:
    """Whether it is clear how the order is paid."""
    draft = Draft(talk)
    if draft.get("payment"):
        return True
    if not may_pay_by_invoice(talk) and not _stored_email(talk):
        # Nothing to choose: a link to pay goes by e-mail only.
        draft.put(payment="prepayment")
        return True
    talk.ask(PAYMENT, _question(talk))
    return False


def _obvious(talk: Talk) -> str | None:
    return "sms" if talk.turn.channel == "sms" and talk.reply.recall(CAN_TEXT) else None


def _has_contact(talk: Talk, draft: Draft, way: str) -> bool:
    if way == "letter" or (way == "sms" and talk.reply.recall(CAN_TEXT) and not draft.get("phone")):
        draft.put(confirmed_contact=True)
        return True
    email, phone = draft.get("email"), draft.get("phone")
    if way == "email" and email:
        talk.confirm(CONFIRM_EMAIL, "utter_confirm_email", email=email)
    elif way == "sms" and phone:
        talk.confirm(CONFIRM_PHONE, "utter_confirm_phone", phone_number=phone)
    else:
        talk.reply.ask(EMAIL if way == "email" else PHONE)
    return False


def _hear_contact(talk: Talk) -> None:
    draft, turn = Draft(talk), talk.turn
    if turn.value("email"):
        draft.put(confirm_by="email", email=turn.value("email"))
    elif turn.value("phone_number"):
        draft.put(confirm_by="sms", phone=turn.value("phone_number"))
    else:
        way = topic_in("order_contact", turn.text, turn.language)
        no = turn.intent == "deny" and turn.requested != CONTACT
        if way or no:
            draft.put(confirm_by=way or "letter", email=None, phone=None)


def _hear_confirmation(talk: Talk) -> None:
    draft = Draft(talk)
    if talk.turn.intent == "affirm":
        draft.put(confirmed_contact=True)
    elif talk.turn.value("email") or talk.turn.value("phone_number"):
        _hear_contact(talk)
    elif talk.turn.intent in ("deny", "correct_previous"):
        draft.put(email=None, phone=None)


def hear_payment(talk: Talk) -> None:
    """What the caller chose; card numbers are never taken down, whatever he begins to say."""
    draft = Draft(talk)
    way = topic_in("order_payment", talk.turn.text, talk.turn.language)
    if way == "card":
        talk.reply.say("utter_order_card_by_link")
        way = "link"
    if way == "link" and not _stored_email(talk):
        talk.reply.say("utter_order_link_needs_email")
    elif way == "link":
        draft.put(payment="credit_card")
    elif way == "invoice" and not may_pay_by_invoice(talk):
        talk.offer_person(BY_INVOICE, "utter_order_invoice_person")
    elif way:
        draft.put(payment=way)


def _stored_email(talk: Talk) -> bool:
    draft = Draft(talk)
    if draft.get("customer_id"):
        customer = talk.shop.customers.customer(draft.get("customer_id"))
        return bool(customer and customer.email)
    return bool(draft.get("confirm_by") == "email")


def _question(talk: Talk) -> str:
    if not may_pay_by_invoice(talk):
        return "utter_order_payment_new"
    return "utter_order_payment_known" if _stored_email(talk) else "utter_order_payment_no_link"
