"""A small checkout of one's own for trying out what is written: never the one the tests run from."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from bot.clock import FixedClock
from bot.store.database import make_engine
from bot.store.migrate import upgrade
from bot.tuning.data_files import DataFiles
from bot.tuning.git_repository import GitRepository
from tests.builders import NOW


@dataclass(frozen=True)
class Member:
    """Somebody who changes files."""

    id: str = "staff-1"
    name: str = "Olga Pérez"


PERSON = Member()


@dataclass
class Checkout:
    """Its folder, its database and the files as the console changes them."""

    root: Path
    engine: Engine
    files: DataFiles

    def git(self, *arguments: str) -> str:
        """What git says."""
        done = subprocess.run(["git", "-C", str(self.root), *arguments], capture_output=True, check=True)
        return done.stdout.decode()

    def put(self, path: str, text: str) -> None:
        """A file that is simply there."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())

    def text(self, path: str) -> str:
        """As it lies there."""
        return (self.root / path).read_bytes().decode()


def checkout(folder: Path, files: Mapping[str, str], repository: bool = True) -> Checkout:
    """A checkout with these files in it, committed if it is a repository."""
    root = folder / "checkout"
    root.mkdir()
    upgrade(f"sqlite:///{folder}/hotline.db")
    engine = make_engine(f"sqlite:///{folder}/hotline.db")
    made = Checkout(root, engine, DataFiles(root, engine, FixedClock(NOW), GitRepository(root)))
    for path, text in files.items():
        made.put(path, text)
    if repository:
        made.git("init", "-q", "-b", "main")
        made.git("config", "user.name", "Dev")
        made.git("config", "user.email", "dev@example.org")
        made.git("add", "-A")
        made.git("commit", "-q", "--allow-empty", "-m", "Begin")
    return made
