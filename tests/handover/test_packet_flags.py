"""Every delicate situation is in the packet once, as openly as it was said, with the caller's own words."""

from datetime import datetime, timedelta

import pytest

from bot.handover import packet_flags
from bot.understanding.delicate.flags import CODES
from tests.handover.flagged import WORDS, flag, minute, packed, talk_with


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("quote", ["zwei Worte", "", None])
def test_no_flag_is_without_a_quote_of_at_most_fifteen_words(code: str, quote: str | None) -> None:
    (found,) = packed(talk_with(flag(code, quote=quote, text=" ".join(["so"] * 40))))["flags"]
    assert 0 < len(found["quote"].split()) <= 15


def test_an_entry_says_what_where_and_how_it_was_seen() -> None:
    (found,) = packed(talk_with(flag("bereavement", turn=3)))["flags"]
    assert found == {
        "code": "bereavement",
        "level": "clear",
        "quote": WORDS,
        "at": minute(3),
        "turn": 3,
        "seen_by": "both",
        "confidence": 0.93,
        "settled": False,
        "confirmed_by_expert": None,
    }


def test_one_entry_a_code_with_its_highest_level_and_the_words_of_that() -> None:
    told = [flag("crisis", "hint", 1), flag("crisis", "acute", 2, quote="jetzt"), flag("crisis", "clear", 3)]
    (found,) = packed(talk_with(*told))["flags"]
    assert (found["level"], found["turn"], found["quote"]) == ("acute", 2, "jetzt")


def test_the_gravest_comes_first() -> None:
    told = [flag("anger"), flag("hardship"), flag("crisis", "hint")]
    assert [one["code"] for one in packed(talk_with(*told))["flags"]] == ["crisis", "hardship", "anger"]


def test_a_denied_hint_is_no_flag_but_is_not_forgotten() -> None:
    made = packed(talk_with(flag("illness", "hint"), settled=("illness",)))
    assert made["flags"] == []
    assert made["signals"] == [{"what": "hint_denied", "code": "illness", "turn": 1, "quote": WORDS}]


def test_what_was_said_outright_and_dealt_with_stays_a_flag() -> None:
    (found,) = packed(talk_with(flag("bereavement"), settled=("bereavement",)))["flags"]
    assert found["settled"] is True


def test_signals_stand_apart_from_flags() -> None:
    talk = talk_with()
    talk.memory.signals = [{"what": "irritation", "turn": 2, "quote": "schon " * 30}]
    made = packed(talk)
    assert made["flags"] == []
    assert len(made["signals"][0]["quote"].split()) == 15


def test_what_was_said_outright_presses_more_than_a_graver_hint() -> None:
    told = packed(talk_with(flag("crisis", "hint"), flag("hardship")))["flags"]
    assert (packet_flags.pressing(told) or {})["code"] == "hardship"
    assert packet_flags.pressing(packed(talk_with(flag("privacy_incident", "request")))["flags"]) is None


def test_without_a_wish_the_sentence_with_the_flag_is_the_request() -> None:
    talk = talk_with(flag("bereavement"))
    assert packed(talk)["stated_request"] == f"{WORDS}, sagte sie"
    talk.memory.wish_words = "das Konto meines Mannes auflösen"
    assert packed(talk)["stated_request"] == "das Konto meines Mannes auflösen"


@pytest.mark.parametrize("code", ["privacy_incident", "safety_injury"])
def test_the_company_s_clock_runs_from_the_first_time_it_was_told(code: str) -> None:
    told = [flag(code, "clear", 2), flag(code, "acute", 5)]
    assert packed(talk_with(*told))["company_aware_at"] == minute(2)


@pytest.mark.parametrize(
    ("code", "level", "settled"),
    [
        ("privacy_incident", "request", ()),
        ("safety_injury", "hint", ("safety_injury",)),
        ("crisis", "acute", ()),
    ],
)
def test_no_clock_runs_for_a_request_a_denied_hint_or_another_matter(
    code: str, level: str, settled: tuple[str, ...]
) -> None:
    assert packed(talk_with(flag(code, level), settled=settled))["company_aware_at"] is None


def test_what_the_dialogue_recorded_earlier_counts() -> None:
    earlier = (datetime.fromisoformat(minute(2)) - timedelta(minutes=1)).isoformat()
    talk = talk_with(flag("privacy_incident", turn=2))
    assert packed(talk, company_aware_at=earlier)["company_aware_at"] == earlier


def test_with_a_flag_the_case_is_kept_apart() -> None:
    assert packed(talk_with(flag("illness")))["retention_class"] == "delicate_case"
    assert packed(talk_with())["retention_class"] == "case"
