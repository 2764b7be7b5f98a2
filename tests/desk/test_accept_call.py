"""A click is as good as the key on the phone: one caller goes to one person, whoever clicks when."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.desk.accept_call import AcceptCall, Desk
from bot.desk.declined_case import DeclinedCase
from bot.errors import CallRefused, CarrierUnavailable, DeskError, NotAllowed, NotPossible, NotThere, TooLate
from bot.handover.waits import Place
from bot.staff.audit import AUDIT, Audit
from bot.staff.person import Person, as_person
from tests.handover.at_once import at_once
from tests.handover.hall import Hall


class AtDesk(Hall):
    """A hall with a desk."""

    def restart(self, figures: Any = None) -> None:
        super().restart(figures)
        side, audit = self.side, Audit(self.engine)
        desk = Desk(side.rows, side.ends, side.ringing, side.line, self.carrier, side.bridge.is_gone)
        self.accepting = AcceptCall(desk, audit, self.clock)
        self.declining = DeclinedCase(self.engine, desk, audit, self.clock)

    def person(self, staff_id: str) -> Person:
        row = self.experts.get(staff_id)
        assert row
        return as_person(row)

    def accept(self, wait: str, who: str) -> str:
        return self.accepting.accept(wait, self.person(who))

    def decline(self, wait: str, who: str, reason: str = "not_my_field") -> None:
        self.declining.decline(wait, self.person(who), reason)

    def audit(self) -> list[tuple[str, str]]:
        with self.engine.connect() as db:
            return [tuple(row) for row in db.execute(select(AUDIT.c.staff_id, AUDIT.c.what))]


@pytest.fixture
def hall(sqlite: Engine) -> AtDesk:
    return AtDesk(sqlite)


def why(deed: Any) -> tuple[type[DeskError], str]:
    with pytest.raises(DeskError) as refused:
        deed()
    return type(refused.value), refused.value.code


# --- nobody is rung yet ---


def test_a_click_rings_ones_own_phone_and_no_key_is_asked_for(hall: AtDesk) -> None:
    hall.expert("eva", phone="+491711111111", skills=["care"])
    wait = hall.caller()
    case = hall.accept(wait, "eva")
    x = hall.ringing(wait) or ""
    assert case == hall.wait(wait)["handover_id"]
    assert [to for to, _, _ in hall.carrier.rung] == ["+491711111111"]
    assert (hall.status("eva"), hall.wait(wait)["status"], hall.audit()) == (
        "ringing",
        "ringing",
        [("eva", "case_accepted")],
    )
    assert hall.line.picked_up(x, "CA1").then == "join"
    assert hall.line.join(x).then == "room"
    assert hall.bridge.join(hall.talk(wait).id)
    assert (hall.status("eva"), hall.wait(wait)["status"]) == ("talking", "talking")


def test_the_dispatcher_leaves_alone_who_was_taken_by_a_click(hall: AtDesk) -> None:
    for name in ("eva", "ida"):
        hall.expert(name)
    hall.accept(hall.caller(), "eva")
    for _ in range(3):
        hall.work()
    assert len(hall.carrier.rung) == 1


def test_of_two_who_click_at_the_same_moment_one_gets_it(engine: Engine) -> None:
    halls = [AtDesk(engine) for _ in range(4)]
    for number in range(4):
        halls[0].expert(f"eva{number}")
    wait = halls[0].caller()
    results = at_once(*(lambda hall=hall, n=n: hall.accept(wait, f"eva{n}") for n, hall in enumerate(halls)))
    assert results.count(TooLate) == 3
    assert sum(len(hall.carrier.rung) for hall in halls) == 1
    free = [name for name in ("eva0", "eva1", "eva2", "eva3") if halls[0].status(name) == "free"]
    assert len(free) == 3


def test_a_click_and_the_dispatcher_at_the_same_moment_ring_one_phone(engine: Engine) -> None:
    halls = [AtDesk(engine) for _ in range(3)]
    for name in ("eva", "ida"):
        halls[0].expert(name)
    wait = halls[0].caller()
    at_once(halls[0].work, lambda: halls[1].accept(wait, "ida"), halls[2].work)
    assert sum(len(hall.carrier.rung) for hall in halls) == 1
    assert len(halls[0].who_rings()) == 1


def test_one_person_who_clicks_on_two_callers_gets_one(engine: Engine) -> None:
    halls = [AtDesk(engine) for _ in range(2)]
    halls[0].expert("eva")
    waits = [halls[0].caller("1"), halls[0].caller("2")]
    results = at_once(*(lambda h=h, w=w: h.accept(w, "eva") for h, w in zip(halls, waits, strict=True)))
    assert results.count(NotPossible) == 1
    assert sum(len(hall.carrier.rung) for hall in halls) == 1


def test_a_double_click_is_one(hall: AtDesk) -> None:
    hall.expert("eva")
    wait = hall.caller()
    assert hall.accept(wait, "eva") == hall.accept(wait, "eva")
    assert len(hall.carrier.rung) == 1


def test_who_writes_up_the_last_case_may_take_the_next_and_rests_on_if_it_comes_to_nothing(
    hall: AtDesk,
) -> None:
    rests_until = hall.clock.now() + timedelta(minutes=4)
    hall.expert("eva", status="after_call", free_at=rests_until)
    wait = hall.caller()
    hall.accept(wait, "eva")
    assert hall.status("eva") == "ringing"
    hall.hangs_up(wait)
    hall.work()
    assert (hall.outcomes, hall.status("eva")) == (["withdrawn"], "after_call")


def test_a_pause_goes_on_after_the_case_one_took_in_it(hall: AtDesk) -> None:
    hall.expert("eva", status="paused")
    wait = hall.caller()
    hall.accept(wait, "eva")
    assert hall.line.picked_up(hall.ringing(wait) or "", "CA1").then == "join"
    assert why(lambda: hall.accept(hall.caller("2"), "eva")) == (NotPossible, "in_call")
    assert hall.status("eva") == "talking"
    hall.hangs_up(wait)
    hall.pass_s(4)
    assert hall.status("eva") == "paused"


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"phone": None}, (NotPossible, "no_phone")),
        ({"reached_by": "browser"}, (NotPossible, "no_phone")),
        ({"status": "off"}, (NotPossible, "off")),
        ({"status": "talking"}, (NotPossible, "in_call")),
        ({"languages": ["en"]}, (NotAllowed, "not_suited")),
        ({"role": "ops"}, (NotAllowed, "role")),
        ({"active": False}, (NotAllowed, "role")),
    ],
)
def test_who_cannot_take_it_is_told_why(hall: AtDesk, facts: dict[str, Any], refused: Any) -> None:
    hall.expert("eva", **facts)
    wait = hall.caller()
    assert why(lambda: hall.accept(wait, "eva")) == refused
    assert (hall.wait(wait)["status"], hall.carrier.rung) == ("waiting", [])


def test_a_delicate_case_is_not_for_who_did_not_choose_such(hall: AtDesk) -> None:
    hall.expert("tom", skills=["orders"])
    wait = hall.caller(skill="care_estate", priority="P1")
    assert why(lambda: hall.accept(wait, "tom")) == (NotAllowed, "not_suited")


def test_one_who_would_have_to_wait_for_the_rules_to_soften_may_take_it_by_click(hall: AtDesk) -> None:
    hall.expert("tom", skills=["orders"])
    hall.expert("ida", skills=["technical"], status="talking", status_since=hall.clock.now())
    wait = hall.caller(skill="technical")
    hall.work()
    assert hall.who_rings() == []
    hall.accept(wait, "tom")
    assert hall.who_rings() == ["tom"]


def test_a_carrier_that_takes_no_calls_leaves_everything_as_it_was(hall: AtDesk) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.carrier.fault = CarrierUnavailable("503")
    assert why(lambda: hall.accept(wait, "eva")) == (NotPossible, "carrier")
    assert (hall.status("eva"), hall.wait(wait)["status"], hall.wait(wait)["not_experts"]) == (
        "free",
        "waiting",
        [],
    )


def test_a_phone_that_cannot_be_called_is_said_so(hall: AtDesk) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.carrier.fault = CallRefused("21211")
    assert why(lambda: hall.accept(wait, "eva")) == (NotPossible, "phone_refused")


def test_a_caller_who_hung_up_a_moment_ago_is_not_rung_for(hall: AtDesk) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.carrier.over.add("CALLER1")
    assert why(lambda: hall.accept(wait, "eva")) == (TooLate, "caller_gone")
    assert hall.carrier.rung == []


def test_only_callers_are_accepted_so(hall: AtDesk) -> None:
    hall.expert("eva")
    place = Place(priority="P3", skill="care", language="de")
    talk = hall.talk(hall.caller())
    text = hall.waits.enter(
        {"id": "another", "channel": "sms"},
        hall.waits.open_of(talk.id)["handover_id"],
        place,
        talk.last_at,  # type: ignore[index]
    )
    for unknown in ("nobody", text["id"]):
        assert why(lambda unknown=unknown: hall.accept(unknown, "eva")) == (NotThere, "wait")


# --- the phone rings already ---


def test_a_click_while_ones_phone_rings_spares_the_key(hall: AtDesk) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.work()
    hall.accept(wait, "eva")
    assert (len(hall.carrier.rung), hall.carrier.moved) == (1, [])
    assert hall.line.picked_up(hall.ringing(wait) or "", "CA1").then == "join"


def test_a_click_at_the_key_question_is_the_key(hall: AtDesk) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.work()
    x = hall.ringing(wait) or ""
    assert hall.line.picked_up(x, "CA1").then == "key"
    hall.accept(wait, "eva")
    assert hall.carrier.moved == [("CA1", "step")]
    assert hall.line.again(x).then == "join"
    assert hall.status("eva") == "talking"


def test_where_the_phone_cannot_be_moved_it_goes_on_by_itself(hall: AtDesk) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.work()
    x = hall.ringing(wait) or ""
    hall.line.picked_up(x, "CA1")
    hall.carrier.fault = CarrierUnavailable("503")
    hall.accept(wait, "eva")
    assert hall.line.key(x, "", 0).then == "join"


def test_what_a_colleague_is_rung_for_or_talks_about_is_theirs(hall: AtDesk) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.work()
    hall.expert("ida")
    assert why(lambda: hall.accept(wait, "ida")) == (TooLate, "taken")
    hall.line.picked_up(hall.ringing(wait) or "", "CA1")
    hall.line.key(hall.ringing(wait) or "", "1", 0)
    assert why(lambda: hall.accept(wait, "ida")) == (TooLate, "taken")
    hall.hangs_up(wait)
    assert why(lambda: hall.accept(wait, "ida")) == (TooLate, "caller_gone")


def test_a_click_for_a_phone_nobody_picks_up_asks_the_next_one(hall: AtDesk) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.accept(wait, "eva")
    hall.expert("ida")
    hall.pass_s(23)
    assert (hall.outcomes, hall.who_rings()) == (["no_answer"], ["ida"])


# --- declined ---


def test_declining_stops_the_ringing_and_asks_the_next(hall: AtDesk) -> None:
    hall.expert("eva")
    wait = hall.caller()
    hall.work()
    hall.expert("ida")
    hall.decline(wait, "eva", "in_the_middle")
    hall.work()
    assert (hall.carrier.hung_up, hall.outcomes, hall.who_rings()) == (["CA1"], ["declined"], ["ida"])
    (event,) = hall.events("case_declined")
    assert (event["staff"], event["reason"], event["wait"]) == ("eva", "in_the_middle", wait)
    assert ("eva", "case_declined") in hall.audit()


def test_who_declines_before_being_rung_is_not_rung_for_it(hall: AtDesk) -> None:
    wait = hall.caller()
    hall.expert("eva")
    hall.expert("ida", status="talking", status_since=hall.clock.now())
    hall.decline(wait, "eva")
    hall.work()
    assert (hall.who_rings(), hall.wait(wait)["not_experts"], hall.status("eva")) == ([], ["eva"], "free")


def test_who_declined_may_think_better_of_it(hall: AtDesk) -> None:
    wait = hall.caller()
    hall.expert("eva")
    hall.decline(wait, "eva")
    hall.accept(wait, "eva")
    assert hall.who_rings() == ["eva"]


def test_two_who_decline_at_the_same_moment_are_both_left_out(engine: Engine) -> None:
    halls = [AtDesk(engine) for _ in range(3)]
    wait = halls[0].caller()
    for number in range(3):
        halls[0].expert(f"eva{number}")
    assert at_once(*(lambda n=n, h=h: h.decline(wait, f"eva{n}") for n, h in enumerate(halls))) == [None] * 3
    assert halls[0].wait(wait)["not_experts"] == ["eva0", "eva1", "eva2"]


def test_a_talk_or_a_reason_nobody_knows_cannot_be_declined(hall: AtDesk) -> None:
    hall.expert("eva")
    wait = hall.caller()
    assert why(lambda: hall.decline(wait, "eva", "because")) == (NotPossible, "reason")
    hall.talking(wait)
    assert why(lambda: hall.decline(wait, "eva")) == (TooLate, "taken")
    assert why(lambda: hall.decline("nobody", "eva")) == (NotThere, "wait")
