"""What a caller hears of the markup a carrier is sent: the words, letter by letter and pause by pause."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

PAUSE = " … "


def heard_words(twiml: str) -> str:
    """The words of all Say elements; a substitute instead of what it stands for, letters one by one."""
    # Made by ourselves a moment ago.
    root = fromstring(twiml)  # noqa: S314
    words = "".join(part for say in root.iter("Say") for part in _heard(say))
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(words.split()))


def _heard(element: Element) -> Iterator[str]:
    if element.tag == "break":
        yield PAUSE
    elif element.tag == "sub":
        yield element.get("alias", "")
    elif element.tag == "say-as":
        yield " ".join(element.text or "")
    else:
        yield element.text or ""
        for inner in element:
            yield from _heard(inner)
            yield inner.tail or ""
