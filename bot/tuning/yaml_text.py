"""Changes values in a YAML text and nothing else: comments, order, quotes and shared parts stay."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from ruamel.yaml import YAML

from bot.errors import TuningInvalid
from bot.tuning.yaml_tree import Node, tree

PLAIN = re.compile(r"[^\W\d_](?:[\w ./-]*\w)?")
# What stands before an entry of a block, and after it up to the line's end.
LINE = re.compile(r"[^\n]*\n?")
# Words that older readers of YAML take for yes, no or nothing.
TAKEN_FOR_ELSE = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


def loaded(text: str) -> Any:
    """The values of a text."""
    return YAML(typ="safe").load(text)


def rewritten(text: str, wanted: Any) -> str:
    """The text saying `wanted` instead; raises TuningInvalid where that cannot be written into it."""
    writer = _Writer(text)
    writer.put(tree(text), loaded(text), wanted)
    changed = writer.done()
    if loaded(changed) != wanted:
        raise TuningInvalid("this change cannot be written into the file as it is")
    return changed


def inline(value: Any, quoted: bool = False) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{inline(key)}: {inline(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(inline, value)) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    return _words(str(value), quoted)


def _words(text: str, quoted: bool) -> str:
    """Plain where nobody could take it for anything else."""
    plain = not quoted and PLAIN.fullmatch(text) and text.lower() not in TAKEN_FOR_ELSE
    return text if plain else json.dumps(text, ensure_ascii=False)


class _Writer:
    """Collects replacements by place; what is shared by an anchor is looked at when all is known."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._edits: list[tuple[int, int, str]] = []
        self._anchors: dict[str, tuple[Node, Any, Any]] = {}
        self._aliases: list[tuple[Node, Any]] = []

    def put(self, node: Node, old: Any, new: Any) -> None:
        """Make this node say the new value."""
        if node.of is not None:
            self._aliases.append((node, new))
        elif node.anchor is not None:
            self._anchors[node.anchor] = (node, old, new)
        else:
            self._change(node, old, new)

    def done(self) -> str:
        """The text with everything changed."""
        for name, (node, old, new) in self._anchors.items():
            self._shared(name, node, old, new)
        text = self._text
        for start, end, words in sorted(self._edits, reverse=True):
            text = text[:start] + words + text[end:]
        return text

    def _change(self, node: Node, old: Any, new: Any) -> None:
        if old == new and type(old) is type(new):
            self._look_inside(node, old, new)
        elif node.kind == "map" and isinstance(new, Mapping) and (node.pairs or node.flow) and new:
            self._map(node, old, new)
        elif node.kind == "seq" and isinstance(new, list) and len(new) == len(node.items) and not node.flow:
            for item, before, after in zip(node.items, old, new, strict=True):
                self.put(item, before, after)
        else:
            words = self._list(node, old, new) if node.flow and isinstance(new, list) else None
            self._edits.append((node.start, node.end, words or inline(new, node.quoted)))

    def _list(self, node: Node, old: Any, new: list[Any]) -> str:
        """What stays in a list stays as it is written."""
        written = {
            str(value): self._text[item.start : item.end]
            for item, value in zip(node.items, old if node.items else (), strict=True)
        }
        return "[" + ", ".join(written.get(str(one)) or inline(one) for one in new) + "]"

    def _look_inside(self, node: Node, old: Any, new: Any) -> None:
        """Nothing changes here; anchors and aliases below are counted all the same."""
        if node.kind == "seq":
            for item, before, after in zip(node.items, old, new, strict=True):
                self.put(item, before, after)
        if node.kind == "map":
            for (_, value), key in zip(node.pairs, old, strict=True):
                self.put(value, old[key], new[key])

    def _map(self, node: Node, old: Mapping[Any, Any], new: Mapping[Any, Any]) -> None:
        kept = [key for key in old if key in new]
        if not kept and node.flow:
            self._edits.append((node.start, node.end, inline(new)))
            return
        for (name, value), key in zip(node.pairs, old, strict=True):
            if key in new:
                self.put(value, old[key], new[key])
            else:
                self._drop(node, name, value)
        added = {key: value for key, value in new.items() if key not in old}
        if added:
            self._add(node, added)

    def _add(self, node: Node, added: Mapping[Any, Any]) -> None:
        """After the last entry, in the same way as it stands there."""
        last = node.pairs[-1][1]
        if node.flow:
            words = "".join(f", {inline(key)}: {inline(value)}" for key, value in added.items())
            self._edits.append((last.end, last.end, words))
            return
        first = node.pairs[0][0].start
        indent = " " * (first - (self._text.rfind("\n", 0, first) + 1))
        lines = "".join(f"{indent}{inline(key)}: {inline(value)}\n" for key, value in added.items())
        end = self._line_end(last.end)
        broken = "" if self._text[:end].endswith("\n") else "\n"
        self._edits.append((end, end, broken + lines))

    def _drop(self, node: Node, name: Node, value: Node) -> None:
        if not node.flow:
            start = self._text.rfind("\n", 0, name.start) + 1
            self._edits.append((start, self._line_end(value.end), ""))
            return
        after = re.compile(r"\s*,\s*").match(self._text, value.end)
        if after:
            self._edits.append((name.start, after.end(), ""))
        else:
            before = self._text.rfind(",", node.start, name.start)
            self._edits.append((before, value.end, ""))

    def _line_end(self, place: int) -> int:
        found = LINE.match(self._text, place)
        return found.end() if found else place

    def _shared(self, name: str, node: Node, old: Any, new: Any) -> None:
        """Whoever shares the value and shall keep it, keeps it under the same name."""
        users = [(alias, wanted) for alias, wanted in self._aliases if alias.of == name]
        keepers = [alias for alias, wanted in users if wanted == old]
        moves = new != old and bool(keepers)
        for alias, wanted in users:
            if moves and alias is keepers[0]:
                self._edits.append((alias.start, alias.end, f"&{name} {inline(old)}"))
            elif wanted != (old if moves else new):
                self._edits.append((alias.start, alias.end, inline(wanted)))
        if moves:
            label = re.compile(rf"&{re.escape(name)}[ \t]*").match(self._text, node.start)
            if label:
                blank = 1 if self._text[label.end()] == "\n" and self._text[node.start - 1] == " " else 0
                self._edits.append((node.start - blank, label.end(), ""))
                node.start = label.end()
        elif new != old:
            self._after_label(name, node)
        self._change(node, old, new)

    def _after_label(self, name: str, node: Node) -> None:
        """Its own value begins behind its name."""
        if label := re.compile(rf"&{re.escape(name)}\s*").match(self._text, node.start):
            node.start = label.end()
