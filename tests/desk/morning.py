"""A morning at the desk as it stands at one moment: who calls, waits, talks and writes."""

from dataclasses import dataclass

from carrier import Call, talk, then
from tests.desk.callers import DEFRAUDED, IDENTITY, LOST_WORK, PERSON_DE, PERSON_EN, WHERE_DE, WIDOWER
from tests.desk.people import AYLIN, EVA, EVERYBODY, JONAS, MIRA, NORA
from tests.desk.world import DeskWorld, greets

# Customers of the demo shop, or nobody.
WAITING, LATER, TEXTER, ASKING, INDEBTED, ABROAD = (
    "+491713920044",
    "+491713920020",
    "+4915228817001",
    "+4915228817002",
    "+4915228817003",
    "+447400123887",
)
HELLO = "Weber, guten Tag. Ich habe Ihre Notiz vor mir, Sie müssen nichts wiederholen."
THANKS = "Danke. Es geht um die Bestellung meiner Frau, die Rechnung ist auch noch offen."
REPLY = "Thank you for telling us. I have stopped the order; please do not pay anything."
ANSWER = "Thanks, that is a relief. Do I have to send you anything?"


@dataclass
class Morning:
    """Ids of what is to be looked at."""

    world: DeskWorld
    call: Call
    voice_case: str
    sms_case: str
    live: str


def morning(world: DeskWorld) -> Morning:
    """Eva talks with a widower, Jonas writes with somebody whose name was abused, and others wait."""
    world.hire(*EVERYBODY, status="free")
    world.set_status(AYLIN, "off")
    world.set_status(MIRA, "paused")
    world.set_account(NORA, reached_by="browser")
    _earlier(world)
    world.lines[EVA.id].owner = greets(HELLO, talk(600))
    call = world.bereaved()
    world.run_for(60)
    world.say(call, THANKS)
    _thread(world)
    for number in (WAITING, LATER):
        world.ordinary(number)
    for number, words in ((TEXTER, PERSON_DE), (INDEBTED, LOST_WORK), (ABROAD, PERSON_EN)):
        world.text(number, words)
        world.run_for(25)
    world.call(ASKING, then(16, say=WHERE_DE), then(60, say="Noch etwas anderes"))
    world.run_for(40)
    return Morning(
        world, call, world.case_of(WIDOWER), world.case_of(DEFRAUDED), world.conversation_of(ASKING)
    )


def _earlier(world: DeskWorld) -> None:
    """The widower has texted before."""
    world.text(WIDOWER, WHERE_DE)
    world.run_for(2)


def _thread(world: DeskWorld) -> None:
    phone = world.text(DEFRAUDED, IDENTITY)
    world.run_for(20)
    takeover = world.hotline.parts.desk.takeover
    wait = world.row("SELECT id FROM waits WHERE channel = 'sms' AND status = 'waiting'")
    conversation = takeover.take(wait["id"], JONAS.id)
    takeover.send(JONAS.id, conversation, REPLY, "first")
    world.run_for(30)
    phone.text(ANSWER, world.hotline.number)
    world.run_for(20)
