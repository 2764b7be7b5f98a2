"""A bereavement call at the desk, from the first sign-in to the pause after it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from selenium.webdriver.common.keys import Keys

from bot.staff.passwords import hashed
from carrier import connected
from tests.desk.browser import Browser
from tests.desk.callers import PASSED_AWAY, WIDOWER
from tests.desk.pages import Seat
from tests.desk.people import EVA, JONAS, MIRA
from tests.desk.world import DeskWorld, greets, picks_up, stored_password

FIRST_PASSWORD, OWN = "abcd-efgh-jkmn-pqrs", "drei Kraniche über dem Fluss"
HELLO = "Weber, guten Tag, ich habe Ihre Notiz vor mir."
ASKS = "Was wird jetzt aus der Rechnung?"
ANSWERS = "Die ruht. Ich melde mich bei Ihnen."
NOTE = "Rechnung ruht, bitte Konto schließen."
BACK = "Sie sprechen wieder mit dem Computerprogramm"
SEVEN = ("who", "wish", "flags", "done", "facts", "orders", "reach")


@pytest.fixture(scope="module", autouse=True)
def staff(world: DeskWorld) -> None:
    world.hire(EVA, JONAS, MIRA)


@pytest.fixture
def eva(browser: Browser, world: DeskWorld) -> Iterator[Seat]:
    """At her desk, free; picks up and greets whoever calls."""
    world.lines[EVA.id].owner = greets(HELLO)
    world.set_status(EVA, "free")
    yield Seat(browser, world, EVA).sign_in()
    world.all_quiet()


def test_the_first_password_is_changed_at_the_first_sign_in(browser: Browser, world: DeskWorld) -> None:
    world.set_account(EVA, password_hash=hashed(FIRST_PASSWORD), must_change=True)
    eva = Seat(browser, world, EVA).sign_in(FIRST_PASSWORD)
    eva.sees(eva.t("staff.password.first_title"))
    assert eva.go("/desk/queue").path == "/staff/first-password"
    for name, words in (("old", FIRST_PASSWORD), ("new", OWN), ("again", OWN)):
        eva.type(f"[name={name}]", words)
    eva.type("[name=again]", Keys.ENTER)
    eva.until(lambda: eva.path == "/desk/queue")

    eva.click(eva.t("common.sign_out"))
    eva.sees(eva.t("staff.signed_out"))
    eva.sign_in(FIRST_PASSWORD, admitted=False)
    eva.sees(eva.t("staff.sign_in.wrong"))
    eva.sign_in(OWN)
    assert eva.path == "/desk/queue"
    world.set_account(EVA, password_hash=stored_password())


def test_who_says_so_is_available(browser: Browser, world: DeskWorld) -> None:
    world.set_status(EVA, "off")
    eva = Seat(browser, world, EVA).sign_in()
    eva.tap("#presence summary")
    eva.click(eva.t("presence.available"), "#presence")
    eva.sees(eva.t("presence.status.free"), "#presence summary")
    assert world.row("SELECT status FROM staff WHERE id = 'eva'") == {"status": "free"}


def test_a_bereavement_call_is_taken_by_a_click_talked_through_and_closed(
    eva: Seat, world: DeskWorld
) -> None:
    call = world.bereaved()
    assert world.network.run_until(lambda: bool(world.lines[EVA.id].calls), 60), "her phone rings"
    # No time passes until she has clicked: nobody has picked up.
    eva.browser.one("#ring-accept").click()
    eva.browser.until(lambda: eva.path.startswith("/desk/cases/"))
    eva.browser.until(lambda: all(eva.browser.all(f"#block-{name}") for name in SEVEN))
    eva.sees(PASSED_AWAY, "#block-flags")
    eva.sees("Keine Beileidsfloskeln, gesagt ist es schon", "#block-flags")

    her = world.lines[EVA.id].call
    eva.sees(eva.t("call.states.talking"), "#call")
    assert not [heard.text for heard in her.heard if "Annehmen mit der Eins" in heard.text]
    eva.until(lambda: call.heard[-1].text == HELLO)
    world.say(call, ASKS)
    world.say(her, ANSWERS)
    assert her.heard[-1].text == ASKS
    assert call.heard[-1].text == ANSWERS

    ended = talked_to_the_end(eva, world)
    eva.until(lambda: BACK in call.heard[-1].text)
    call.hang_up()
    due = promised(eva, world)
    closed(world, due)
    resting(world, ended)
    eva.sees(eva.t("presence.status.after_heavy"), "#presence")


def talked_to_the_end(eva: Seat, world: DeskWorld) -> datetime:
    """She ends the call from the bar; when that was."""
    eva.click(eva.t("call.finish"), "#call")
    eva.sees(eva.t("call.states.ended"), "#call")
    query = "SELECT status, outcome, priority FROM waits WHERE last_expert_id = 'eva'"
    eva.until(lambda: world.row(query) == {"status": "over", "outcome": "talked", "priority": "P1"})
    return world.hotline.clock.now()


def promised(eva: Seat, world: DeskWorld) -> str:
    """The case is closed with an answer promised for in three days; that day."""
    day = (world.hotline.clock.now() + timedelta(days=3)).date().isoformat()
    eva.to_closing()
    eva.tap("label[for=d-followup_promised]")
    eva.set_day("#answer_day", day)
    eva.close("followup_promised", bot_should=False, reason_right=True, had_to_repeat=False)
    return day


def closed(world: DeskWorld, day: str) -> None:
    """What is in the store afterwards."""
    said = world.row("SELECT * FROM case_closings")
    assert (said["staff_id"], said["disposition"]) == (EVA.id, "followup_promised")
    assert (said["bot_should"], said["reason_right"], said["had_to_repeat"]) == (0, 1, 0)
    promise = world.row("SELECT * FROM promises WHERE id = :id", id=said["promise_id"])
    assert (promise["kind"], promise["outcome"], promise["due_by"][:10]) == ("answer", "open", day)
    labels = {row["kind"]: row["verdict"] for row in world.rows("SELECT kind, verdict FROM case_labels")}
    assert labels == {"bot_should": "no", "reason": "right", "repeat": "no"}
    what = [row["what"] for row in world.rows("SELECT what FROM audit WHERE staff_id = 'eva'")]
    assert {"signed_in", "case_accepted", "case_closed"} <= set(what)
    assert PASSED_AWAY not in json.dumps(world.rows("SELECT * FROM audit"))
    assert WIDOWER not in json.dumps(world.rows("SELECT * FROM audit"))


def resting(world: DeskWorld, ended: datetime) -> None:
    """Five minutes are hers."""
    she = world.row("SELECT status, free_at FROM staff WHERE id = 'eva'")
    assert she["status"] == "after_call"
    until = datetime.fromisoformat(she["free_at"]).replace(tzinfo=UTC)
    assert timedelta(minutes=4, seconds=30) < until - ended <= timedelta(minutes=5)


def test_a_caller_on_hold_is_told_why_and_hears_her_again(eva: Seat, world: DeskWorld) -> None:
    call = world.bereaved()
    eva.tap("#ring-accept")
    eva.sees(eva.t("call.states.talking"), "#call")
    eva.until(lambda: call.heard[-1].text == HELLO)
    eva.tap("#call-hold summary")
    eva.click(eva.t("call.reasons.look_up"), "#call-hold")
    eva.sees(eva.t("call.states.held"), "#call")
    eva.until(lambda: any("sieht etwas für Sie nach" in heard.text for heard in call.heard))
    eva.click(eva.t("call.resume"), "#call")
    eva.sees(eva.t("call.states.talking"), "#call")
    world.run_for(2)
    world.say(world.lines[EVA.id].call, ANSWERS)
    assert call.heard[-1].text == ANSWERS
    eva.click(eva.t("call.finish"), "#call")
    eva.close("resolved")


def test_a_call_is_passed_on_with_a_note_to_a_colleague(
    eva: Seat, world: DeskWorld, other_browser: Browser
) -> None:
    world.set_account(JONAS, skills=["care", "any", "care_estate"])
    call = world.bereaved()
    eva.tap("#ring-accept")
    eva.sees(eva.t("call.states.talking"), "#call")
    world.lines[JONAS.id].owner = picks_up(connected(1, say="Brandt hier."), after=6)
    world.set_status(JONAS, "free")
    jonas = Seat(other_browser, world, JONAS).sign_in()

    eva.click(eva.t("call.pass_on"), "#call")
    eva.type("#tab textarea[name=note]", NOTE)
    eva.choose("#tab select[name=to]", JONAS.name)
    eva.click(eva.t("call.pass_on_now"), "#tab")
    jonas.until(lambda: world.lines[JONAS.id].calls)
    jonas.tap("#ring-accept")
    jonas.case()
    jonas.sees(NOTE)
    jonas.until(lambda: call.heard[-1].text == "Brandt hier.")
    eva.close("transferred")
    jonas.click(jonas.t("call.finish"), "#call")
    jonas.close("resolved")
