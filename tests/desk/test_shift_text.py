"""A text thread at the desk, from the queue to its end: taken, answered, handed back, passed on."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.common.keys import Keys

from tests.desk.browser import Browser
from tests.desk.callers import DEFRAUDED, IDENTITY, WHERE_EN
from tests.desk.pages import Seat
from tests.desk.people import AYLIN, EVA, JONAS, MIRA
from tests.desk.world import DeskWorld

ANSWER = "Thank you for telling us, I have stopped the order."
MORE = "Do I have to send you anything?"
NOTE = "Bestellung ist gestoppt, bitte noch das Konto sperren."


@pytest.fixture(scope="module", autouse=True)
def staff(world: DeskWorld) -> None:
    world.hire(EVA, JONAS, AYLIN, MIRA)


@pytest.fixture
def jonas(browser: Browser, world: DeskWorld) -> Iterator[Seat]:
    """At his desk, free, with nothing to do."""
    world.set_status(JONAS, "free")
    yield Seat(browser, world, JONAS).sign_in()
    world.all_quiet()


def test_a_thread_is_taken_answered_and_handed_back_to_the_bot(jonas: Seat, world: DeskWorld) -> None:
    phone = world.text(DEFRAUDED, IDENTITY)
    jonas.accept()
    jonas.sees("Somebody opened an account in my name", "#block-flags")
    jonas.sees("Nie nach Passwort oder Codes fragen")

    jonas.reply(ANSWER)
    jonas.until(lambda: phone.inbox[-1].body == ANSWER)
    phone.text(MORE, world.hotline.number)
    jonas.sees(MORE, "#turns")
    assert phone.inbox[-1].body == ANSWER, "the bot must be silent while somebody has the thread"

    jonas.click(jonas.t("conversation.ending.go_on"))
    jonas.sees(jonas.t("closing.title"))
    jonas.until(lambda: phone.inbox[-1].body != ANSWER)
    handed_back = len(phone.inbox)
    phone.text(WHERE_EN, world.hotline.number)
    assert "Your parcel arrives on Wednesday." in phone.inbox[handed_back].body
    wait = world.row("SELECT status, outcome, last_expert_id FROM waits")
    assert wait == {"status": "over", "outcome": "handed_back", "last_expert_id": JONAS.id}
    jonas.close("fraud_case", reason_right=True, had_to_repeat=False)
    said = world.row("SELECT disposition, bot_should, reason_right, had_to_repeat FROM case_closings")
    assert said == {"disposition": "fraud_case", "bot_should": None, "reason_right": 1, "had_to_repeat": 0}


def test_a_template_is_filled_and_goes_nowhere_by_itself(jonas: Seat, world: DeskWorld) -> None:
    phone = world.text("+447400123001", IDENTITY)
    jonas.accept()
    before = len(phone.inbox)
    jonas.click(jonas.t("templates.open"))
    jonas.click("Begrüßung")
    jonas.until(lambda: "Hello, this is Jonas Brandt from Muster & Co." in jonas.written())
    world.run_for(30)
    assert len(phone.inbox) == before
    jonas.type("#reply-text", " The order is stopped.", Keys.CONTROL + Keys.ENTER)
    jonas.until(lambda: len(phone.inbox) > before)
    assert phone.inbox[-1].body.startswith("Hello, this is Jonas Brandt from Muster & Co.")
    assert phone.inbox[-1].body.endswith(" The order is stopped.")
    jonas.until(lambda: jonas.written() == "")
    jonas.end("conversation.ending.close", "resolved")


def test_a_colleague_gets_the_thread_and_the_note(
    jonas: Seat, world: DeskWorld, other_browser: Browser
) -> None:
    phone = world.text("+447400123002", IDENTITY)
    world.set_status(EVA, "free")
    case = jonas.accept()
    jonas.click(jonas.t("conversation.ending.pass_on"))
    jonas.choose("#pass-to", EVA.name)
    jonas.type("#pass-note", NOTE)
    jonas.click(jonas.t("conversation.ending.pass_on"), "#pass-on form")
    jonas.close("transferred")

    eva = Seat(other_browser, world, EVA).sign_in()
    assert eva.accept() == case
    eva.sees(NOTE)
    eva.reply("Weber here, I go on.")
    eva.until(lambda: phone.inbox[-1].body == "Weber here, I go on.")
    eva.end("conversation.ending.close", "fraud_case")
