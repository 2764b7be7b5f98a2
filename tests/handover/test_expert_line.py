"""On the expert's phone: nothing of the case before the key, then the brief, the room, and four ways on."""

import pytest
from sqlalchemy import Engine

from bot.errors import CarrierUnavailable
from tests.handover.hall import Hall


@pytest.fixture
def hall(sqlite: Engine) -> Hall:
    return Hall(sqlite)


def rung(hall: Hall, **place: object) -> tuple[str, str]:
    """A caller waits and Eva's phone rings: the wait, the call."""
    hall.expert("eva")
    wait = hall.caller(**place)  # type: ignore[arg-type]
    hall.work()
    x = hall.ringing(wait)
    assert x
    return wait, x


def test_whoever_picks_up_hears_nothing_of_the_case(hall: Hall) -> None:
    _, x = rung(hall, reason="bereavement")
    step = hall.line.picked_up(x, "CA1")
    assert (step.then, step.sentences[0].text) == (
        "key",
        "Anruf von der Hotline. Annehmen mit der Eins, ablehnen mit der Zwei.",
    )


def test_an_expert_is_spoken_to_in_their_own_language(hall: Hall) -> None:
    hall.expert("joe", languages=["en", "de"])
    wait = hall.caller()
    hall.work()
    step = hall.line.picked_up(hall.ringing(wait) or "", "CA1")
    assert (step.sentences[0].language, step.sentences[0].text[:6]) == ("en", "A call")


def test_after_the_key_comes_the_brief_and_then_the_room(hall: Hall) -> None:
    wait, x = rung(hall)
    hall.line.picked_up(x, "CA1")
    heard = hall.line.key(x, "1", 0)
    assert (heard.then, heard.sentences[0].text[:11]) == ("join", "Ohne Namen.")
    room = hall.line.join(x)
    assert room.room is not None
    assert (room.then, room.room.name[:5], room.sentences[0].text) == ("room", "room-", "Ich verbinde Sie.")
    assert hall.carrier.moved == [("CALLER1", "room")]
    assert (hall.status("eva"), hall.wait(wait)["status"]) == ("talking", "ringing")


def test_two_declines_and_the_next_one_is_asked(hall: Hall) -> None:
    wait, x = rung(hall)
    hall.expert("ida")
    hall.line.picked_up(x, "CA1")
    assert hall.line.key(x, "2", 0).then == "end"
    assert (hall.outcome(x), hall.status("eva"), hall.wait(wait)["not_experts"]) == (
        "declined",
        "after_call",
        ["eva"],
    )
    hall.work()
    assert hall.who_rings() == ["ida"]


def test_no_key_is_asked_for_once_more_and_then_nobody_is_there(hall: Hall) -> None:
    _, x = rung(hall)
    hall.line.picked_up(x, "CA1")
    again = hall.line.key(x, "", 0)
    assert (again.then, again.tried) == ("key", 1)
    assert hall.line.key(x, "7", again.tried).then == "end"
    assert hall.outcome(x) == "no_key"


def test_a_repeated_key_gives_the_brief_again_and_nothing_twice(hall: Hall) -> None:
    _, x = rung(hall)
    hall.line.picked_up(x, "CA1")
    first, second = hall.line.key(x, "1", 0), hall.line.key(x, "1", 0)
    assert first == second
    hall.line.join(x)
    assert hall.line.join(x).then == "room"
    assert hall.carrier.moved == [("CALLER1", "room")]


def test_a_caller_who_is_gone_is_told_before_the_brief(hall: Hall) -> None:
    wait, x = rung(hall)
    hall.line.picked_up(x, "CA1")
    hall.hangs_up(wait)
    step = hall.line.key(x, "1", 0)
    assert (step.then, step.sentences[0].text) == ("end", "Das hat sich schon erledigt. Danke.")
    assert (hall.outcome(x), hall.status("eva"), hall.wait(wait)["outcome"]) == (
        "caller_gone",
        "free",
        "caller_hung_up",
    )


def test_a_caller_who_hangs_up_during_the_brief_is_told_and_the_expert_is_free(hall: Hall) -> None:
    wait, x = rung(hall)
    hall.line.picked_up(x, "CA1")
    hall.line.key(x, "1", 0)
    hall.hangs_up(wait)
    assert hall.line.join(x).sentences[0].text == "Der Anruf ist zu Ende, es wurde aufgelegt. Danke."
    assert (hall.outcome(x), hall.status("eva")) == ("caller_gone", "free")


def test_a_carrier_that_knows_the_caller_is_gone_ends_it_too(hall: Hall) -> None:
    wait, x = rung(hall)
    hall.line.picked_up(x, "CA1")
    hall.line.key(x, "1", 0)
    hall.carrier.over.add("CALLER1")
    assert hall.line.join(x).then == "end"
    assert (hall.outcome(x), hall.wait(wait)["outcome"]) == ("caller_gone", "caller_hung_up")


