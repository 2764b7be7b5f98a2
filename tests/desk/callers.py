"""Those who call and text in the tests of the desk: what they say, and what is understood of it."""

from dataclasses import dataclass, replace
from typing import Any

from bot.understanding.delicate.flags import Flag
from bot.understanding.rasa_client import DialogueAnswer
from carrier import Step, hears, then
from tests.builders import ScriptedRasa, said, sure

# Past the greeting, which cannot be broken into before it has said that a machine speaks.
GREETED_S = 16
WISH = "Wo ist die Bestellung meiner Frau?"
PASSED_AWAY = "Meine Frau ist letzte Woche verstorben und da kommt noch ein Paket"
IDENTITY = "Somebody opened an account in my name, please stop this order"
LOST_WORK = "Ich habe meine Arbeit verloren und kann die Rechnung nicht zahlen"
PERSON_DE, PERSON_EN = "MITARBEITER", "AGENT"
WHERE_DE, WHERE_EN = "Wo ist mein Paket?", "Where is my parcel?"
ASKED = "Wie lautet Ihre Bestellnummer?"
SETTLED = {"de": "Ihr Paket kommt am Mittwoch.", "en": "Your parcel arrives on Wednesday."}
FLAGS = {
    PASSED_AWAY: Flag("bereavement", "clear", PASSED_AWAY, "cue", 1.0),
    LOST_WORK: Flag("hardship", "clear", "meine Arbeit verloren", "cue", 1.0),
    IDENTITY: Flag("fraud", "clear", "Somebody opened an account in my name", "cue", 1.0),
}
# Their orders are in the demo shop.
WIDOWER, DEFRAUDED, IMPATIENT = "+491713920077", "+447400123886", "+491713920044"


@dataclass(frozen=True)
class Caller:
    """Somebody with a telephone and something to say."""

    number: str
    steps: tuple[Step, ...]


BEREAVED = Caller(WIDOWER, (then(GREETED_S, say=WISH), hears(ASKED, say=PASSED_AWAY)))


class DeskRasa(ScriptedRasa):
    """Asks for the order's number when a wife's order is asked for, and else knows where a parcel is."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys((WISH, WHERE_DE, WHERE_EN), sure("order_status")))

    def turn(self, message: dict[str, Any], timeout_s: float) -> DialogueAnswer:
        """By what was said."""
        if message.get("text") == WISH:
            slots = {"order_number": "WM-104823"}
            return replace(said(ASKED, "order_number", "order_form"), slots=slots)
        return said(SETTLED[str(message["language"])], done="order_status")


def delicate(text: str, language: str) -> tuple[Flag, ...]:
    """A gate that knows these callers' sentences."""
    return tuple(flag for words, flag in FLAGS.items() if words in text)
