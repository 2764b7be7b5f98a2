"""A trained model with other words: quicker than training one, and as different as the test needs it."""

import io
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The domain stands in a model twice.
DOMAINS = ("components/domain_provider/domain.yml", "metadata.json")


@contextmanager
def repacked(model: Path, name: str, old: str, new: str) -> Iterator[Path]:
    """The same model under another name, with `new` for `old` (plain ASCII) in its responses."""
    target = model.with_name(f"{name}.tar.gz")
    try:
        with tarfile.open(model) as source, tarfile.open(target, "w:gz", compresslevel=1) as copy:
            for member in source:
                content = source.extractfile(member)
                data = content.read() if content else b""
                if member.name in DOMAINS:
                    assert old.encode() in data, f"nowhere in {member.name}: {old}"
                    data = data.replace(old.encode(), new.encode())
                member.size = len(data)
                copy.addfile(member, io.BytesIO(data) if content else None)
        yield target
    finally:
        target.unlink(missing_ok=True)


@contextmanager
def copied(model: Path, name: str) -> Iterator[Path]:
    """The same model under another name."""
    target = model.with_name(f"{name}.tar.gz")
    target.unlink(missing_ok=True)
    target.hardlink_to(model)
    try:
        yield target
    finally:
        target.unlink(missing_ok=True)
