"""Where an accepted sentence stands in the files, and what they look like with it, or without."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.errors import NotPossible
from bot.tuning import delicate_file, list_file, nlu_file, values_file
from bot.tuning.data_files import DataFiles, Edit
from bot.tuning.drafts import FLAG, INTENT
from bot.tuning.values_file import ValueCheck

Row = Mapping[Any, Any]


class SentenceEdits:
    """Texts are read once and changed step by step; nothing is written here."""

    def __init__(self, files: DataFiles) -> None:
        self._files = files
        self._before: dict[str, str | None] = {}
        self._now: dict[str, str | None] = {}
        self._nlu = [path for pattern in nlu_file.PATHS for path in files.paths(pattern)]
        # Examples are put in together in the end: these files are long.
        self._examples: dict[str, list[tuple[str, str, str]]] = {}
        self._places: dict[tuple[str, str], str] | None = None

    def put_in(self, row: Row) -> str:
        """One sentence more; the file's path. Raises NotPossible when no file has a place for it."""
        path = self._path(row)
        if path in self._nlu:
            self._text(path)
            self._examples.setdefault(path, []).append((row["label"], row["language"], row["text"]))
        else:
            self._now[path] = _with(self._text(path), row)
        return path

    def take_out(self, row: Row) -> bool:
        """Without it; False when it does not stand there (any more)."""
        path = row["file"] or self._path(row)
        before = self._text(path)
        if before is None or (after := _without(before, row)) == before:
            return False
        self._now[path] = after
        return True

    def edits(self) -> list[Edit]:
        """All that has changed."""
        for path, added in self._examples.items():
            self._now[path] = nlu_file.with_examples(self._text(path) or "", added)
        self._examples = {}
        return [
            Edit(path, self._before[path], text)
            for path, text in sorted(self._now.items())
            if text != self._before[path]
        ]

    def _path(self, row: Row) -> str:
        training = row["share"] == "training"
        if row["kind"] == FLAG:
            return delicate_file.path_of(row["label"].partition(":")[0], exam=not training)
        if row["kind"] == INTENT:
            return self._taught_in(row) if training else f"tests/nlu/{row['language']}/{row['label']}.yml"
        return values_file.path_of(row["language"])

    def _taught_in(self, row: Row) -> str:
        if self._places is None:
            self._places = {
                (block.intent, block.language): path
                for path in self._nlu
                for block in nlu_file.blocks(self._text(path) or "")
            }
        if (row["label"], row["language"]) not in self._places:
            raise NotPossible("no_such_block")
        return self._places[row["label"], row["language"]]

    def _text(self, path: str) -> str | None:
        if path not in self._now:
            self._before[path] = self._now[path] = self._files.read(path)
        return self._now[path]


def applied(edits: SentenceEdits, rows: Iterable[Row]) -> tuple[dict[int, str], list[int]]:
    """The file of each row that was put in, and the ids of those no file has a place for."""
    placed: dict[int, str] = {}
    homeless = []
    for row in rows:
        try:
            placed[row["id"]] = edits.put_in(row)
        except NotPossible:
            homeless.append(row["id"])
    return placed, homeless


def _with(text: str | None, row: Row) -> str:
    if row["kind"] == FLAG:
        kind = row["label"].partition(":")[2]
        if text is None:
            raise NotPossible("no_such_block")
        return delicate_file.with_sentence(text, row["language"], kind, _delicate_line(row))
    if row["kind"] == INTENT:
        return list_file.with_item(text, list_file.quoted(row["text"]))
    return values_file.with_check(text, _check(row))


def _without(text: str, row: Row) -> str:
    if row["kind"] == FLAG:
        kind = row["label"].partition(":")[2]
        return delicate_file.without_sentence(text, row["language"], kind, _delicate_line(row))
    if row["kind"] == INTENT:
        if row["share"] == "test":
            return list_file.without_item(text, list_file.quoted(row["text"]))
        return nlu_file.without_example(text, row["label"], row["language"], row["text"])
    return values_file.without_check(text, _check(row))


def _delicate_line(row: Row) -> str:
    return delicate_file.line_of(row["text"], row["data"].get("also", ()))


def _check(row: Row) -> ValueCheck:
    data = row["data"]
    return ValueCheck(row["text"], row["label"], data["value"], data["channel"], data.get("expecting"))
