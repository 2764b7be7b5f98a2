"""Everything there was before, on one line of time, and what of it is nobody else's business."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from bot.desk.case_frame import CaseFrame
from bot.desk.case_rows import CLOSINGS
from bot.desk.history import Contact, History
from bot.errors import NotAllowed, NotThere
from bot.handover.cases import PROMISES, Cases
from bot.handover.contact_rules import ContactRules
from bot.staff.person import Person
from tests.builders import CALLER, NOW
from tests.desk.case_builders import Office, facts, person
from tests.handover.flagged import flag

OTHER = "+491713920999"


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


@pytest.fixture
def eva(office: Office) -> Person:
    return office.hire(person())


def past(
    office: Office, frame: CaseFrame, numbers: dict[str, tuple[str, ...]] | None = None
) -> list[Contact]:
    return History(office.engine, lambda customer: (numbers or {}).get(customer, ())).of(frame)


def mine(office: Office, who: Person, **talk: Any) -> CaseFrame:
    """A case they talk in now."""
    case = office.case(office.talk(**talk))
    office.talks(case, who)
    return office.frames.of(case, who)


def ago(**time: int) -> Any:
    return NOW - timedelta(**time)


def test_the_same_number_by_call_and_by_text_newest_first(office: Office, eva: Person) -> None:
    texted = office.talk(started_at=ago(days=2), channel="sms")
    called = office.talk(started_at=ago(days=5))
    office.talk(started_at=ago(days=1), caller=OTHER)
    frame = mine(office, eva)
    found = past(office, frame)
    assert [one.id for one in found] == [frame.conversation_id, texted.id, called.id]
    assert [(one.channel, one.here) for one in found] == [("voice", True), ("sms", False), ("voice", False)]


def test_a_recognised_customer_s_other_number_too(office: Office, eva: Person) -> None:
    before = office.talk(started_at=ago(days=1), caller=OTHER)
    proven = facts(verified_customer="C1042")
    frame = mine(office, eva, facts=proven)
    assert before.id in [one.id for one in past(office, frame, {"C1042": (OTHER,)})]
    assert before.id not in [one.id for one in past(office, frame)]


def test_a_withheld_number_is_nobody_s_past(office: Office, eva: Person) -> None:
    office.talk(started_at=ago(days=1), caller=None)
    frame = mine(office, eva, caller=None)
    assert [one.id for one in past(office, frame)] == [frame.conversation_id]


def test_what_became_of_it_is_told_in_its_order(office: Office, eva: Person) -> None:
    talk = office.talk(started_at=ago(days=3))
    office.clock.at = ago(days=3)
    case = office.case(talk, "complaint", "complaint")
    wait = office.talks(case, eva)
    office.over(wait)
    Cases(office.engine, office.record).note(case, eva.id, "ruft wieder an", ago(days=2, hours=20))
    promise = {"handover_id": case, "kind": "answer", "due_from": ago(days=2), "due_by": ago(days=1)}
    promise |= {
        "owner": "care",
        "outcome": "kept",
        "settled_at": ago(days=1),
        "created_at": ago(days=2, hours=12),
    }
    closing = {
        "handover_id": case,
        "staff_id": eva.id,
        "at": ago(days=2, hours=10),
        "disposition": "resolved",
    }
    with office.engine.begin() as db:
        db.execute(insert(PROMISES).values(**promise))
        db.execute(insert(CLOSINGS).values(wait_id=wait, **closing))
    office.clock.at = NOW
    contact = next(one for one in past(office, mine(office, eva)) if one.id == talk.id)
    assert [(one.number, one.reason) for one in contact.cases] == [(contact.cases[0].number, "complaint")]
    assert [(mark.what, mark.code) for mark in contact.marks] == [
        ("waited", "talked"),
        ("note", "note"),
        ("promised", "answer"),
        ("closed", "resolved"),
        ("settled", "kept"),
    ]
    assert {mark.who for mark in contact.marks if mark.what in ("waited", "closed", "note")} == {"Eva Weber"}


def test_a_sensitive_contact_is_there_but_says_nothing(office: Office, eva: Person) -> None:
    talk = office.talk(flag("bereavement"), started_at=ago(days=1), wish="order_status")
    office.case(talk, "bereavement", "delicate")
    contact = next(one for one in past(office, mine(office, eva)) if one.id == talk.id)
    assert (contact.sight, contact.wish, contact.cases, contact.marks) == (None, None, (), ())


def test_also_before_it_was_a_case(office: Office, eva: Person) -> None:
    talk = office.talk(flag("hardship"), started_at=ago(days=1))
    assert next(one for one in past(office, mine(office, eva)) if one.id == talk.id).sight is None


def test_but_whoever_had_it_reads_it(office: Office, eva: Person) -> None:
    talk = office.talk(flag("bereavement"), started_at=ago(days=1))
    office.over(office.talks(office.case(talk, "bereavement", "delicate"), eva))
    contact = next(one for one in past(office, mine(office, eva)) if one.id == talk.id)
    assert contact.sight is not None
    assert contact.sight.quotes == {"bereavement"}


def test_who_was_in_danger_is_not_even_mentioned_to_others(office: Office, eva: Person) -> None:
    talk = office.talk(flag("abuse_safety"), started_at=ago(days=1))
    assert talk.id not in [one.id for one in past(office, mine(office, eva))]


def test_also_when_only_the_rule_knows_and_is_over(office: Office, eva: Person) -> None:
    talk = office.talk(started_at=ago(days=1))
    rules, case = ContactRules(office.engine), office.case(talk)
    rules.protect(talk, case, ago(days=1))
    rules.lift(case, ago(hours=1))
    assert talk.id not in [one.id for one in past(office, mine(office, eva))]


@pytest.mark.parametrize("more", [{"skills": frozenset({"care", "safe_contact"})}, {"role": "lead"}])
def test_but_those_trained_for_it_and_the_lead_see_it(office: Office, more: dict[str, Any]) -> None:
    who = office.hire(person(id="x", name="X", **more))
    talk = office.talk(flag("abuse_safety"), started_at=ago(days=1))
    assert talk.id in [one.id for one in past(office, mine(office, who))]


def test_their_own_case_shows_its_own_conversation(office: Office, eva: Person) -> None:
    talk = office.talk(flag("abuse_safety"))
    case = office.case(talk, "abuse_safety", "delicate")
    office.talks(case, eva)
    assert [one.id for one in past(office, office.frames.of(case, eva))] == [talk.id]


def test_one_contact_is_opened_to_be_read(office: Office, eva: Person) -> None:
    talk = office.talk(started_at=ago(days=1))
    frame = mine(office, eva)
    assert History(office.engine, lambda _: ()).one(frame, talk.id).id == talk.id


def test_but_no_stranger_s_and_no_sensitive_one(office: Office, eva: Person) -> None:
    stranger = office.talk(started_at=ago(days=1), caller=OTHER)
    sensitive = office.talk(flag("bereavement"), started_at=ago(days=2))
    frame, history = mine(office, eva), History(office.engine, lambda _: ())
    with pytest.raises(NotThere):
        history.one(frame, stranger.id)
    with pytest.raises(NotAllowed):
        history.one(frame, sensitive.id)


def test_a_partner_s_people_see_no_past(office: Office) -> None:
    partner = office.hire(person(id="nora", name="Nora", site="nord"))
    with pytest.raises(NotAllowed, match="field"):
        past(office, mine(office, partner))


def test_a_call_back_belongs_to_the_case_it_is_about(office: Office, eva: Person) -> None:
    first = office.talk(started_at=ago(days=1))
    case = office.case(first)
    leg = office.talk(started_at=ago(hours=1), caller=CALLER)
    office.talks(case, eva, conversation_id=leg.id, channel="callback")
    frame = office.frames.of(case, eva)
    found = past(office, frame)
    assert (frame.conversation_id, [one.here for one in found]) == (leg.id, [True, True])
    assert all(one.cases[0].here for one in found)