def test_where_the_caller_cannot_be_moved_the_expert_goes_in_all_the_same(hall: Hall) -> None:
    wait, x = rung(hall)
    hall.line.picked_up(x, "CA1")
    hall.line.key(x, "1", 0)
    hall.carrier.fault = CarrierUnavailable("503")
    step = hall.line.join(x)
    assert (step.then, step.sentences[0].text) == ("room", "Einen Moment, der Anruf kommt gleich dazu.")
    assert hall.bridge.room_for(hall.talk(wait).id) == step.room


def test_when_the_caller_hangs_up_the_expert_hears_so_and_has_time_of_their_own(hall: Hall) -> None:
    wait = caller_and_eva(hall)
    x = hall.talking(wait)
    hall.carrier.over.add("CALLER1")
    step = hall.line.left(x, hall.bridge.is_gone)
    assert (step.then, hall.outcome(x), hall.status("eva")) == ("end", "completed", "after_call")
    assert hall.wait(wait)["outcome"] == "talked"


def caller_and_eva(hall: Hall, **place: object) -> str:
    hall.expert("eva")
    return hall.caller(**place)  # type: ignore[arg-type]


def test_the_star_leads_to_the_menu_and_the_caller_is_on_hold(hall: Hall) -> None:
    wait = caller_and_eva(hall)
    x = hall.talking(wait)
    step = hall.line.left(x, hall.bridge.is_gone)
    assert (step.then, hall.wait(wait)["news"]) == ("menu", "on_hold")
    assert hall.bridge.room_for(hall.talk(wait).id) is None


def test_one_leads_back_into_the_same_room_and_fetches_the_caller(hall: Hall) -> None:
    wait = caller_and_eva(hall)
    x = hall.in_menu(wait)
    step = hall.menu.chosen(x, "1", 0)
    assert (step.then, step.room) == ("room", hall.bridge.room_for(hall.talk(wait).id))
    assert hall.carrier.moved == [("CALLER1", "room"), ("CALLER1", "room")]


def test_whoever_chooses_nothing_is_led_back_to_the_caller(hall: Hall) -> None:
    x = hall.in_menu(caller_and_eva(hall))
    again = hall.menu.chosen(x, "", 0)
    assert (again.then, again.tried) == ("menu", 1)
    assert hall.menu.chosen(x, "", again.tried).then == "room"


def test_passed_on_with_a_note_the_next_expert_hears_it_and_the_caller_is_first(hall: Hall) -> None:
    wait = caller_and_eva(hall)
    x = hall.in_menu(wait)
    assert hall.menu.chosen(x, "2", 0).then == "note"
    assert hall.menu.note(x, "Rechnung 4711 ist doppelt.", 0).then == "end"
    row = hall.wait(wait)
    assert (row["status"], row["first"], row["news"], row["not_experts"]) == (
        "waiting",
        True,
        "transferred",
        ["eva"],
    )
    assert (hall.outcome(x), hall.status("eva")) == ("transferred", "after_call")
    hall.expert("ida")
    hall.work()
    other = hall.ringing(wait) or ""
    hall.line.picked_up(other, "CA2")
    assert "Notiz: Rechnung 4711 ist doppelt." in hall.line.key(other, "1", 0).sentences[0].text


def test_a_note_nobody_spoke_is_asked_for_once_more_and_then_left_out(hall: Hall) -> None:
    x = hall.in_menu(caller_and_eva(hall))
    hall.menu.chosen(x, "2", 0)
    again = hall.menu.note(x, "", 0)
    assert (again.then, again.tried) == ("note", 1)
    assert hall.menu.note(x, "", 1).then == "end"
    assert hall.outcome(x) == "transferred"


@pytest.mark.parametrize(("key", "news"), [("1", "handed_back"), ("2", "finished"), ("", "handed_back")])
def test_handed_back_the_bot_knows_what_to_do(hall: Hall, key: str, news: str) -> None:
    wait = caller_and_eva(hall)
    x = hall.in_menu(wait)
    assert hall.menu.chosen(x, "3", 0).then == "hand_back"
    assert hall.menu.hand_back(x, key, 1).then == "end"
    assert (hall.outcome(x), hall.wait(wait)["news"], hall.wait(wait)["outcome"]) == (
        "handed_back",
        news,
        "handed_back",
    )


def test_finished_the_caller_is_told_and_then_nobody_waits(hall: Hall) -> None:
    wait = caller_and_eva(hall)
    x = hall.in_menu(wait)
    assert hall.menu.chosen(x, "4", 0).then == "end"
    assert (hall.outcome(x), hall.wait(wait)["news"], hall.wait(wait)["status"]) == (
        "completed",
        "finished",
        "talking",
    )
    hall.waits.change(wait, "talking", news=None)
    hall.work()
    assert (hall.wait(wait)["status"], hall.wait(wait)["outcome"]) == ("over", "talked")


