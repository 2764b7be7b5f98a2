"""What intents are taught and measured with, read again only where a file has changed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.tuning.nlu_file import Block, blocks

TAUGHT = ("data/nlu.yml", "data/nlu/*.yml")
MEASURED = "tests/nlu/{language}/*.yml"
LANGUAGES = ("de", "en")

Stamp = tuple[int, int]


@dataclass(frozen=True)
class Example:
    """One sentence that is taught, and where it stands."""

    text: str
    language: str
    path: str
    line: int


@dataclass(frozen=True)
class Counts:
    """By language."""

    taught: Mapping[str, int]
    measured: Mapping[str, int]

    @property
    def english_share(self) -> float:
        """Of the sentences taught, from 0 to 1."""
        return self.taught["en"] / (sum(self.taught.values()) or 1)


class Corpus:
    """Of one checkout."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: dict[Path, tuple[Stamp, tuple[Block, ...]]] = {}
        self._lists: dict[Path, tuple[Stamp, tuple[str, ...]]] = {}

    def topics(self) -> tuple[str, ...]:
        """The files of data/nlu/, by their names without ending."""
        return tuple(path.stem for path in sorted((self._root / "data/nlu").glob("*.yml")))

    def topic_of(self, intent: str) -> str | None:
        """The file its examples stand in."""
        return next((path.stem for path, block in self._blocks() if block.intent == intent), None)

    def examples(self, intent: str, language: str | None = None) -> list[Example]:
        """In the files' order."""
        return [
            Example(text, block.language, path.relative_to(self._root).as_posix(), block.first + number + 1)
            for path, block in self._blocks()
            if block.intent == intent and language in (None, block.language)
            for number, text in enumerate(block.sentences)
        ]

    def taught(self) -> Iterator[tuple[str, str]]:
        """Every sentence with its intent."""
        for _, block in self._blocks():
            for sentence in block.sentences:
                yield sentence, block.intent

    def measured(self, intent: str, language: str) -> tuple[str, ...]:
        """The test sentences."""
        return self._list(self._root / MEASURED.format(language=language).replace("*", intent))

    def all_measured(self) -> Iterator[str]:
        """Every test sentence of every intent."""
        for language in LANGUAGES:
            for file in sorted(self._root.glob(MEASURED.format(language=language))):
                yield from self._list(file)

    def counts(self) -> dict[str, Counts]:
        """Of every intent that is taught or measured."""
        taught: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(LANGUAGES, 0))
        for _, block in self._blocks():
            if block.language in LANGUAGES:
                taught[block.intent][block.language] += len(block.sentences)
        names = {*taught, *(file.stem for file in self._root.glob("tests/nlu/??/*.yml"))}
        return {
            name: Counts(taught[name], {code: len(self.measured(name, code)) for code in LANGUAGES})
            for name in names
        }

    def _blocks(self) -> Iterator[tuple[Path, Block]]:
        for path in sorted({path for pattern in TAUGHT for path in self._root.glob(pattern)}):
            stamp = _stamp(path)
            known = self._read.get(path)
            if known is None or known[0] != stamp:
                known = self._read[path] = (stamp, tuple(blocks(path.read_text("utf-8"))))
            yield from ((path, block) for block in known[1])

    def _list(self, path: Path) -> tuple[str, ...]:
        if not path.is_file():
            return ()
        stamp, known = _stamp(path), self._lists.get(path)
        if known is None or known[0] != stamp:
            lines = path.read_text("utf-8").splitlines()
            known = (stamp, tuple(_unquoted(line[2:]) for line in lines if line.startswith("- ")))
            self._lists[path] = known
        return known[1]


def _stamp(path: Path) -> Stamp:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _unquoted(item: str) -> str:
    bare = item.strip()
    quoted = len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'"
    return bare[1:-1].replace('\\"', '"') if quoted else bare
