"""Every sentence the models are taught or measured with, as the files have it now; read when first wanted."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from ruamel.yaml import YAML

from bot.tuning import delicate_file, nlu_file
from bot.tuning.likeness import Likeness, Part
from bot.tuning.sentences import Known, Share
from bot.understanding.delicate.examples import ALSO
from bot.understanding.delicate.flags import CODES

Stamp = tuple[int, int]
TAUGHT = ("intent", "training")


@dataclass(frozen=True)
class Sentence:
    """One of them; `label` is the intent, or "flag:level"."""

    text: str
    label: str
    language: str


class KnownFile:
    """One file's sentences; what is made of them is made when first needed."""

    def __init__(
        self, sentences: list[Sentence], kind: str, share: Share, before: "KnownFile | None" = None
    ) -> None:
        self.sentences = sentences
        self.kind = kind
        self.share = share
        self._part_before = before.__dict__.get("part") if before else None

    @cached_property
    def known(self) -> Known:
        """For finding near duplicates."""
        return Known([one.text for one in self.sentences])

    @cached_property
    def part(self) -> Part:
        """For finding what is most like a sentence."""
        before, self._part_before = self._part_before, None
        return Part([one.text for one in self.sentences], before)

    def labels_of(self, text: str) -> set[str]:
        """Under which this sentence stands here."""
        return {one.label for one in self.sentences if one.text == text}


Read = Callable[[Path], Iterator[Sentence]]
# Below the checkout: which files, how they are read, what for, which share.
SOURCES: tuple[tuple[str, str, Share], ...] = (
    ("data/nlu.yml", "intent", "training"),
    ("data/nlu/*.yml", "intent", "training"),
    ("tests/nlu/??/*.yml", "intent", "test"),
    ("tests/nlu/confusions.yml", "intent", "test"),
    ("data/delicate/*.yml", "flag", "training"),
    ("data/delicate/exam/*.yml", "flag", "test"),
)


class KnownFiles:
    """Of a checkout; a file is read again when it has changed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[Path, tuple[Stamp, KnownFile]] = {}
        self._likeness: tuple[list[KnownFile], Likeness] | None = None
        self._lock = Lock()

    def all(self) -> list[KnownFile]:
        """As they are now."""
        with self._lock:
            return [self._file(path, kind, share) for path, kind, share in self._paths()]

    def taught(self) -> tuple[list[KnownFile], Likeness]:
        """The files intents are taught with, and what finds the sentences most like one in them."""
        with self._lock:
            files = [self._file(*found) for found in self._paths() if found[1:] == TAUGHT]
            if self._likeness is None or self._likeness[0] != files:
                self._likeness = (files, Likeness([one.part for one in files]))
            return self._likeness

    def _paths(self) -> Iterator[tuple[Path, str, Share]]:
        for pattern, kind, share in SOURCES:
            for path in sorted(self._root.glob(pattern)):
                if kind == "intent" or path.stem in CODES:
                    yield path, kind, share

    def _file(self, path: Path, kind: str, share: Share) -> KnownFile:
        state = path.stat()
        stamp = (state.st_mtime_ns, state.st_size)
        known = self._read.get(path)
        if known is None or known[0] != stamp:
            before = known[1] if known else None
            fresh = KnownFile(list(_sentences(path, kind, share)), kind, share, before)
            known = self._read[path] = (stamp, fresh)
        return known[1]


def _sentences(path: Path, kind: str, share: Share) -> Iterator[Sentence]:
    text = path.read_bytes().decode("utf-8")
    if kind == "flag":
        return _delicate(text, path.stem)
    if share == "training":
        return _taught(text)
    return _measured(_plain_list(text) or YAML(typ="safe").load(text) or [], path)


def _taught(text: str) -> Iterator[Sentence]:
    for block in nlu_file.blocks(text):
        yield from (Sentence(one, block.intent, block.language) for one in block.sentences)


def _delicate(text: str, code: str) -> Iterator[Sentence]:
    for language, kind, line in delicate_file.sentences(text):
        yield Sentence(ALSO.sub("", line).strip(), f"{code}:{kind}", language)


def _plain_list(text: str) -> list[Any] | None:
    """A list as these files have it, one quoted sentence a line; None where it is anything else."""
    lines = text.split("\n")[:-1]
    if not all(line.startswith('- "') for line in lines):
        return None
    try:
        return [json.loads(line[2:]) for line in lines]
    except ValueError:
        return None


def _measured(loaded: list[Any], path: Path) -> Iterator[Sentence]:
    """A list of sentences, or of groups of them (confusions.yml)."""
    for one in loaded:
        if isinstance(one, dict):
            yield from (Sentence(said["text"], said["intent"], one["language"]) for said in one["sentences"])
        else:
            yield Sentence(str(one), path.stem, path.parent.name)
