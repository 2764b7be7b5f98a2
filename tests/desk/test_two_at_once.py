"""Two people click "accept" at the same moment: exactly one has the case, the other is told kindly."""

import time
from collections.abc import Iterator

import pytest

from tests.desk.browser import Browser
from tests.desk.callers import IDENTITY, IMPATIENT
from tests.desk.pages import ACCEPT, Seat
from tests.desk.people import EVA, JONAS
from tests.desk.world import DeskWorld

# Both browsers are told in time, and then nothing but the click is left to do.
SOON_S = 0.7
BOTH = {EVA.id: EVA, JONAS.id: JONAS}


@pytest.fixture(scope="module", autouse=True)
def staff(world: DeskWorld) -> None:
    world.hire(*BOTH.values())


@pytest.fixture
def both(browser: Browser, other_browser: Browser, world: DeskWorld) -> Iterator[list[Seat]]:
    for one in BOTH.values():
        world.set_status(one, "free")
    yield [Seat(browser, world, EVA).sign_in(), Seat(other_browser, world, JONAS).sign_in()]
    world.all_quiet()


def click_together(seats: list[Seat]) -> None:
    """Both see the case, and click in the same millisecond; no time passes for the hotline."""
    for seat in seats:
        seat.browser.one(ACCEPT)
    moment = (time.time() + SOON_S) * 1000
    for seat in seats:
        seat.browser.does("click_at", ACCEPT, moment)
    for seat in seats:
        seat.browser.until(lambda seat=seat: has_it(seat) or told(seat))


def has_it(seat: Seat) -> bool:
    return seat.path.startswith("/desk/cases/")


def told(seat: Seat) -> str:
    return seat.browser.text("#notice")


def one_and_only(seats: list[Seat]) -> Seat:
    """Who got it; the other still has the queue, and a plain sentence."""
    winner, loser = sorted(seats, key=has_it, reverse=True)
    assert [has_it(seat) for seat in (winner, loser)] == [True, False]
    assert told(loser) in {loser.t("faults.taken"), loser.t("faults.already_taken")}
    assert loser.path == "/desk/queue"
    return winner


def test_a_text_thread_goes_to_one_of_them(both: list[Seat], world: DeskWorld) -> None:
    phone = world.text("+447400123010", IDENTITY)
    click_together(both)
    winner = one_and_only(both)
    wait = world.row("SELECT status, last_expert_id FROM waits WHERE status <> 'over'")
    assert wait == {"status": "talking", "last_expert_id": winner.person.id}
    busy = world.rows("SELECT id FROM staff WHERE status = 'talking'")
    assert [row["id"] for row in busy] == [winner.person.id]
    winner.reply("Here I am.")
    winner.until(lambda: phone.inbox[-1].body == "Here I am.")
    winner.end("conversation.ending.close", "resolved")


def test_a_caller_is_put_through_to_one_of_them(both: list[Seat], world: DeskWorld) -> None:
    call = world.ordinary(IMPATIENT)
    # Nobody's phone has been rung yet, and no time passes until both have clicked.
    assert world.network.run_until(lambda: bool(world.rows("SELECT id FROM waits WHERE status <> 'over'")))
    click_together(both)
    winner = one_and_only(both)
    rung = world.rows("SELECT staff_id, accepted_on FROM expert_calls WHERE status <> 'over'")
    assert rung == [{"staff_id": winner.person.id, "accepted_on": "desk"}]
    winner.sees(winner.t("call.states.talking"), "#call")
    assert len(world.lines[winner.person.id].calls) == 1
    (loser,) = BOTH.keys() - {winner.person.id}
    assert world.lines[loser].calls == []
    call.hang_up()
    winner.close("resolved")
