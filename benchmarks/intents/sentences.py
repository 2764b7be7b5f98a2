"""Labelled sentences: the project's own, and the public sets beside the checkout where they are present."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
PUBLIC = ROOT.parent / "shared" / "data"
LANGUAGES = ("de", "en")
TEN_SHOT = ("banking77_10", "clinc150_10", "hwu64_10")
# The one shop bot of HINT3 whose test rows are in the development part.
HINT3 = "powerplay11"
OWN, ASSISTANTS, OTHER_SHOP = "own exam", "assistants (xSID)", "online game (HINT3)"
ORDERS = "pizza, cinema, garage (BConTrasT)"


class Sentence(NamedTuple):
    """What somebody says, what is meant by it (empty: nothing of ours), and in which language."""

    text: str
    intent: str
    language: str


def taught() -> list[Sentence]:
    """The project's training examples, in the order of the files."""
    files = [ROOT / "data/nlu.yml", *sorted((ROOT / "data/nlu").glob("*.yml"))]
    return [sentence for file in files for sentence in _examples(file)]


def held_out() -> list[Sentence]:
    """The project's own exam (tests/nlu), which no model is trained on."""
    return [
        Sentence(text, file.stem, language)
        for language in LANGUAGES
        for file in sorted((ROOT / "tests/nlu" / language).glob("*.yml"))
        for text in _loaded(file)
    ]


def confusing() -> list[Sentence]:
    """Sentences whose words point to one wish and whose meaning is another (tests/nlu/confusions.yml)."""
    return [
        Sentence(entry["text"], entry["intent"], group["language"])
        for group in _loaded(ROOT / "tests/nlu/confusions.yml")
        for entry in group["sentences"]
    ]


def ten_shot(name: str) -> tuple[list[Sentence], list[Sentence]] | None:
    """Training rows and development rows of a public ten-shot set; None where it is absent."""
    rows = public_rows("nlu_10shot_dev.jsonl")
    parts = [
        [
            Sentence(row["text"], row["label"], "en")
            for row in rows
            if (row["set"], row["split"]) == (name, split)
        ]
        for split in ("train", "dev")
    ]
    return (parts[0], parts[1]) if all(parts) else None


def shop_bot() -> tuple[list[Sentence], list[Sentence]] | None:
    """Training and test rows of a real shop bot; what it cannot answer has no intent. None where absent."""
    rows = [row for row in public_rows("hint3_dev.jsonl") if row["bot"] == HINT3]
    parts = [
        [
            Sentence(row["text"], "" if row.get("hotline") == "OOS" else row["label"], "en")
            for row in rows
            if row["split"] == split
        ]
        for split in ("train", "test")
    ]
    return (parts[0], parts[1]) if all(parts) else None


def beyond_us() -> dict[str, list[Sentence]]:
    """Public sentences by name of their set, none of which this hotline should answer as if understood."""
    assistants = [
        Sentence(row["text"], "", "de") for row in public_rows("xsid_de_dev.jsonl") if row["lang"] != "en"
    ]
    other_shop = [
        Sentence(row["text"], "", "en") for row in public_rows("hint3_dev.jsonl") if row["hotline"] == "OOS"
    ]
    return {name: found for name, found in ((ASSISTANTS, assistants), (OTHER_SHOP, other_shop)) if found}


def other_orders() -> list[Sentence]:
    """German customers of restaurants and garages: shop talk, but nearly none of it for this hotline."""
    return [Sentence(row["text"], "", "de") for row in public_rows("neutral_orders_de.jsonl")]


def public_rows(name: str) -> list[dict[str, str]]:
    """Rows of a public file; none where it is absent."""
    file = PUBLIC / name
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def _examples(file: Path) -> Iterator[Sentence]:
    for block in _loaded(file)["nlu"]:
        for line in block["examples"].splitlines():
            yield Sentence(line.removeprefix("- ").strip(), block["intent"], block["metadata"]["language"])


def _loaded(file: Path):  # type: ignore[no-untyped-def]
    return YAML(typ="safe").load(file.read_text("utf-8"))
