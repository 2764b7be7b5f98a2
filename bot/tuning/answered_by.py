"""Which responses answer an intent: read from the dialogue's rules and from what its actions name.

Nobody keeps a list of this, so none can be out of date. `actions/` is read as text, never run.
"""

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

RULES = "data/rules.yml"
# They steer the dialogue and say nothing.
SILENT = frozenset({"action_deactivate_loop", "action_listen"})
# A question so many files ask for is no intent's own.
COMMON = 3
# They begin every response, or every question.
TOO_SHORT = frozenset({"utter_", "utter_ask_"})
UTTER = re.compile(r"utter_\w+")


@dataclass(frozen=True)
class Answer:
    """`rule`: what the rule is called; `action`: what it runs; `own` and `shared` responses by name."""

    rule: str | None = None
    action: str | None = None
    own: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Module:
    """One file of actions: whom it names."""

    name: str
    actions: frozenset[str]
    strings: frozenset[str]
    beginnings: tuple[str, ...]
    imports: frozenset[str]
    # By intent: the module that serves it.
    serves: Mapping[str, str] = field(hash=False)


Modules = Mapping[str, Module]


class AnsweredBy:
    """Of one checkout."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def answer(self, intent: str, responses: Collection[str], modules: Modules | None = None) -> Answer:
        """What answers this intent, of these responses; empty where the server answers it itself."""
        rule, action = _rules(_text(self._root / RULES)).get(intent, (None, None))
        if action is None:
            return Answer()
        if action in responses:
            return Answer(rule, action, (action,))
        modules = modules or self._modules()
        module = _served_by(intent, action, modules)
        if module is None:
            return Answer(rule, action)
        common = _common(modules)
        said = _said_by(module, responses)
        own = tuple(name for name in said if name not in common)
        around = [modules[name] for name in _reached(module, modules)]
        shared = {name for one in around for name in _said_by(one, responses)} | set(said) - set(own)
        shared -= set(own)
        return Answer(rule, action, own, tuple(name for name in responses if name in shared))

    def using(self, response: str, responses: Collection[str]) -> list[str]:
        """The intents a response belongs to alone or with few others."""
        modules = self._modules()
        return [one for one in self.answered() if response in self.answer(one, responses, modules).own]

    def answered(self) -> frozenset[str]:
        """All intents a rule answers."""
        return frozenset(_rules(_text(self._root / RULES)))

    def _modules(self) -> dict[str, Module]:
        files = sorted((self._root / "actions").glob("*.py"))
        return {file.stem: _module(file.stem, _text(file)) for file in files if file.stem != "__init__"}


def _text(file: Path) -> str:
    return file.read_text("utf-8") if file.is_file() else ""


@lru_cache(maxsize=2)
def _rules(text: str) -> dict[str, tuple[str, str]]:
    """By intent: its rule's name, and the first action that says something."""
    found: dict[str, tuple[str, str]] = {}
    for rule in (YAML(typ="safe").load(text) or {}).get("rules", ()):
        steps: list[dict[str, Any]] = rule.get("steps", [])
        intent = next((step["intent"] for step in steps if "intent" in step), None)
        actions = (step["action"] for step in steps if step.get("action", "action_listen") not in SILENT)
        action = next(actions, None)
        if intent and action:
            found.setdefault(intent, (rule["rule"], action))
    return found


@lru_cache(maxsize=256)
def _module(name: str, source: str) -> Module:
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    strings = {one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    named = {one for text in strings for one in UTTER.findall(text)}
    begun = {part for one in nodes if isinstance(one, ast.JoinedStr) for part in _beginning(one)}
    return Module(
        name=name,
        actions=frozenset(text for text in strings if text.startswith(("action_", "validate_"))),
        strings=frozenset((strings | named) - begun),
        beginnings=tuple(sorted(begun)),
        imports=frozenset(_imported(nodes)),
        serves={intent: one for node in nodes if isinstance(node, ast.Dict) for intent, one in _served(node)},
    )


def _beginning(node: ast.JoinedStr) -> Iterator[str]:
    """What an f-string begins with, where that names responses."""
    first = node.values[0]
    if isinstance(first, ast.Constant) and str(first.value).startswith("utter_"):
        yield str(first.value)


def _imported(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module == "actions":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("actions."):
            yield (node.module or "").partition(".")[2]


def _served(node: ast.Dict) -> Iterator[tuple[str, str]]:
    """Entries like "order_status": order_status.tell."""
    for key, value in zip(node.keys, node.values, strict=True):
        if not (isinstance(key, ast.Constant) and isinstance(value, ast.Attribute)):
            continue
        if isinstance(value.value, ast.Name) and isinstance(key.value, str):
            yield key.value, value.value.id


def _served_by(intent: str, action: str, modules: Modules) -> Module | None:
    """The module that has the action, or the one it leaves this intent to."""
    wanted = {action, f"validate_{action}"}
    first = next((one for one in modules.values() if one.actions & wanted), None)
    return first and modules.get(first.serves.get(intent, ""), first)


def _said_by(module: Module, responses: Collection[str]) -> tuple[str, ...]:
    """Named whole, by their beginning, or by the slot they ask for."""
    asked = {f"utter_ask_{text}" for text in module.strings}
    begun = tuple(one for one in module.beginnings if one not in TOO_SHORT)
    return tuple(
        name
        for name in responses
        if name in module.strings or name in asked or (begun and name.startswith(begun))
    )


def _common(modules: Modules) -> frozenset[str]:
    """Questions by the slots that many files name, mostly for other reasons."""
    times = Counter(text for one in modules.values() for text in one.strings)
    return frozenset(f"utter_ask_{text}" for text, count in times.items() if count >= COMMON)


def _reached(module: Module, modules: Modules) -> list[str]:
    """The modules it uses, directly or not; not those that serve intents of their own."""
    served = {name for one in modules.values() for name in one.serves.values()}
    found, waiting = [], sorted(module.imports)
    while waiting:
        name = waiting.pop(0)
        if name in modules and name not in found and name != module.name and name not in served:
            found.append(name)
            waiting += sorted(modules[name].imports)
    return found
