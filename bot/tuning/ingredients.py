"""What a version is made from, small enough to keep with it, and what has changed in the files since."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

LANGUAGES = ("de", "en")
MARK = 8
INTENT = re.compile(r"\s*- intent: (\w+)")
LANGUAGE = re.compile(r"\s+language: (\w+)")
EXAMPLE = re.compile(r"\s+- (.+)")
RESPONSE = re.compile(r"  (utter_\w+):")
# As bot/understanding/delicate/trained.py has it: cues count as soon as they are written.
DELICATE = ("data/delicate/[!c]*.yml", "data/delicate/crisis.yml")
SENTENCES = ("data/nlu*.yml", "data/nlu/**/*.yml")
OTHERS = (
    "config.yml",
    "data/rules*.yml",
    "data/rules/**/*.yml",
    "data/stories*.yml",
    "data/stories/**/*.yml",
)
EVERYTHING = (*SENTENCES, *OTHERS, *DELICATE, "domain.yml")

Said = tuple[str, str, str]


@dataclass(frozen=True)
class Change:
    """Of one intent or flag: how many sentences more or fewer; both 0 where only their words changed."""

    name: str
    de: int
    en: int


@dataclass(frozen=True)
class Changes:
    """Between two lists of ingredients. `other`: rules, wiring, settings of the training."""

    intents: tuple[Change, ...] = ()
    flags: tuple[Change, ...] = ()
    answers: tuple[str, ...] = ()
    delicate: bool = False
    other: bool = False

    @property
    def new_sentences(self) -> int:
        """Of intents and flags."""
        return sum(max(0, n) for one in (*self.intents, *self.flags) for n in (one.de, one.en))

    @property
    def anything(self) -> bool:
        """Whether a training would make something else."""
        return bool(self.intents or self.answers or self.delicate or self.other)


class Ingredients:
    """Of one checkout; read again only when a file has changed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._seen: tuple[object, ...] = ()
        self._known: dict[str, Any] = {}

    def now(self) -> dict[str, Any]:
        """As `ingredients` gives them."""
        seen = tuple(
            (path, (stat := path.stat()).st_mtime_ns, stat.st_size) for path in found(self._root, EVERYTHING)
        )
        if seen != self._seen:
            self._known, self._seen = ingredients(self._root), seen
        return self._known


def ingredients(root: Path) -> dict[str, Any]:
    """For `made_from`: {"sentences": {"de": n, "en": n}, "intents": …, "flags": …, "answers": …, marks}."""
    intents = _counted(said for path in found(root, SENTENCES) for said in _taught(path))
    flags = _counted(said for path in found(root, DELICATE) for said in _delicate(path))
    answers, domain = _domain(root / "domain.yml")
    files = [path.read_text("utf-8") for path in found(root, OTHERS)]
    return {
        "sentences": {code: sum(one[code] for one in intents.values()) for code in LANGUAGES},
        "intents": intents,
        "flags": flags,
        "answers": answers,
        "delicate": delicate_mark(root),
        "other": _mark([domain, *files]),
    }


def delicate_mark(root: Path) -> str:
    """Changes with anything the delicate gate learns from."""
    return _mark(path.read_text("utf-8") for path in found(root, DELICATE))


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes | None:
    """What is different; None where nobody wrote down what the earlier one was made from."""
    if "intents" not in before:
        return None
    old, new = before["answers"], after["answers"]
    answers = [name for name in sorted({**old, **new}) if old.get(name) != new.get(name)]
    return Changes(
        intents=_compared(before["intents"], after["intents"]),
        flags=_compared(before["flags"], after["flags"]),
        answers=tuple(answers),
        # Not written down where the gate in use was not made from the sentences beside it.
        delicate=before.get("delicate") != after["delicate"],
        other=before["other"] != after["other"],
    )


def found(root: Path, patterns: Iterable[str]) -> list[Path]:
    """The files that match, each once, in order."""
    return sorted({path for pattern in patterns for path in root.glob(pattern)})


def _compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    none = dict.fromkeys(LANGUAGES, 0)
    names = [name for name in sorted({**before, **after}) if before.get(name) != after.get(name)]
    pairs = [(name, before.get(name, none), after.get(name, none)) for name in names]
    return tuple(Change(name, *(new[code] - old[code] for code in LANGUAGES)) for name, old, new in pairs)


def _counted(said: Iterable[Said]) -> dict[str, dict[str, Any]]:
    """By name: how many sentences in each language, and a mark that changes with their words."""
    by_name: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        by_name[one[0]].append(one)
    return {name: _count(by_name[name]) for name in sorted(by_name)}


def _count(said: list[Said]) -> dict[str, Any]:
    counts = {code: sum(language == code for _, language, _ in said) for code in LANGUAGES}
    return {**counts, "mark": _mark("\0".join(one) for one in sorted(said))}


def _mark(texts: Iterable[str]) -> str:
    digest = sha256()
    for text in texts:
        digest.update(f"{len(text)}\0{text}".encode())
    return digest.hexdigest()[:MARK]


def _taught(file: Path) -> Iterator[Said]:
    intent = language = ""
    for line in file.read_text("utf-8").splitlines():
        if named := INTENT.match(line):
            intent = named[1]
        elif spoken := LANGUAGE.match(line):
            language = spoken[1]
        elif (example := EXAMPLE.match(line)) and intent:
            yield intent, language, example[1]


def _delicate(file: Path) -> Iterator[Said]:
    """The words with how openly they say it; lists of words are not sentences."""
    if "." in file.stem:
        return
    language = kind = ""
    for line in file.read_text("utf-8").splitlines():
        if example := EXAMPLE.match(line):
            yield file.stem, language, f"{kind}\0{example[1]}"
        elif line[:2] in LANGUAGES:
            language = line[:2]
        elif line.startswith("  "):
            kind = line.strip()


def _domain(file: Path) -> tuple[dict[str, str], str]:
    """A mark of each answer, and all that is none."""
    answers: dict[str, list[str]] = defaultdict(list)
    rest, inside, name = [], False, ""
    for line in file.read_text("utf-8").splitlines():
        if line[:1].isalpha():
            inside = line.startswith("responses:")
        if not inside:
            rest.append(line)
        elif named := RESPONSE.match(line):
            name = named[1]
        elif name:
            answers[name].append(line)
    return {name: _mark(lines) for name, lines in answers.items()}, "\n".join(rest)
