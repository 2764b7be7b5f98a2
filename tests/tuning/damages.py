"""Damages done on purpose to the data of a workspace."""

import re
from pathlib import Path

from tests.tuning.workspace import git

EXAMPLE = "    - "


def forget_flag(folder: Path, code: str) -> None:
    """Every sentence that teaches this delicate flag is deleted; what only looks like it stays."""
    file, kept, taught = folder / "data" / "delicate" / f"{code}.yml", [], False
    for line in file.read_text("utf-8").splitlines(keepends=True):
        if block := re.match(r"  (\w+): \|", line):
            taught = block[1] != "not"
        if not (taught and line.startswith(EXAMPLE)):
            kept.append(line)
    file.write_text("".join(kept), "utf-8")


def swap_intents(folder: Path, one: str, other: str) -> None:
    """Each of them is taught with the other's sentences."""
    names = {one: other, other: one}
    for file in (folder / "data" / "nlu.yml", *(folder / "data" / "nlu").glob("*.yml")):
        text = file.read_text("utf-8")
        named = rf"(?m)^(- intent: )({one}|{other})$"
        file.write_text(re.sub(named, lambda found: found[1] + names[found[2]], text), "utf-8")


def undo(folder: Path) -> None:
    """The data as it was."""
    git(folder, "checkout", "-q", "--", "data")
