"""What is left on a gift card: its number and PIN, best by keypad; neither is ever said or kept."""

from actions import person_offer
from actions.action import HotlineAction
from actions.forms import GIFT_CARD_FORM, is_elsewhere
from actions.talk import Talk
from bot.shop.accounts.models import GiftCard, PinCheck
from bot.shop.authentication import MAX_FAILURES
from bot.understanding.topic_words import topic_in

CARD, PIN = "gift_card_code", "gift_pin_code"
SHORTEST_CARD = 8


class GiftCardForm(HotlineAction):
    """Asks for number and PIN; a lost card, or three wrong tries, are a person's business."""

    action_name = "validate_gift_card_form"

    def answer(self, talk: Talk) -> None:
        """One turn about a gift card."""
        if is_elsewhere(talk.turn, GIFT_CARD_FORM):
            return
        talk.reply.remember(topic="gift_card_balance")
        if person_offer.answered(talk):
            return
        if topic_in("gift_card", talk.turn.text, talk.turn.language):
            talk.reply.say("utter_gift_card_lost")
            talk.hand_over("gift_card_lost", said=talk.turn.text)
        elif talk.turn.requested in (CARD, PIN) and talk.turn.intent == "deny":
            talk.offer_person("gift_card_unreadable", "utter_gift_card_without")
        else:
            _serve(talk)


def _serve(talk: Talk) -> None:
    numbers = _given(talk, CARD)
    if numbers and len(numbers[0]) < SHORTEST_CARD:
        _failed(talk)
        return
    if numbers:
        # From here on the card goes by a name of its own: nothing that is kept holds its number.
        talk.reply.remember(gift_card=talk.shop.accounts.gift_card(numbers))
    pins = _given(talk, PIN)
    if not talk.reply.recall("gift_card"):
        talk.reply.ask(CARD)
    elif not pins:
        talk.reply.ask(PIN)
    else:
        _open(talk, pins)


def _given(talk: Talk, slot: str) -> list[str]:
    entity = talk.turn.entity("code") if talk.turn.requested == slot else None
    return [str(reading) for reading in entity.get("readings") or ()] if entity else []


def _open(talk: Talk, pins: list[str]) -> None:
    opened = talk.shop.accounts.open_gift_card(talk.reply.recall("gift_card"), pins, at=talk.now)
    talk.reply.remember(gift_card=None)
    if opened.card:
        talk.reply.remember(gift_failures=None)
        _tell(talk, opened.card)
        return
    _failed(talk, locked=opened.check is PinCheck.LOCKED)


def _failed(talk: Talk, *, locked: bool = False) -> None:
    failures = int(talk.reply.recall("gift_failures") or 0) + 1
    talk.reply.remember(gift_failures=failures)
    if locked or failures >= MAX_FAILURES:
        talk.reply.say("utter_gift_card_locked")
        talk.hand_over("gift_card_locked")
    else:
        # Which of the two was wrong is not said; both are asked for anew.
        talk.reply.say("utter_gift_card_wrong")
        talk.reply.ask(CARD)


def _tell(talk: Talk, card: GiftCard) -> None:
    values = {"balance": f"{card.balance:.2f}", "until": card.expires_on.isoformat()}
    if card.is_expired(talk.today):
        talk.offer_person("gift_card_expired", "utter_gift_card_expired", **values)
    else:
        talk.reply.say("utter_gift_card_balance", **values)
        talk.reply.record(gift_card="balance_told")
        talk.settle()
