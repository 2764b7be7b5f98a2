"""Our compact grammar against the one derived from Twilio's own SDK, where that is at hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from carrier.twiml.grammar import MESSAGING, SSML, VOICE, Element
from carrier.twiml.voices import is_voice, longest_text

REFERENCE = Path(__file__).resolve().parents[3] / "shared/telephony/twiml-grammar.json"
# Rules of Twilio's documentation that its SDK's types do not know.
STRICTER = {("Reject", "Parameter"), ("Hangup", "Parameter")}


def reference(side: str) -> dict[str, Any]:
    return json.loads(REFERENCE.read_text())[side] if REFERENCE.exists() else {}


def entries(side: str) -> list[tuple[str, Element, dict[str, Any]]]:
    ours = VOICE if side == "voice" else MESSAGING
    found = []
    for name, element in ours.items():
        key = next((key for key in reference(side) if key.startswith(f"{name}|")), None)
        if key:
            found.append((name, element, reference(side)[key]))
    return found


@pytest.mark.parametrize("side", ["voice", "messaging"])
def test_attributes_are_those_of_the_sdk(side):
    for name, element, theirs in entries(side):
        expected = {
            "xml:lang" if attribute == "xml:Lang" else attribute for attribute in theirs["attributes"]
        }
        assert set(element.attributes) - {"callReason"} == expected, name


@pytest.mark.parametrize("side", ["voice", "messaging"])
def test_children_are_those_of_the_sdk(side):
    for name, element, theirs in entries(side):
        assert element.children == frozenset(theirs["children"]), name


@pytest.mark.parametrize("side", ["voice", "messaging"])
def test_every_value_the_sdk_lists_is_taken(side):
    for name, element, theirs in entries(side):
        for attribute, rule in theirs["attributes"].items():
            check = element.attributes.get(attribute)
            refused = [value for value in rule.get("values", []) if check and not check(value)]
            assert refused == [], (name, attribute)


def test_every_element_named_as_a_child_of_a_playable_verb_is_known():
    for name in ("Say", "Gather"):
        assert VOICE[name].children <= set(VOICE)
    for name, element in SSML.items():
        assert element.children <= set(SSML), name


@pytest.mark.parametrize(
    "voice",
    [
        "Polly.Vicki",
        "Polly.Vicki-Neural",
        "Polly.Daniel-Generative",
        "Polly.Hans",
        "Google.de-DE-Neural2-C",
        "Google.en-GB-Chirp3-HD-Kore",
        "man",
        "alice",
    ],
)
def test_these_voices_exist(voice):
    assert is_voice(voice)


@pytest.mark.parametrize(
    "voice",
    [
        "Polly.Hans-Neural",
        "Polly.Marlene-Neural",
        "Polly.Vicki-Long",
        "Vicki",
        "Google.de",
        "Polly.",
        "",
        "ElevenLabs.Rachel",
        "Google.de-DE-Chirp3-HD-Vicki",
    ],
)
def test_these_voices_do_not(voice):
    assert not is_voice(voice)


def test_each_kind_of_voice_has_its_longest_text():
    assert [longest_text(voice) for voice in ("man", "Polly.Vicki", "Google.de-DE-Neural2-C")] == [
        4096,
        3000,
        5000,
    ]
