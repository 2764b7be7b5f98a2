"""Which model files belong to versions; one checkout may serve several hotlines, each with its database."""

import json
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path

FOLDER = ".claims"


def claim(models: Path, data_dir: Path, names: Collection[str]) -> None:
    """These files, and no others, belong to the hotline with this data folder."""
    file = _file(models, data_dir)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps({"data_dir": str(data_dir.resolve()), "names": sorted(names)}), "utf-8")
    draft.replace(file)


def claimed(models: Path, but_of: Path | None = None) -> set[str]:
    """Files that belong to any hotline whose data folder is still there, or to any but one."""
    own = _file(models, but_of) if but_of else None
    claims = [json.loads(file.read_text("utf-8")) for file in _files(models) if file != own]
    return {name for one in claims if Path(one["data_dir"]).exists() for name in one["names"]}


def unclaimed(models: Path, pattern: str) -> list[Path]:
    """Files that belong to nobody's versions."""
    taken = claimed(models)
    return [path for path in models.glob(pattern) if path.name not in taken]


def _file(models: Path, data_dir: Path) -> Path:
    return models / FOLDER / f"{sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]}.json"


def _files(models: Path) -> list[Path]:
    return list((models / FOLDER).glob("*.json"))
