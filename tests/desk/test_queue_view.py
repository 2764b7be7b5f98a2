"""What one person sees of the queue: theirs first of all, of the rest no more than they may know."""

from datetime import timedelta
from typing import Any

import pytest

from bot.desk.case_access import AboutCase
from bot.desk.desk_terms import load_desk_terms
from bot.desk.queue_lines import Line
from bot.desk.queue_view import ALL, AT_ONCE, DELICATE, Looking, Rules, View, queue_view
from bot.handover.routing_people import HOUSE, Expert, Waiting
from bot.handover.suiting import suiting
from bot.staff.person import Person
from tests.builders import NOW

TERMS = load_desk_terms()


def about(**more: Any) -> AboutCase:
    return AboutCase(**{"skill": "care", "level": 1, "guarded": frozenset(), "flags": {}, **more})


def line(wait: str = "w1", waited_s: float = 10, **more: Any) -> Line:
    case: AboutCase = more.pop("about", about())
    asked = {"priority": "P3", "skill": case.skill, "language": "de", "level": case.level}
    entered = NOW - timedelta(seconds=waited_s)
    names = ("priority", "skill", "language", "not_experts", "delicate")
    asked |= {name: more.pop(name) for name in names if name in more}
    caller = Waiting(**{"id": wait, "entered_at": entered, **asked})
    values: dict[str, Any] = {"wait_id": wait, "case_id": f"case-{wait}", "number": "123456"}
    values |= {"conversation_id": f"talk-{wait}", "channel": "sms", "reason": "asked_for_person"}
    values |= {"skill": case.skill, "flag": None, "about": case, "caller": caller, "attempts": 0}
    values |= {"expected": None, "escalated": None, "rings": None, "rings_name": None, "call_id": None}
    values |= {"accepted": False, "softened": sum(waited_s >= step for step in (60, 120))}
    return Line(**values | more)


def person(*skills: str, **more: Any) -> Person:
    who = {"id": "eva", "name": "Eva", "role": "agent", "languages": ("de",), "level": 2, "site": "main"}
    return Person(**{**who, "skills": frozenset(skills or ("care",)), **more})


def seen(*lines: Line, by: Person | None = None, **how: Any) -> View:
    me = by or person()
    able = {"skills": me.skills, "opted_in": me.skills, "supervisor": me.leads, "level": me.level}
    expert = Expert(id=me.id, languages=frozenset(me.languages), site=me.site, free_since=NOW, **able)  # type: ignore[arg-type]
    looking = Looking(me, expert, **{"free": True, "which": ALL, **how})
    return queue_view(lines, looking, Rules(suiting(NOW, HOUSE), TERMS))


FRAUD = about(skill="fraud", guarded=frozenset({"fraud"}), flags={"fraud": "fraud"})


def fraud(**more: Any) -> Line:
    return line(about=FRAUD, flag="fraud", reason="account_takeover", delicate=True, **more)


def test_mine_are_those_i_could_take_now() -> None:
    both = (line("w1"), fraud(wait="w2"))
    assert [row.wait_id for row in seen(*both, which="mine").rows] == ["w1"]
    view = seen(*both)
    assert [row.wait_id for row in view.rows] == ["w1", "w2"]
    assert (view.mine, view.all) == (1, 2)


def test_a_situation_is_named_to_its_skill_alone() -> None:
    (row,) = seen(fraud(), by=person("fraud")).rows
    assert (row.flag, row.reason, row.number) == ("fraud", "account_takeover", "123456")
    (row,) = seen(fraud(), by=person("care")).rows
    assert (row.flag, row.reason, row.number, row.case_id) == (DELICATE, None, None, None)


def test_leads_know_what_everybody_waits_for() -> None:
    (row,) = seen(fraud(), by=person("care", role="lead")).rows
    assert (row.flag, row.reason, row.case_id) == ("fraud", "account_takeover", "case-w1")


def test_partners_see_nothing_of_what_is_not_for_them() -> None:
    partner = person("fraud", site="callnord")
    (row,) = seen(line(about=about(skill="business")), by=person("care", site="callnord")).rows
    assert row.reason is None
    assert row.case_id is None
    (row,) = seen(fraud(), by=partner).rows
    assert row.reason == "account_takeover"


def test_the_hardest_work_is_not_for_beginners() -> None:
    (row,) = seen(line(about=about(level=3)), by=person("care", level=1)).rows
    assert (row.takes, row.suit.because, row.reason) == (False, "level", None)


def test_what_rings_for_me_stands_alone_and_first() -> None:
    ringing = line("w2", rings="eva", rings_name="Eva", call_id="c1", channel="voice")
    view = seen(line("w1"), ringing)
    assert view.ring
    assert (view.ring.wait_id, view.ring.mine, view.ring.takes) == ("w2", True, True)
    assert [row.wait_id for row in view.rows] == ["w1"]


def test_it_rings_no_more_once_i_have_accepted() -> None:
    assert seen(line("w1", rings="eva", accepted=True, channel="voice")).ring is None


def test_what_rings_for_me_i_may_see_whatever_my_skills() -> None:
    view = seen(fraud(rings="eva", channel="voice"), by=person("care"))
    assert view.ring
    assert (view.ring.flag, view.ring.reason) == ("fraud", "account_takeover")


def test_what_rings_at_a_colleague_is_not_to_be_taken() -> None:
    view = seen(line("w1", rings="ida", rings_name="Ida", channel="voice"))
    assert not view.rows[0].takes
    assert view.mine == 0


def test_leads_see_first_what_is_escalated_and_agents_what_comes_next() -> None:
    both = (line("w1", priority="P2"), line("w2", escalated="overdue"))
    assert [row.wait_id for row in seen(*both, by=person(role="lead")).rows] == ["w2", "w1"]
    assert [row.wait_id for row in seen(*both).rows] == ["w1", "w2"]


def test_so_many_at_once_and_all_on_request() -> None:
    many = [line(f"w{number:03}") for number in range(AT_ONCE + 7)]
    assert (len(seen(*many).rows), seen(*many).more) == (AT_ONCE, 7)
    assert (len(seen(*many, everything=True).rows), seen(*many, everything=True).more) == (AT_ONCE + 7, 0)


@pytest.mark.parametrize(
    "other",
    [
        line("w1", attempts=1),
        line("w1", escalated="overdue"),
        line("w1", expected="2_5"),
        line("w1", not_experts=frozenset({"eva"})),
        line("w1", 61, skill="fraud", about=about(skill="fraud")),
    ],
)
def test_whatever_looks_different_has_another_version(other: Line) -> None:
    assert seen(line("w1")).version != seen(other).version


def test_the_same_picture_has_the_same_version() -> None:
    assert seen(line("w1")).version == seen(line("w1")).version
    assert seen(line("w1")).version != seen(line("w1"), free=False).version
