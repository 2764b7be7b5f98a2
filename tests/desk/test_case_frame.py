"""A case as one person may see it: theirs or not, what is unmasked; looks at sensitive ones are noted."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from bot.desk.case_frame import AFTERWARDS, CaseFrame
from bot.desk.case_views import SAME_LOOK
from bot.errors import NotAllowed, NotThere
from bot.handover.contact_rules import ContactRules
from bot.staff.person import Person
from tests.builders import NOW
from tests.desk.case_builders import Office, person
from tests.handover.flagged import flag

ESTATE = frozenset({"care_estate", "care", "any"})


@pytest.fixture
def office(engine: Engine) -> Office:
    return Office(engine)


@pytest.fixture
def eva(office: Office) -> Person:
    return office.hire(person(skills=ESTATE))


@pytest.fixture
def jonas(office: Office) -> Person:
    return office.hire(person(id="jonas", name="Jonas Brandt"))


def seen(office: Office, case: str, who: Person) -> CaseFrame:
    return office.frames.of(case, who)


def test_a_case_nobody_opened_is_not_there(office: Office, eva: Person) -> None:
    with pytest.raises(NotThere, match="case"):
        seen(office, "nothing", eva)


def test_who_talks_with_the_caller_has_it(office: Office, eva: Person) -> None:
    case = office.bereaved()
    office.talks(case, eva)
    frame = seen(office, case, eva)
    assert (frame.mine, frame.open, frame.channel, frame.sight.reveals) == (True, True, "voice", True)


def test_somebody_s_phone_rings_for_it_and_they_see_it_already(office: Office, jonas: Person) -> None:
    case = office.bereaved()
    office.rings(office.waits(case, status="ringing"), jonas)
    frame = seen(office, case, jonas)
    assert (frame.mine, frame.call is not None) == (False, True)


def test_once_accepted_it_is_theirs(office: Office, jonas: Person) -> None:
    case = office.bereaved()
    office.rings(office.waits(case, status="ringing"), jonas, "accepted")
    assert seen(office, case, jonas).mine


def test_after_the_talk_they_have_had_it(office: Office, jonas: Person) -> None:
    case = office.bereaved()
    office.over(office.talks(case, jonas))
    frame = seen(office, case, jonas)
    assert (frame.mine, frame.open, frame.sight.reveals) == (False, False, True)


def test_by_phone_too(office: Office, jonas: Person) -> None:
    case = office.bereaved()
    wait = office.waits(case)
    office.rings(wait, jonas, "over", joined_at=NOW)
    assert seen(office, case, jonas).sight.reveals


def test_a_colleague_who_is_asked_into_the_talk_sees_what_it_is_about(
    office: Office, eva: Person, jonas: Person
) -> None:
    case = office.bereaved()
    call = office.rings(office.waits(case, status="talking"), eva, "talking")
    office.asked_in(call, jonas, "ringing")
    assert seen(office, case, jonas).sight.reveals


def test_who_was_in_the_talk_has_had_it_afterwards(office: Office, eva: Person, jonas: Person) -> None:
    case = office.bereaved()
    wait = office.waits(case, status="talking")
    office.asked_in(office.rings(wait, eva, "over"), jonas, "over", joined_at=NOW, outcome="left")
    office.over(wait)
    assert seen(office, case, jonas).sight.reveals


def test_who_was_only_rung_has_not_had_it(office: Office, eva: Person, jonas: Person) -> None:
    case = office.bereaved()
    office.rings(office.waits(case, skill="care_estate", priority="P1"), jonas, "over", outcome="declined")
    with pytest.raises(NotAllowed):
        seen(office, case, jonas)


def test_whom_a_waiting_case_is_meant_for_has_not_had_it(office: Office, eva: Person, jonas: Person) -> None:
    case = office.bereaved()
    office.waits(case, last_expert_id=jonas.id, answered_at=NOW, skill="care_estate")
    with pytest.raises(NotAllowed):
        seen(office, case, jonas)


def test_who_could_take_a_waiting_case_reads_it_masked(office: Office, eva: Person) -> None:
    case = office.bereaved()
    office.waits(case, skill="care_estate", priority="P1")
    frame = seen(office, case, eva)
    assert (frame.sight.reveals, frame.blocks.who.number and frame.blocks.who.number.hides) == (False, None)


def test_a_sensitive_case_of_others_stays_with_them(office: Office, eva: Person, jonas: Person) -> None:
    case = office.bereaved()
    office.talks(case, eva)
    with pytest.raises(NotAllowed, match="sensitive"):
        seen(office, case, jonas)


def test_every_look_at_a_sensitive_case_is_noted_once_in_a_while(office: Office, eva: Person) -> None:
    case = office.bereaved()
    office.talks(case, eva)
    for _ in range(3):
        seen(office, case, eva)
    (entry,) = office.audited("case_viewed")
    assert (entry["staff_id"], entry["about"], entry["data"]) == ("eva", f"case:{case}", {})
    office.clock.pass_s(SAME_LOOK.total_seconds() + 1)
    seen(office, case, eva)
    assert len(office.audited("case_viewed")) == 2


def test_an_ordinary_case_is_looked_at_without_a_note(office: Office, eva: Person) -> None:
    seen(office, office.case(), eva)
    assert office.audited("case_viewed") == []


def test_a_refused_look_is_no_look(office: Office, jonas: Person) -> None:
    case = office.bereaved()
    with pytest.raises(NotAllowed):
        seen(office, case, jonas)
    assert office.audited("case_viewed") == []


def test_a_field_shown_stays_shown_for_the_talk_of_this_person(office: Office, eva: Person) -> None:
    case = office.bereaved()
    office.talks(case, eva)
    office.frames.show(seen(office, case, eva), "phone")
    office.clock.pass_s(3600)
    assert seen(office, case, eva).shown == {"phone"}
    (entry,) = office.audited("field_shown")
    assert (entry["about"], entry["data"]) == (f"case:{case}", {"field": "phone"})


def test_nobody_else_and_no_other_case(office: Office, eva: Person) -> None:
    lead = office.hire(person(id="mira", name="Mira", role="lead"))
    case, other = office.bereaved(), office.bereaved()
    office.talks(case, eva)
    office.talks(other, eva)
    office.frames.show(seen(office, case, eva), "phone")
    assert (seen(office, case, lead).shown, seen(office, other, eva).shown) == (frozenset(), frozenset())


def test_after_the_talk_it_is_masked_again(office: Office, eva: Person) -> None:
    case = office.bereaved()
    wait = office.talks(case, eva)
    office.frames.show(seen(office, case, eva), "phone")
    office.over(wait)
    assert seen(office, case, eva).shown == {"phone"}
    office.clock.pass_s(AFTERWARDS.total_seconds() + 1)
    assert seen(office, case, eva).shown == frozenset()


def test_a_new_talk_begins_masked(office: Office, eva: Person) -> None:
    case = office.bereaved()
    office.over(office.talks(case, eva))
    office.frames.show(seen(office, case, eva), "phone")
    office.clock.pass_s(60)
    office.talks(case, eva)
    assert seen(office, case, eva).shown == frozenset()


def test_who_may_not_reveal_cannot(office: Office, eva: Person) -> None:
    frame = seen(office, office.case(), eva)
    with pytest.raises(NotAllowed, match="field"):
        office.frames.show(frame, "phone")
    assert office.audited("field_shown") == []


def test_only_masked_fields_can_be_asked_for(office: Office, eva: Person) -> None:
    case = office.case()
    office.talks(case, eva)
    with pytest.raises(NotAllowed, match="field"):
        office.frames.show(seen(office, case, eva), "password")


def test_a_partner_s_people_open_only_some_tabs(office: Office) -> None:
    partner = office.hire(person(id="nora", name="Nora", site="nord", skills=frozenset({"care"})))
    case = office.case()
    office.talks(case, partner)
    frame = seen(office, case, partner)
    assert "history" not in frame.tabs
    assert {"conversation", "closing", "knowledge"} <= set(frame.tabs)
    with pytest.raises(NotAllowed, match="field"):
        frame.must_see("history")


def test_earlier_contacts_of_the_number_are_counted(office: Office, eva: Person) -> None:
    for days in (1, 2):
        office.talk(started_at=NOW.replace(day=NOW.day - days))
    office.talk(started_at=NOW.replace(day=NOW.day - 3), caller="+491713920999")
    case = office.case()
    assert seen(office, case, eva).before == 2


def test_who_was_in_danger_is_not_even_counted(office: Office, eva: Person) -> None:
    talk = office.talk(flag("abuse_safety"), started_at=NOW.replace(day=NOW.day - 1))
    ContactRules(office.engine).protect(talk, office.case(talk), NOW)
    assert seen(office, office.case(), eva).before == 0


def test_the_open_wait_counts_before_one_that_is_over(office: Office, eva: Person) -> None:
    case = office.case()
    office.over(office.talks(case, eva))
    office.waits(case, entered_at=NOW.replace(hour=9))
    frame = seen(office, case, eva)
    assert frame.wait is not None
    assert frame.wait["status"] == "waiting"


def test_what_is_seen_changes_with_state_and_content(office: Office, eva: Person) -> None:
    case = office.case()
    wait = office.talks(case, eva)
    before = seen(office, case, eva).seen
    assert seen(office, case, eva).seen == before
    office.over(wait)
    assert seen(office, case, eva).seen != before


def test_level_three_work_is_hidden_from_level_one(office: Office, eva: Person) -> None:
    case = office.case()
    packet = office.packet(case)
    office.store(case, packet | {"routing": packet["routing"] | {"level": 3}})
    with pytest.raises(NotAllowed, match="level"):
        seen(office, case, replace(eva, level=1))
    assert seen(office, case, eva)