def test_a_caller_on_hold_hears_at_once_what_comes_next(hall: Hall) -> None:
    x = hall.in_menu(caller_and_eva(hall))
    hall.menu.chosen(x, "4", 0)
    assert hall.carrier.moved[-1] == ("CALLER1", "turn")


def test_a_carrier_that_cannot_hurry_leaves_it_to_the_next_turn(hall: Hall) -> None:
    wait = caller_and_eva(hall)
    x = hall.in_menu(wait)
    hall.carrier.fault = CarrierUnavailable("503")
    assert hall.menu.chosen(x, "4", 0).then == "end"
    assert hall.wait(wait)["news"] == "finished"


def test_whoever_hangs_up_while_the_expert_chooses_is_not_passed_on(hall: Hall) -> None:
    wait = caller_and_eva(hall)
    x = hall.in_menu(wait)
    hall.hangs_up(wait)
    assert hall.menu.chosen(x, "2", 0).sentences[0].text.startswith("Der Anruf ist zu Ende")
    assert (hall.outcome(x), hall.wait(wait)["outcome"]) == ("completed", "talked")


def test_after_a_heavy_case_there_are_five_minutes(hall: Hall) -> None:
    wait = caller_and_eva(hall, priority="P1", skill="care")
    hall.menu.chosen(hall.in_menu(wait), "4", 0)
    eva = hall.experts.get("eva")
    assert eva
    assert (eva["heavy_last"], (eva["free_at"] - hall.clock.now()).total_seconds()) == (True, 300)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("busy", "busy"),
        ("no-answer", "no_answer"),
        ("failed", "failed"),
        ("canceled", "no_answer"),
        ("completed", "failed"),
    ],
)
def test_a_phone_nobody_picks_up_says_how(hall: Hall, status: str, outcome: str) -> None:
    wait, x = rung(hall)
    hall.line.progress(x, "CA1", status)
    hall.line.progress(x, "CA1", status)
    assert (hall.outcome(x), hall.wait(wait)["status"], hall.outcomes) == (outcome, "waiting", [outcome])


def test_hanging_up_instead_of_pressing_a_key_is_a_no(hall: Hall) -> None:
    _, x = rung(hall)
    hall.line.picked_up(x, "CA1")
    hall.line.progress(x, "CA1", "completed")
    assert hall.outcome(x) == "declined"


def test_an_expert_lost_during_the_brief_is_not_noticed_by_the_caller(hall: Hall) -> None:
    wait = caller_and_eva(hall)
    x = hall.accepted(wait)
    hall.line.progress(x, "CA1", "completed")
    row = hall.wait(wait)
    assert (hall.outcome(x), row["status"], row["news"], row["first"]) == (
        "dropped_in_brief",
        "waiting",
        None,
        False,
    )


@pytest.mark.parametrize("step", ["talking", "in_menu"])
def test_an_expert_lost_during_the_talk_puts_the_caller_first(hall: Hall, step: str) -> None:
    wait = caller_and_eva(hall)
    x = getattr(hall, step)(wait)
    hall.line.progress(x, "CA1", "completed")
    row = hall.wait(wait)
    assert (hall.outcome(x), row["status"], row["news"], row["first"]) == (
        "dropped_in_call",
        "waiting",
        "expert_gone",
        True,
    )


def test_news_that_comes_late_changes_nothing(hall: Hall) -> None:
    wait = caller_and_eva(hall)
    x = hall.talking(wait)
    for late in ("ringing", "initiated", "no-answer", "busy"):
        hall.line.progress(x, "CA1", late)
    assert hall.line.key(x, "2", 0).then == "room"
    assert hall.calls.get(x)["status"] == "talking"  # type: ignore[index]


@pytest.mark.parametrize("known", [True, False])
def test_a_call_that_is_over_or_unknown_is_politely_ended(hall: Hall, known: bool) -> None:
    _, x = rung(hall)
    hall.line.progress(x, "CA1", "busy")
    called = x if known else "nobody"
    steps = [hall.line.picked_up(called, "CA1"), hall.line.key(called, "1", 0), hall.line.join(called)]
    steps += [hall.line.left(called, hall.bridge.is_gone), hall.menu.chosen(called, "4", 0)]
    steps += [hall.menu.note(called, "x", 0), hall.menu.hand_back(called, "1", 0)]
    assert {step.then for step in steps} == {"end"}


def test_an_expert_who_is_off_stays_off_after_the_one_call_in_the_night(hall: Hall) -> None:
    hall.expert("mia", role="lead", status="off", skills=[])
    wait = hall.caller(priority="P0")
    hall.menu.chosen(hall.in_menu(wait), "4", 0)
    assert hall.status("mia") == "off"
