"""Who sees which case: their own, what they could take; partners only what the skill needs."""

from dataclasses import replace
from typing import Any

import pytest

from bot.desk.case_access import EVERYTHING, AboutCase, Relation, Sight, about_case, sight
from bot.desk.desk_terms import load_desk_terms
from bot.desk.skill_of_flag import skill_of_flag
from bot.errors import NotAllowed
from bot.understanding.delicate.flags import CODES
from tests.desk.case_builders import person
from tests.handover.flagged import flag, packed, talk_with

TERMS = load_desk_terms()
PLAIN = AboutCase("care", 1, frozenset(), {})
BEREAVED = AboutCase("care", 1, frozenset({"care_estate"}), {"bereavement": "care_estate"})


def seen(case: AboutCase, relation: Relation, **who: Any) -> Sight:
    return sight(person(**who), case, relation, TERMS)


@pytest.mark.parametrize("relation", list(Relation))
def test_operations_see_no_case_at_all(relation: Relation) -> None:
    with pytest.raises(NotAllowed, match="role"):
        seen(PLAIN, relation, role="ops")


@pytest.mark.parametrize("role", ["lead", "admin"])
def test_the_lead_sees_and_reveals_everything(role: str) -> None:
    assert seen(BEREAVED, Relation.NONE, role=role) == Sight(
        EVERYTHING, True, frozenset({"bereavement"}), True
    )


@pytest.mark.parametrize("relation", [Relation.HAS, Relation.HAD])
def test_who_has_or_had_a_case_sees_it_whatever_their_skills(relation: Relation) -> None:
    found = seen(BEREAVED, relation, skills=frozenset())
    assert (found.reveals, found.quotes) == (True, {"bereavement"})


def test_who_could_take_a_case_reads_it_but_reveals_nothing_yet() -> None:
    found = seen(BEREAVED, Relation.SUITS, skills=frozenset({"care"}))
    assert (found.fields, found.reveals, found.quotes) == (EVERYTHING, False, frozenset())


def test_the_words_of_a_flag_are_for_its_skill() -> None:
    found = seen(BEREAVED, Relation.SUITS, skills=frozenset({"care_estate"}))
    assert found.quotes == {"bereavement"}


def test_somebody_else_s_ordinary_case_is_read_masked() -> None:
    assert seen(PLAIN, Relation.NONE).reveals is False


def test_somebody_else_s_sensitive_case_is_not_read_at_all() -> None:
    with pytest.raises(NotAllowed, match="sensitive"):
        seen(BEREAVED, Relation.NONE)


def test_but_those_with_its_skill_may_look() -> None:
    assert seen(BEREAVED, Relation.NONE, skills=frozenset({"care_estate"})).reveals is False


@pytest.mark.parametrize("relation", list(Relation))
def test_work_of_level_three_is_never_for_level_one(relation: Relation) -> None:
    with pytest.raises(NotAllowed, match="level"):
        seen(replace(PLAIN, level=3), relation, level=1)


def test_but_for_level_two_and_for_leads() -> None:
    assert seen(replace(PLAIN, level=3), Relation.SUITS, level=2)
    assert seen(replace(PLAIN, level=3), Relation.NONE, level=1, role="lead")


def test_a_partner_s_people_see_only_what_they_work_on() -> None:
    with pytest.raises(NotAllowed, match="site"):
        seen(PLAIN, Relation.NONE, site="nord")
    assert seen(PLAIN, Relation.HAS, site="nord").fields == TERMS.fields["care"]


def test_and_of_it_only_what_the_skill_needs() -> None:
    found = seen(
        AboutCase("product_care", 1, frozenset(), {}), Relation.HAS, site="nord", skills={"product_care"}
    )
    assert found.fields == TERMS.fields["product_care"] < EVERYTHING


def test_without_the_case_s_skill_they_see_the_least() -> None:
    found = seen(AboutCase("business", 1, frozenset(), {}), Relation.HAS, site="nord")
    assert found.fields == TERMS.fields["other"]


@pytest.mark.parametrize("relation", [Relation.HAD, Relation.SUITS])
def test_no_sensitive_case_outside_their_skills(relation: Relation) -> None:
    with pytest.raises(NotAllowed, match="sensitive"):
        seen(BEREAVED, relation, site="nord")


def test_but_a_caller_given_to_them_they_do_not_meet_blind() -> None:
    found = seen(replace(BEREAVED, skill="care_estate"), Relation.HAS, site="nord")
    assert (found.fields, found.quotes) == (TERMS.fields["other"], {"bereavement"})


def test_a_partner_s_lead_is_still_with_a_partner() -> None:
    with pytest.raises(NotAllowed, match="sensitive"):
        seen(BEREAVED, Relation.NONE, site="nord", role="lead")


def test_anybody_trained_counts_for_a_case_that_asks_for_anybody() -> None:
    crisis = AboutCase("any", 1, frozenset({"any"}), {"crisis": "any"})
    assert seen(crisis, Relation.SUITS, skills=frozenset({"care"})).quotes == {"crisis"}
    with pytest.raises(NotAllowed):
        seen(crisis, Relation.NONE, skills=frozenset({"business"}))


def about(packet: dict[str, Any]) -> AboutCase:
    return about_case(packet, TERMS, skill_of_flag())


def test_what_a_packet_says_of_itself() -> None:
    found = about(packed(talk_with(flag("bereavement")), reason="bereavement"))
    assert (found.sensitive, found.flags, found.level) == (True, {"bereavement": "care_estate"}, 1)


def test_asking_for_what_is_theirs_by_right_makes_no_case_sensitive() -> None:
    found = about(packed(talk_with(flag("privacy_incident", "request"))))
    assert (found.sensitive, found.flags) == (False, {})


def test_who_has_the_skill_of_a_lesser_flag_does_not_get_in_by_it() -> None:
    found = about(packed(talk_with(flag("bereavement"), flag("anger"))))
    assert found.guarded == {"care_estate"}


def test_some_reasons_make_a_case_sensitive_without_a_flag() -> None:
    assert about(packed(talk_with(), reason="account_takeover")).sensitive


@pytest.mark.parametrize("packet", [{}, {"flags": [{"code": "threat"}]}, {"routing": None, "flags": None}])
def test_an_older_packet_is_understood_too(packet: dict[str, Any]) -> None:
    assert about(packet).skill == "care"


def test_every_flag_has_its_skill() -> None:
    assert set(skill_of_flag()) == set(CODES)
