"""Several files replaced together: all of them, or none."""

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replace_all(texts: Mapping[Path, str | None]) -> Iterator[None]:
    """Put these texts in place (None: no file); when anything within fails, the files are as they were."""
    before = {path: path.read_bytes() if path.exists() else None for path in texts}
    try:
        for path, text in texts.items():
            put(path, None if text is None else text.encode())
        yield
    except BaseException:
        for path, content in before.items():
            put(path, content)
        raise


def put(path: Path, content: bytes | None) -> None:
    """Whoever reads it sees the old file or the new one, never half of it; its rights stay."""
    if content is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o644
    fresh = path.with_name(f".{path.name}.fresh")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.chmod(mode)
    fresh.replace(path)
