"""Where every value of a YAML text stands, so that one can be changed and all else stays as it is written."""

from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML


@dataclass
class Node:
    """A value in the text from `start` to `end`; `of` is set for an alias and names what it stands for."""

    kind: str
    start: int
    end: int
    flow: bool = False
    value: str = ""
    quoted: bool = False
    anchor: str | None = None
    of: str | None = None
    items: list["Node"] = field(default_factory=list)
    pairs: list[tuple["Node", "Node"]] = field(default_factory=list)


def tree(text: str) -> Node:
    """The first document; raises ruamel's YAMLError."""
    return _Reader(text).node()


class _Reader:
    """Goes through the parser's events."""

    def __init__(self, text: str) -> None:
        yaml: Any = YAML(typ="safe", pure=True)
        self._events = iter([*yaml.parse(text)][2:])

    def node(self, event: Any = None) -> Node:
        """The next value, which may begin with an event already taken."""
        event = event or next(self._events)
        kind, start, end = type(event).__name__, event.start_mark.index, event.end_mark.index
        if kind == "AliasEvent":
            return Node("alias", start, end, of=event.anchor)
        if kind == "ScalarEvent":
            quoted = event.style in ("'", '"')
            return Node("scalar", start, end, value=event.value, quoted=quoted, anchor=event.anchor)
        node = Node("map" if kind == "MappingStartEvent" else "seq", start, end, bool(event.flow_style))
        node.anchor = event.anchor
        self._fill(node)
        return node

    def _fill(self, node: Node) -> None:
        """Its entries; a block ends with its last entry, whatever blank lines and comments follow."""
        event = next(self._events)
        while not type(event).__name__.endswith("EndEvent"):
            first = self.node(event)
            if node.kind == "seq":
                node.items.append(first)
            else:
                node.pairs.append((first, self.node()))
            event = next(self._events)
        last = [*node.items, *(value for _, value in node.pairs)]
        node.end = event.end_mark.index if node.flow or not last else last[-1].end
