"""One key says whether the bot was right; the case, the labels and the audit trail know it."""

from typing import Any

import pytest
from sqlalchemy import Engine, select

from bot.desk.labels import LABELS, UNDONE, Labels
from bot.errors import NotAllowed, NotPossible
from bot.handover.cases import Cases
from bot.handover.expert_verdicts import MISSING, RIGHT, WRONG
from bot.staff.person import Person
from tests.desk.case_builders import Office, person
from tests.handover.flagged import flag


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


@pytest.fixture
def eva(office: Office) -> Person:
    return office.hire(person(skills=frozenset({"care", "care_estate"})))


@pytest.fixture
def labels(office: Office) -> Labels:
    return Labels(office.engine, office.clock)


@pytest.fixture
def case(office: Office, eva: Person) -> str:
    made = office.bereaved()
    office.talks(made, eva)
    return made


def kept(office: Office) -> list[dict[str, Any]]:
    with office.engine.connect() as db:
        return [dict(row) for row in db.execute(select(LABELS).order_by(LABELS.c.id)).mappings()]


def flags(office: Office, case: str) -> dict[str, Any]:
    return {one["code"]: one["confirmed_by_expert"] for one in office.packet(case)["flags"]}


@pytest.mark.parametrize("verdict", [RIGHT, WRONG])
def test_a_verdict_on_a_flag(office: Office, labels: Labels, eva: Person, case: str, verdict: str) -> None:
    labels.flag(office.frames.of(case, eva), "bereavement", verdict)
    assert flags(office, case) == {"bereavement": verdict}
    (label,) = kept(office)
    assert (label["kind"], label["code"], label["verdict"], label["turn"]) == (
        "flag",
        "bereavement",
        verdict,
        1,
    )
    assert (label["staff_id"], label["handover_id"], label["reviewed_at"]) == ("eva", case, None)
    (entry,) = office.audited("case_labelled")
    assert entry["data"] == {"kind": "flag", "code": "bereavement", "verdict": verdict}


def test_the_same_verdict_twice_is_one(office: Office, labels: Labels, eva: Person, case: str) -> None:
    for _ in range(2):
        labels.flag(office.frames.of(case, eva), "bereavement", RIGHT)
    assert len(kept(office)) == 1


def test_the_newest_counts(office: Office, labels: Labels, eva: Person, case: str) -> None:
    for verdict in (RIGHT, WRONG):
        labels.flag(office.frames.of(case, eva), "bereavement", verdict)
    assert flags(office, case) == {"bereavement": WRONG}
    assert [label["verdict"] for label in kept(office)] == [RIGHT, WRONG]


def test_a_verdict_is_taken_back(office: Office, labels: Labels, eva: Person, case: str) -> None:
    for verdict in (WRONG, UNDONE):
        labels.flag(office.frames.of(case, eva), "bereavement", verdict)
    assert flags(office, case) == {"bereavement": None}
    assert "dont_condole_again" in office.packet(case)["do_dont"]
    assert [label["verdict"] for label in kept(office)] == [WRONG, UNDONE]


def test_what_was_never_said_cannot_be_taken_back(
    office: Office, labels: Labels, eva: Person, case: str
) -> None:
    labels.flag(office.frames.of(case, eva), "bereavement", UNDONE)
    labels.need(office.frames.of(case, eva), UNDONE)
    assert kept(office) == []


def test_a_flag_nobody_raised(office: Office, labels: Labels, eva: Person, case: str) -> None:
    labels.flag(office.frames.of(case, eva), "crisis", MISSING)
    assert flags(office, case) == {"bereavement": None, "crisis": MISSING}
    assert "do_stay_on_line" in office.packet(case)["do_dont"]
    (label,) = kept(office)
    assert (label["code"], label["verdict"], label["turn"]) == ("crisis", MISSING, None)


def test_an_added_flag_is_taken_back_whole(office: Office, labels: Labels, eva: Person, case: str) -> None:
    for verdict in (MISSING, UNDONE):
        labels.flag(office.frames.of(case, eva), "crisis", verdict)
    assert flags(office, case) == {"bereavement": None}
    assert "do_stay_on_line" not in office.packet(case)["do_dont"]


def test_a_verdict_on_the_guess(office: Office, labels: Labels, eva: Person, case: str) -> None:
    labels.need(office.frames.of(case, eva), RIGHT)
    assert office.packet(case)["probable_need"]["confirmed_by_expert"]["verdict"] == RIGHT
    (label,) = kept(office)
    assert (label["kind"], label["code"], label["corrected_to"]) == ("need", "estate_close_account", None)


def test_the_guess_is_put_right(office: Office, labels: Labels, eva: Person, case: str) -> None:
    labels.need(office.frames.of(case, eva), WRONG, "estate_goods_back")
    assert office.frames.of(case, eva).blocks.wish.need.corrected_to == "estate_goods_back"
    assert kept(office)[0]["corrected_to"] == "estate_goods_back"


def test_where_there_was_no_guess_an_expert_may_say_what_is_needed(
    office: Office, labels: Labels, eva: Person
) -> None:
    case = office.case()
    office.talks(case, eva)
    labels.need(office.frames.of(case, eva), WRONG, "be_heard")
    assert office.frames.of(case, eva).blocks.wish.need.corrected_to == "be_heard"
    assert kept(office)[0]["code"] is None


@pytest.mark.parametrize(("code", "verdict"), [("sadness", RIGHT), ("anger", "perhaps"), ("anger", "")])
def test_what_there_is_not_is_refused(
    office: Office, labels: Labels, eva: Person, case: str, code: str, verdict: str
) -> None:
    with pytest.raises(NotPossible, match="verdict"):
        labels.flag(office.frames.of(case, eva), code, verdict)


def test_a_need_there_is_not_is_refused(office: Office, labels: Labels, eva: Person, case: str) -> None:
    with pytest.raises(NotPossible, match="verdict"):
        labels.need(office.frames.of(case, eva), WRONG, "a_pony")


def test_who_only_looks_on_says_nothing(office: Office, labels: Labels, eva: Person) -> None:
    case = office.case(office.talk(flag("anger")))
    with pytest.raises(NotAllowed):
        labels.flag(office.frames.of(case, eva), "anger", WRONG)
    assert kept(office) == []


def test_what_experts_said_outlives_what_the_caller_says_next(
    office: Office, labels: Labels, eva: Person, case: str
) -> None:
    labels.flag(office.frames.of(case, eva), "bereavement", WRONG)
    labels.flag(office.frames.of(case, eva), "hardship", MISSING)
    labels.need(office.frames.of(case, eva), WRONG, "pay_later")
    talk = office.record.by_id(office.frames.of(case, eva).conversation_id)
    assert talk is not None
    Cases(office.engine, office.record).refresh(case, talk, "asked_for_person", {}, office.now())
    assert flags(office, case) == {"bereavement": WRONG, "hardship": MISSING}
    assert "dont_condole_again" not in office.packet(case)["do_dont"]
    assert "dont_press_payment" in office.packet(case)["do_dont"]
    assert office.frames.of(case, eva).blocks.wish.need.corrected_to == "pay_later"
