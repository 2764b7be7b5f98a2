"""No more advertising: in force at once, for a known caller everywhere, else for the contact he names."""

from actions import person_offer
from actions.action import HotlineAction
from actions.forms import ADS_FORM, is_elsewhere
from actions.talk import Talk
from bot.shop.accounts.models import AdStop
from bot.understanding.entities import read_entities
from bot.understanding.topic_words import topic_in

CONTACT, ADDRESS, CONFIRM = "ad_email", "ad_address_text", "confirm_ad_contact"
KINDS = ("email", "phone_number")


class AdsForm(HotlineAction):
    """Takes the wish from anybody; asks only where it does not know which contact to stop."""

    action_name = "validate_ads_form"

    def answer(self, talk: Talk) -> None:
        """One turn about advertising."""
        if is_elsewhere(talk.turn, ADS_FORM):
            return
        talk.reply.remember(topic="ads_opt_out")
        if person_offer.answered(talk):
            return
        if talk.turn.intent == "ads_opt_out":
            about = topic_in("ads", talk.turn.text, talk.turn.language)
            talk.reply.remember(ads_about=about, ad_contact=None)
        customers = _known(talk)
        contact = _typed(talk) if customers else _contact(talk)
        if customers or contact:
            _stop(talk, customers, contact)
        elif not talk.reply.asks:
            _ask(talk)


def _known(talk: Talk) -> tuple[str, ...]:
    """The one customer who calls; of several behind one number nobody speaks for the others."""
    proven = talk.reply.recall("verified_customer")
    if proven:
        return (str(proven),)
    return talk.turn.customers if len(talk.turn.customers) == 1 else ()


def _contact(talk: Talk) -> str | None:
    """A contact to stop: typed as it is, a spoken one once it was read back and confirmed."""
    if talk.turn.answers(CONFIRM, "affirm"):
        return str(talk.reply.recall("ad_contact"))
    heard = _heard(talk) or (talk.reply.recall("ad_contact") if talk.turn.resumed else None)
    if heard is None or talk.turn.channel == "sms":
        return heard
    talk.reply.remember(ad_contact=heard)
    kind = "email" if "@" in heard else "phone"
    talk.confirm(CONFIRM, f"utter_confirm_ad_{kind}", contact=heard)
    return None


def _typed(talk: Talk) -> str | None:
    """Of a known caller everything stored is stopped; beside that only what cannot be misheard."""
    return _heard(talk) if talk.turn.channel == "sms" else None


def _heard(talk: Talk) -> str | None:
    if talk.turn.requested not in (CONTACT, CONFIRM, None) and talk.turn.intent != "ads_opt_out":
        return None
    for kind in KINDS:
        found = read_entities(talk.turn.text, talk.turn.language, expecting=kind, today=talk.today)
        value = next((item.value for item in reversed(found) if item.name == kind), None)
        if value:
            return value
    return None


def _ask(talk: Talk) -> None:
    address = talk.turn.said(ADDRESS)
    if address:
        # Post goes to people, not to contacts: a person finds the address in the mailing files.
        talk.reply.say("utter_ads_post_noted")
        _tell_print(talk)
        talk.hand_over("ads_opt_out_post", "claim", address=address)
    elif talk.turn.requested == CONTACT and talk.turn.intent == "deny":
        talk.offer_person("ads_no_contact", "utter_ads_no_contact")
    else:
        talk.reply.ask(ADDRESS if talk.reply.recall("ads_about") == "post" else CONTACT)


def _stop(talk: Talk, customers: tuple[str, ...], contact: str | None) -> None:
    stop = AdStop(
        request_id=f"{talk.turn.conversation_id}:ads:{contact or ','.join(customers)}",
        at=talk.now,
        contacts=(contact,) if contact else (),
        customer_ids=customers,
        channel=talk.turn.channel,
    )
    stopped = talk.shop.accounts.stop_advertising(stop)
    kind = "all" if "post" in stopped else "email" if "email" in stopped else "phone"
    talk.reply.say(f"utter_ads_stopped_{kind}")
    _tell_print(talk)
    talk.reply.record(advertising_stopped=sorted(stopped))
    talk.reply.remember(ads_about=None, ad_contact=None)
    talk.settle()


def _tell_print(talk: Talk) -> None:
    terms = talk.knowledge.terms
    talk.reply.say("utter_ads_print", weeks=terms.advertising.print_weeks)
    talk.reply.record(source=terms.source, entry=terms.advertising.id)
