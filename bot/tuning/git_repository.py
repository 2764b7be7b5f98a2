"""The checkout as a git repository: commits exactly the files it is told, nothing else that lies about."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from bot.errors import HotlineError

# Hooks may check what is committed; whoever waits for the page must not wait for ever.
TIMEOUT_S = 60
# Commits made in the middle of these would end up in what somebody else is doing.
UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply", "BISECT_LOG")


class GitFailed(HotlineError):
    """Nothing was committed; `code` says why: busy, locked, refused (by a hook, for instance), missing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Author(Protocol):
    """Who made a change."""

    @property
    def id(self) -> str:
        """Of the staff account."""
        ...

    @property
    def name(self) -> str:
        """As colleagues know it."""
        ...


class GitRepository:
    """Of one folder, which may turn out not to be one."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def is_one(self) -> bool:
        """Whether the folder itself is the top of a repository."""
        try:
            return Path(self._git("rev-parse", "--show-toplevel").strip()).resolve() == self._root.resolve()
        except GitFailed:
            return False

    def committed(self, path: str) -> str | None:
        """A file's text in the newest commit; None if it is not there."""
        try:
            return self._git("show", f"HEAD:./{path}")
        except GitFailed:
            return None

    def commit(self, paths: Sequence[str], author: Author, message: str) -> str:
        """Commit these files as they lie there; the abbreviated commit. Raises GitFailed."""
        self._refuse_in_the_middle()
        known = set(self._git("ls-files", "-z", "--", *paths).split("\0"))
        fresh = [path for path in paths if path not in known and (self._root / path).exists()]
        try:
            if fresh:
                self._git("add", "--intent-to-add", "--", *fresh)
            self._commit(paths, author, message)
        except GitFailed:
            self._forget(fresh)
            raise
        return self._git("rev-parse", "--short=10", "HEAD").strip()

    def _commit(self, paths: Sequence[str], author: Author, message: str) -> None:
        name = " ".join(author.name.replace("<", "").replace(">", "").split()) or author.id
        email = f"{author.id}@staff.invalid"
        given = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": email}
        if not self._has_identity():
            given |= {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": email}
        # --only: what somebody has staged in other files stays staged, and stays out.
        self._git("commit", "--quiet", "--only", "--message", message, "--", *paths, given=given)

    def _forget(self, fresh: Sequence[str]) -> None:
        if fresh:
            try:
                self._git("reset", "--quiet", "--", *fresh)
            except GitFailed:
                return

    def _has_identity(self) -> bool:
        try:
            return bool(
                self._git("config", "user.email").strip() and self._git("config", "user.name").strip()
            )
        except GitFailed:
            return False

    def _refuse_in_the_middle(self) -> None:
        folder = self._root / self._git("rev-parse", "--git-dir").strip()
        if any((folder / name).exists() for name in UNDER_WAY):
            raise GitFailed("busy")
        if (folder / "index.lock").exists():
            raise GitFailed("locked")

    def _git(self, *arguments: str, given: dict[str, str] | None = None) -> str:
        # What a surrounding git (a hook that started us) says of its own repository must not lead us there.
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment = {**clean, "GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1", **(given or {})}
        try:
            done = subprocess.run(
                [_program(), "-C", str(self._root), *arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT_S,
                check=True,
            )
        except subprocess.CalledProcessError as error:
            raise GitFailed("locked" if b"index.lock" in error.stderr else "refused") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise GitFailed("refused") from error
        return done.stdout.decode("utf-8")


def _program() -> str:
    found = shutil.which("git")
    if found is None:
        raise GitFailed("missing")
    return found
