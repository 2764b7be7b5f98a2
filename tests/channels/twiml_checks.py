"""Judges TwiML: by the published grammar when it is there, and always by what matters most of it."""

import importlib.util
import warnings
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from typing import Any

CHECKER = Path(__file__).resolve().parents[3] / "shared/telephony/check_twiml.py"
INSIDE_GATHER = {"Say", "Pause", "Play"}
INSIDE_SAY = {"break", "say-as", "sub", "prosody"}
VERBS = {"Gather", "Say", "Pause", "Redirect", "Hangup", "Dial", "Record"}


def parsed(twiml: str) -> ET.Element:
    """The document, known to be valid."""
    assert faults(twiml) == []
    return ET.fromstring(twiml.encode())


def faults(twiml: str) -> list[str]:
    """Everything Twilio would object to."""
    found = list(_published().check(twiml)) if CHECKER.exists() else []
    root = ET.fromstring(twiml.encode())
    found += [] if root.tag == "Response" else ["root"]
    found += [f"{verb.tag}: unknown" for verb in root if verb.tag not in VERBS]
    found += [
        f"{verb.tag} in Gather"
        for gather in root.iter("Gather")
        for verb in gather
        if verb.tag not in INSIDE_GATHER
    ]
    found += [
        f"{node.tag} in Say"
        for say in root.iter("Say")
        for node in say.iter()
        if node.tag not in INSIDE_SAY | {"Say"}
    ]
    found += ["more than one Gather"] if len(root.findall("Gather")) > 1 else []
    found += [
        f"Say of {len(words)} characters" for words in map(spoken, root.iter("Say")) if len(words) > 3000
    ]
    found += ["over 64 kB"] if len(twiml.encode()) > 65536 else []
    return found


def spoken(element: ET.Element) -> str:
    """All text of an element, the spoken form where one is given."""
    words = element.text or ""
    for child in element:
        words += (child.get("alias") or spoken(child)) + (child.tail or "")
    return " ".join(words.split()) if element.tag in ("Say", "Response", "Gather") else words


@cache
def _published() -> Any:
    spec = importlib.util.spec_from_file_location("check_twiml", CHECKER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        # It leaves its grammar file to the garbage collector.
        warnings.simplefilter("ignore")
        spec.loader.exec_module(module)
    return module
