"""Taking down a new address: postcode, city, street, house number, confirmed where they may be misheard."""

from actions.places import country_in
from actions.talk import Talk
from bot.shop.deliveries.models import Address
from bot.understanding.addresses import Street, house_number_in, street_beside_postcode, street_in
from bot.understanding.dont_know import says_dont_know
from bot.understanding.entities import leading_yes_no
from bot.understanding.topic_words import topic_in

POSTCODE, CITY, STREET, HOUSE = "new_postcode", "new_city_text", "new_street_text", "new_house_text"
CONFIRM_STREET, CONFIRM_HOUSE = "confirm_street", "confirm_house"
PART = "address_part_text"
ASKED = frozenset({POSTCODE, CITY, STREET, HOUSE, CONFIRM_STREET, CONFIRM_HOUSE, PART})
# What is kept of each part; the slots asked for only carry the question.
PARTS = {
    "postcode": ("address_postcode", "address_city"),
    "street": ("address_street", "street_is_right"),
    "house": ("address_house", "house_is_right"),
}


def collected(talk: Talk, country: str) -> Address | None:
    """The whole new address; None when a question is open now."""
    _listen(talk, country)
    if talk.reply.asks or not (_has_place(talk, country) and _has_street(talk) and _has_house(talk)):
        return None
    recall = talk.reply.recall
    street = f"{recall('address_street')} {recall('address_house')}"
    return Address(street, recall("address_postcode"), recall("address_city"), country)


def only_house_number(talk: Talk, country: str) -> str | None:
    """The corrected house number where nothing else was wrong; None when a question is open now."""
    _listen(talk, country)
    return talk.reply.recall("address_house") if not talk.reply.asks and _has_house(talk) else None


def ask_which_part(talk: Talk) -> None:
    """ "No" to the whole: only what is wrong is asked again."""
    part = topic_in("address_part", talk.turn.text, talk.turn.language)
    if part is None:
        talk.ask(PART, "utter_which_part")
        return
    forget(talk, part)
    if part == "house":
        talk.reply.remember(address_house=house_number_in(talk.turn.text, talk.turn.language))


def forget(talk: Talk, *parts: str) -> None:
    """Drop these parts, or all of them."""
    slots = [slot for part in (parts or PARTS) for slot in PARTS[part]]
    talk.reply.remember(**dict.fromkeys(slots))


def country_elsewhere(talk: Talk, country: str) -> str | None:
    """Another country that the caller names while an address is taken down."""
    named = country_in(talk.turn.text, ()) if talk.turn.requested in ASKED else None
    return named if named not in (None, country) else None


def take_postcode(talk: Talk, postcode: str, country: str) -> None:
    """Keep the postcode, and the street where it was said in the same breath."""
    talk.reply.remember(address_postcode=postcode, address_city=None)
    cities = talk.shop.deliveries.cities(postcode, country)
    street = street_beside_postcode(talk.turn.text, talk.turn.language, cities)
    if street:
        _keep_street(talk, street)


def _listen(talk: Talk, country: str) -> None:
    turn, requested = talk.turn, talk.turn.requested
    if requested == POSTCODE and (postcode := turn.value("postcode")):
        take_postcode(talk, postcode, country)
    elif requested == CITY:
        talk.reply.remember(address_city=_words(talk))
    elif requested == STREET:
        _take_street(talk, turn.text)
    elif requested == HOUSE:
        talk.reply.remember(address_house=house_number_in(turn.text, turn.language))
    elif requested == PART and topic_in("address_part", turn.text, turn.language):
        forget(talk, str(topic_in("address_part", turn.text, turn.language)))
    elif requested == PART:
        talk.ask(PART, "utter_which_part")
    elif requested == CONFIRM_STREET:
        _hear_confirmation(talk, "street")
    elif requested == CONFIRM_HOUSE:
        _hear_confirmation(talk, "house")


def _hear_confirmation(talk: Talk, part: str) -> None:
    """Yes, or no with or without what is right instead."""
    if talk.turn.intent == "affirm":
        talk.reply.remember(**{f"{part}_is_right": True})
    elif talk.turn.intent in ("deny", "correct_previous"):
        forget(talk, part)
        _, instead = leading_yes_no(talk.turn.text, talk.turn.language)
        if part == "street":
            _take_street(talk, instead)
        else:
            talk.reply.remember(address_house=house_number_in(instead, talk.turn.language))


def _take_street(talk: Talk, text: str) -> None:
    unknown = says_dont_know(text, talk.turn.language, None)
    street = None if unknown else street_in(text, talk.turn.language)
    if street:
        _keep_street(talk, street)


def _keep_street(talk: Talk, street: Street) -> None:
    talk.reply.remember(address_street=street.name)
    if street.house:
        talk.reply.remember(address_house=street.house)


def _words(talk: Talk) -> str | None:
    words = " ".join(talk.turn.text.split()).strip(" .,!?")
    unknown = says_dont_know(words, talk.turn.language, None)
    return words.title() if words and not unknown and len(words) <= 80 else None


def _has_place(talk: Talk, country: str) -> bool:
    postcode = talk.reply.recall("address_postcode")
    if not postcode:
        talk.reply.ask(POSTCODE)
        return False
    if not _fits(postcode, country):
        talk.reply.remember(address_postcode=None)
        talk.offer_person("address_abroad", "utter_address_abroad")
        return False
    if not talk.reply.recall("address_city"):
        cities = talk.shop.deliveries.cities(postcode, country)
        if len(cities) != 1:
            talk.reply.ask(CITY)
            return False
        talk.reply.remember(address_city=cities[0])
    return True


def _fits(postcode: str, country: str) -> bool:
    return len(postcode) == (5 if country == "DE" else 4)


def _has_street(talk: Talk) -> bool:
    street = talk.reply.recall("address_street")
    if not street:
        postcode = talk.reply.recall("address_postcode")
        talk.reply.hint(talk.shop.deliveries.streets(postcode) if postcode else ())
        talk.ask(STREET, "utter_which_street", city=talk.reply.recall("address_city"))
    elif not talk.reply.recall("street_is_right"):
        talk.confirm(CONFIRM_STREET, "utter_confirm_street", street=street)
    else:
        return True
    return False


def _has_house(talk: Talk) -> bool:
    house = talk.reply.recall("address_house")
    if not house:
        talk.reply.ask(HOUSE)
    elif not talk.reply.recall("house_is_right"):
        talk.confirm(CONFIRM_HOUSE, "utter_confirm_house", house=house)
    else:
        return True
    return False
