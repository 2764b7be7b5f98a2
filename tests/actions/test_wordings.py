"""Every sentence of domain.yml: there in both languages, and said by somebody.

How long it may be, and which words it must do without: tests/tuning/test_wording.py.
"""

import itertools
import re
from pathlib import Path

import pytest

from bot.tuning.wording_terms import wording_terms
from tests.actions.wordings import domain, responses, worded

ACTIONS = Path(__file__).parents[2] / "actions"
RULES = Path(__file__).parents[2] / "data" / "rules.yml"
SAMPLES = {name: found["de"] for name, found in wording_terms().samples.items()}


def variants(response: str, channel: str) -> list[str]:
    """All words of a response in one channel, in both languages and all wordings it has."""
    asked_anew = any(c["name"] == "wording" for w in responses()[response] for c in w["condition"])
    known = {c["value"] for w in responses()[response] for c in w["condition"] if c["name"] == "wording"}
    return [
        worded(response, {"language": language, "channel": channel, "wording": wording}, SAMPLES)
        for language, wording in itertools.product(("de", "en"), known if asked_anew else ("first",))
    ]


@pytest.mark.parametrize("response", sorted(responses()))
def test_each_language_and_channel_has_exactly_one_wording(response: str) -> None:
    for channel in ("voice", "sms"):
        assert all(variants(response, channel))


def test_every_question_on_the_phone_says_how_to_key_it_when_asked_again() -> None:
    for question in ("utter_ask_order_number", "utter_ask_postcode"):
        for language in ("de", "en"):
            again = worded(question, {"language": language, "channel": "voice", "wording": "again"}, {})
            assert re.search("eintippen|key", again)


def test_every_response_is_used_and_every_one_used_exists() -> None:
    source = "".join(path.read_text("utf-8") for path in (*ACTIONS.glob("*.py"), RULES))
    named = set(re.findall(r"utter_\w+", source)) | {f"utter_ask_{slot}" for slot in domain()["slots"]}
    families = (*re.findall(r"utter_\w+(?={)", source), "utter_withdrawal_")
    unused = {name for name in responses() if name not in named and not name.startswith(families)}
    missing = {name for name in re.findall(r"\"(utter_\w+)\"", source) if name not in responses()}
    assert (unused, missing) == (set(), set())
