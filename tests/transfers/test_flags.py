"""Whoever says something delicate is soon with the right person, who knew of it before the phone rang."""

from pathlib import Path

import pytest

from tests.transfers.delicate_sentences import Delicate, sentence, sentences
from tests.transfers.flag_grades import faults
from tests.transfers.flagged_call import FORM, WISH, flagged_call
from tests.transfers.trained import the_gate

CRISIS = {
    "+4915228817386": ("112", "0800 111 0 111"),
    "+436641234567": ("112", "142"),
    "+41791234567": ("112", "143"),
    "+447400123886": ("999", "116 123"),
    "+353861234567": ("112", "116 123"),
    "+12025550143": ("911", "988"),
}


@pytest.mark.parametrize("told", sentences(), ids=str)
def test_a_delicate_call_goes_to_who_can_help(told: Delicate, tmp_path: Path) -> None:
    with flagged_call(told, the_gate(), tmp_path) as ended:
        assert faults(told, ended) == []
        assert ended.packet["stated_request"] == told.words


@pytest.mark.parametrize("told", [one for one in sentences() if one.level == "clear"], ids=str)
def test_it_does_so_in_the_middle_of_an_order_form_and_goes_on_there_afterwards(
    told: Delicate, tmp_path: Path
) -> None:
    with flagged_call(told, the_gate(), tmp_path, begun=True) as ended:
        assert faults(told, ended) == []
        assert ended.packet["stated_request"] == WISH[told.language]
        assert ended.packet["open_question"] == "order_number"
        assert ended.voice_at
        assert FORM[told.language] in ended.spoken(ended.voice_at)[-1]


@pytest.mark.parametrize("caller", CRISIS)
def test_in_a_crisis_the_numbers_of_the_callers_country_are_each_said_twice(
    caller: str, tmp_path: Path
) -> None:
    told = sentence("crisis", "clear", "en" if caller.startswith(("+44", "+353", "+1")) else "de")
    with flagged_call(told, the_gate(), tmp_path, caller=caller) as ended:
        turns = ended.hotline.rows("select said from turns where said is not null")
        spoken = " ".join(row["said"] for row in turns)
        for number in CRISIS[caller]:
            assert spoken.count(f"[[digits:{number}]]") == 2
