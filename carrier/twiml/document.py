"""Reads an answer as TwiML as strictly as Twilio: the unplayable is an error, the odd a warning."""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import Any, Literal

from carrier.errors import TwimlError
from carrier.twiml import grammar

LARGEST_BODY = 64 * 1024
DEEPEST_NESTING = 50
_XML_TYPES = {"text/xml", "application/xml", "text/html", "application/xhtml+xml"}
_DECLARED_VERSION = re.compile(rb"<\?xml\s+version\s*=\s*[\"']([^\"']*)[\"']")
_XML_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"


@dataclass(frozen=True)
class Problem:
    """Something Twilio's debugger would list."""

    code: int
    text: str
    level: Literal["warning", "error"] = "warning"


@dataclass(frozen=True)
class Verb:
    """One element with the attributes Twilio understood; `element` keeps the text and any SSML."""

    name: str
    attributes: dict[str, str]
    element: ET.Element
    children: tuple["Verb", ...] = ()

    @property
    def text(self) -> str:
        """The element's text, trimmed."""
        return "".join(self.element.itertext()).strip()

    def get(self, name: str, default: str = "") -> str:
        """An attribute's value."""
        return self.attributes.get(name, default)

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean attribute's value."""
        return self.attributes.get(name, str(default).lower()) == "true"

    def number(self, name: str, default: int) -> int:
        """A whole-number attribute's value."""
        return int(self.attributes.get(name, default))


@dataclass(frozen=True)
class Document:
    """What to play, and what was odd about it."""

    verbs: tuple[Verb, ...]
    problems: tuple[Problem, ...] = field(default=())


def read_answer(body: bytes, content_type: str, side: str = "voice") -> Document:
    """The document in an HTTP answer; `side` is `voice` or `messaging`. Raises TwimlError."""
    media_type = content_type.partition(";")[0].strip().lower()
    if len(body) > LARGEST_BODY:
        raise TwimlError(11750, f"the answer has {len(body)} bytes, 65536 are allowed")
    if media_type in _XML_TYPES:
        return read_document(body, side)
    if media_type == "text/plain":
        return _read_plain_text(body, side)
    raise TwimlError(
        12300, f"Content-Type is {media_type!r}" if media_type else "the answer has no Content-Type"
    )


def read_document(body: bytes, side: str = "voice") -> Document:
    """The document in these bytes. Raises TwimlError if Twilio could not play it."""
    root = _parse(body)
    if root.tag != "Response":
        raise TwimlError(12102, f"the root element is <{root.tag}>, not <Response>")
    reader = _Reader(grammar.VOICE if side == "voice" else grammar.MESSAGING)
    response = reader.read(root)
    return Document(response.children, tuple(reader.problems))


def spoken(text: str) -> Verb:
    """A <Say> of this text, as Twilio reads out plain text."""
    element = ET.Element("Say")
    element.text = text
    return Verb("Say", {}, element)


def played(url: str) -> Verb:
    """A <Play> of this file."""
    element = ET.Element("Play")
    element.text = url
    return Verb("Play", {}, element)


def _read_plain_text(body: bytes, side: str) -> Document:
    try:
        return read_document(body, side)
    except TwimlError:
        text = body.decode("utf-8", "replace")
        return Document((spoken(text),) if side == "voice" else (_message(text),))


def _message(text: str) -> Verb:
    element = ET.Element("Message")
    element.text = text
    return Verb("Message", {}, element)


class _CarefulBuilder(ET.TreeBuilder):
    """Refuses DOCTYPE, so that no entity is ever defined, and nesting no honest document has."""

    _depth = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise TwimlError(12100, "DOCTYPE is not allowed")

    def start(self, tag: Any, attrs: dict[Any, Any], /) -> ET.Element:
        self._depth += 1
        if self._depth > DEEPEST_NESTING:
            raise TwimlError(12100, f"elements are nested more than {DEEPEST_NESTING} deep")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)


def _parse(body: bytes) -> ET.Element:
    if not body.strip():
        raise TwimlError(12100, "the document is empty")
    if body[:1].isspace():
        raise TwimlError(12100, "blank space before the document")
    declared = _DECLARED_VERSION.match(body)
    if declared and declared.group(1) != b"1.0":
        raise TwimlError(12101, "XML version is not 1.0")
    try:
        root: ET.Element = ET.fromstring(body, ET.XMLParser(target=_CarefulBuilder()))  # noqa: S314  no DOCTYPE
    except (ET.ParseError, ValueError, LookupError) as fault:
        raise TwimlError(12100, f"not well-formed XML: {fault}") from fault
    return root


class _Reader:
    """Walks the tree with the grammar, drops what Twilio would not understand and notes it."""

    def __init__(self, elements: dict[str, grammar.Element]) -> None:
        self._elements = elements
        self.problems: list[Problem] = []

    def read(self, element: ET.Element) -> Verb:
        """The element as Twilio understands it."""
        rules = self._elements.get(element.tag)
        if rules is None:  # allowed here, but its inside is not known to this carrier
            return Verb(element.tag, dict(element.attrib), element)
        children = tuple(self._children(element, rules))
        return Verb(element.tag, self._attributes(element, rules), element, children)

    def _children(self, element: ET.Element, rules: grammar.Element) -> list[Verb]:
        if element.tag in ("Response", "Gather") and _own_text(element):
            self._note(12200, f"text inside <{element.tag}>")
        allowed = [child for child in list(element) if self._is_allowed(child, element, rules)]
        return [self.read(child) for child in allowed]

    def _is_allowed(self, child: ET.Element, element: ET.Element, rules: grammar.Element) -> bool:
        if child.tag in rules.children:
            return True
        if element.tag == "Gather":
            self._note(13320, f"<{child.tag}> may not stand inside <Gather>")
        else:
            self._note(12200, f"<{child.tag}> may not stand inside <{element.tag}>{self._guess(child.tag)}")
        return False

    def _guess(self, tag: str) -> str:
        same = [name for name in self._elements if name.lower() == tag.lower() and name != tag]
        return f" (names are case-sensitive: <{same[0]}>)" if same else ""

    def _attributes(self, element: ET.Element, rules: grammar.Element) -> dict[str, str]:
        understood = {}
        for raw, value in element.attrib.items():
            name = raw.replace(_XML_NAMESPACE, "xml:")
            if self._attribute_is_good(element.tag, name, value, rules):
                understood[name] = value
        return understood

    def _attribute_is_good(self, tag: str, name: str, value: str, rules: grammar.Element) -> bool:
        check = rules.attributes.get(name)
        if check is None:
            self._note(12200, f"<{tag}> has no attribute {name!r}")
        elif not check(value):
            self._note(
                grammar.VALUE_CODES.get((tag, name), 12200), f"<{tag} {name}={value[:60]!r}> is not valid"
            )
        else:
            return True
        return False

    def _note(self, code: int, text: str) -> None:
        self.problems.append(Problem(code, text))


def _own_text(element: ET.Element) -> str:
    return ((element.text or "") + "".join(child.tail or "" for child in element)).strip()
