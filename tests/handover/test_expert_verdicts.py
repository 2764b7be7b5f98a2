"""What an expert says of the bot's flags stands in the packet, with everything that follows from it."""

import json
from datetime import timedelta

from bot.handover.expert_verdicts import KEY, applied, need_verdict, with_flag_verdict, with_need_verdict
from bot.handover.packet_refreshed import refreshed
from tests.builders import NOW
from tests.handover.flagged import flag, packed, talk_with

MADE = packed(talk_with(flag("bereavement"), flag("anger"))) | {"case_id": "471147"}


def test_without_a_verdict_a_packet_stays_as_it_is() -> None:
    assert applied(MADE) == MADE


def test_a_verdict_stands_at_its_flag_and_at_no_other() -> None:
    flags = with_flag_verdict(MADE, "anger", "right", NOW)["flags"]
    assert {one["code"]: one["confirmed_by_expert"] for one in flags} == {
        "bereavement": None,
        "anger": "right",
    }


def test_what_was_wrong_is_no_longer_advised() -> None:
    lines = with_flag_verdict(MADE, "anger", "wrong", NOW)["do_dont"]
    assert "dont_lecture" not in lines
    assert "dont_condole_again" in lines


def test_what_was_missing_is_a_flag_with_its_advice() -> None:
    made = with_flag_verdict(MADE, "fraud", "missing", NOW)
    added = made["flags"][-1]
    assert (added["code"], added["seen_by"], added["quote"]) == ("fraud", "expert", "")
    assert set(added) == set(MADE["flags"][0])
    assert "dont_ask_codes" in made["do_dont"]


def test_missing_and_later_heard_is_one_flag() -> None:
    before = with_flag_verdict(MADE, "fraud", "missing", NOW)
    fresh = packed(talk_with(flag("bereavement"), flag("anger"), flag("fraud")))
    codes = [one["code"] for one in refreshed(before, fresh, "x", NOW.date())["flags"]]
    assert sorted(codes) == ["anger", "bereavement", "fraud"]


def test_everything_outlives_a_refresh() -> None:
    before = with_need_verdict(with_flag_verdict(MADE, "anger", "wrong", NOW), "wrong", "pay_later")
    after = refreshed(before, MADE, "x", (NOW + timedelta(days=1)).date())
    assert after[KEY] == before[KEY]
    assert after["flags"] == before["flags"]
    assert need_verdict(after) == {"verdict": "wrong", "corrected_to": "pay_later"}


def test_taking_it_back_leaves_nothing() -> None:
    said = with_need_verdict(with_flag_verdict(MADE, "fraud", "missing", NOW), "right", None)
    back = with_need_verdict(with_flag_verdict(said, "fraud", None, NOW), None, None)
    assert (back["flags"], back["do_dont"], need_verdict(back)) == (MADE["flags"], MADE["do_dont"], {})


def test_it_can_be_stored() -> None:
    said = with_flag_verdict(MADE, "fraud", "missing", NOW)
    assert json.loads(json.dumps(said)) == said
