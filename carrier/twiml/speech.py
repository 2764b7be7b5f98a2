"""What a listener hears of a <Say>: plain words for people and tests, and about how long it takes."""

import re
import xml.etree.ElementTree as ET

CHARACTERS_PER_SECOND = 14.0
_SPELLED = {"characters", "spell-out", "digits"}


def plain_words(element: ET.Element) -> str:
    """The words heard: letters spelled one by one, pauses as commas, everything else as written."""
    text = re.sub(r"\s+", " ", _words(element)).strip()
    text = re.sub(r"\s+([.,;:!?])", r"\1", text)
    text = re.sub(r",(?:\s*,)+", ",", text)
    return re.sub(r"([.!?;:,]),", r"\1", text).strip(" ,")


def inner_xml(element: ET.Element) -> str:
    """The element's content as SSML, without the element itself."""
    inside = [element.text or ""]
    inside += [ET.tostring(child, encoding="unicode") for child in element]
    return "".join(inside).strip()


def seconds_to_say(text: str) -> float:
    """About how long it takes to say this."""
    return round(len(text) / CHARACTERS_PER_SECOND, 2)


def _words(element: ET.Element) -> str:
    return (element.text or "") + "".join(_spoken(child) + (child.tail or "") for child in element)


def _spoken(child: ET.Element) -> str:
    if child.tag == "break":
        return ", "
    if child.tag == "sub":
        return child.get("alias", "")
    if child.tag == "say-as" and child.get("interpret-as") in _SPELLED:
        return " ".join("".join(_words(child).split()))
    return f"{_words(child)} " if child.tag in ("p", "s") else _words(child)
