"""What tuned files say at this moment: read anew when they change, kept as they were while they are wrong."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

import structlog

log = structlog.get_logger(__name__)

T = TypeVar("T")
Stamp = tuple[tuple[int, int, int], ...]

CHECKOUT = Path(__file__).resolve().parents[1]
# Nobody waits longer for a change, and no turn asks the disk more often.
LOOK_EVERY_S = 1.0
MISSING = (0, 0, 0)


class _Place:
    """Where the files of this process lie, and how often somebody said that they have changed."""

    root = CHECKOUT
    edition = 0


# What a turn under way has read, by reader: it keeps it to its end.
_HELD: ContextVar[dict[int, Any] | None] = ContextVar("held", default=None)


def tuned_root() -> Path:
    """The folder whose `data/` and `bot/phrases/` are in use, laid out like the checkout."""
    return _Place.root


def use_root(root: Path | None) -> None:
    """From now on this process reads the files below `root`; None is the checkout."""
    _Place.root = root or CHECKOUT


def look_again() -> None:
    """Files were written just now: whoever reads next looks at them, however lately they were looked at."""
    _Place.edition += 1


@contextmanager
def held() -> Iterator[None]:
    """Inside, everything once read stays as it was, so that one turn never mixes two editions."""
    token = _HELD.set({} if (outer := _HELD.get()) is None else outer)
    try:
        yield
    finally:
        _HELD.reset(token)


@dataclass
class _Known(Generic[T]):
    """The last good value of the files below one root."""

    value: T
    stamp: Stamp
    edition: int
    look_at: float
    fault: str | None = None


class Current(Generic[T]):
    """The present value of some files (paths below the root); the first reading raises what `read` raises."""

    def __init__(self, names: Sequence[str], read: Callable[[Path], T], root: Path | None = None) -> None:
        self._names = tuple(names)
        self._read = read
        self._root = root
        self._known: dict[Path, _Known[T]] = {}
        self._reading = threading.Lock()

    def __call__(self) -> T:
        """The value now; within a turn the one it began with."""
        kept = _HELD.get()
        if kept is None:
            return self._now()
        if id(self) not in kept:
            kept[id(self)] = self._now()
        return cast(T, kept[id(self)])

    def fault(self) -> str | None:
        """Why the files as they are now are not used; None when they are."""
        self._now()
        return self._known[self._root or _Place.root].fault

    def _now(self) -> T:
        root = self._root or _Place.root
        known = self._known.get(root)
        if known is None:
            return self._first(root).value
        if known.edition != _Place.edition or time.monotonic() >= known.look_at:
            self._look(root, known)
        return known.value

    def _first(self, root: Path) -> _Known[T]:
        with self._reading:
            if root not in self._known:
                edition, stamp = _Place.edition, self._stamp(root)
                known = _Known(self._read(root), stamp, edition, time.monotonic() + LOOK_EVERY_S)
                self._known[root] = known
            return self._known[root]

    def _look(self, root: Path, known: _Known[T]) -> None:
        """One reads anew, the others go on with what was good until then."""
        if not self._reading.acquire(blocking=False):
            return
        try:
            edition, stamp = _Place.edition, self._stamp(root)
            if stamp != known.stamp:
                self._read_again(root, known)
            known.stamp, known.edition = stamp, edition
            known.look_at = time.monotonic() + LOOK_EVERY_S
        finally:
            self._reading.release()

    def _read_again(self, root: Path, known: _Known[T]) -> None:
        """Whatever is wrong with a file, the hotline goes on with what it has."""
        try:
            known.value, known.fault = self._read(root), None
        except Exception as error:
            known.fault = _worded(error)
            log.error("tuned_file_not_used", files=self._names, fault=known.fault[:300])

    def _stamp(self, root: Path) -> Stamp:
        return tuple(_stamp_of(root / name) for name in self._names)


def _worded(error: Exception) -> str:
    """What is wrong, in the words of whoever read the file."""
    faults = getattr(error, "faults", None) or [str(error) or type(error).__name__]
    return "; ".join(map(str, faults))


def _stamp_of(file: Path) -> tuple[int, int, int]:
    try:
        found = file.stat()
    except OSError:
        return MISSING
    return found.st_mtime_ns, found.st_size, found.st_ino


def present(read: Callable[[], T]) -> T:
    """Stands for what `read` gives whenever something is asked of it: attributes and items, not its type."""
    return cast(T, _Present(read))


def settled(value: T) -> T:
    """What a `present` stands for at this moment, for who asks it very often; else the value itself."""
    return cast(T, value._read()) if isinstance(value, _Present) else value


class _Present:
    """Asks anew each time, so that whoever was built with it never has to be rebuilt."""

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[], Any]) -> None:
        self._read = read

    def __getattr__(self, name: str) -> Any:
        return getattr(self._read(), name)

    def __getitem__(self, key: Any) -> Any:
        return self._read()[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._read())

    def __bool__(self) -> bool:
        return bool(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __contains__(self, key: Any) -> bool:
        return key in self._read()

    def __eq__(self, other: object) -> bool:
        return bool(self._read() == (other._read() if isinstance(other, _Present) else other))

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"present {self._read()!r}"
