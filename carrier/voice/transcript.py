"""What was heard and done in a call, in order."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class Utterance:
    """Something the caller hears: `text` in plain words, `ssml` as the application wrote it.

    `interruptible`: the caller's speech or keys would cut it short and be taken. `cut`: they did.
    `by` is the SID of the call of the person who speaks, in a conference.
    """

    text: str
    ssml: str
    language: str
    voice: str
    interruptible: bool
    at: datetime
    kind: Literal["say", "play", "tone", "error", "music", "person"] = "say"
    cut: bool = False
    by: str = ""


@dataclass(frozen=True)
class Said:
    """Something the caller said; `taken` is false when nobody was listening."""

    text: str
    at: datetime
    taken: bool


@dataclass(frozen=True)
class Pressed:
    """A key the caller pressed; `taken` is false when nobody was listening."""

    key: str
    at: datetime
    taken: bool


@dataclass(frozen=True)
class Waited:
    """The caller stayed silent until the application's patience was over."""

    at: datetime


@dataclass(frozen=True)
class Joined:
    """The call is in a conference room now, perhaps alone."""

    room: str
    at: datetime


@dataclass(frozen=True)
class Connected:
    """The conference has begun: the people in it hear one another."""

    room: str
    at: datetime


@dataclass(frozen=True)
class Left:
    """The call is out of the conference room."""

    room: str
    at: datetime


@dataclass(frozen=True)
class Ended:
    """The call is over."""

    status: str
    at: datetime


Entry = Utterance | Said | Pressed | Waited | Joined | Connected | Left | Ended


class Transcript:
    """The entries of one call; remembers where the caller last did something."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.watchers: list[Callable[[], None]] = []
        self._since = 0

    def add(self, entry: Entry) -> None:
        """Appends an entry and tells who watches."""
        self.entries.append(entry)
        for watcher in list(self.watchers):
            watcher()

    def mark_input(self) -> None:
        """What follows is the answer to the input just given."""
        self._since = len(self.entries)

    @property
    def heard(self) -> list[Utterance]:
        """Everything heard so far."""
        return [entry for entry in self.entries if isinstance(entry, Utterance)]

    @property
    def latest(self) -> list[Utterance]:
        """What was heard since the caller last did something."""
        return [entry for entry in self.entries[self._since :] if isinstance(entry, Utterance)]

    def interrupt(self, words: str) -> bool:
        """Cuts off after `words`, as if the caller broke in there; false if that cannot be interrupted."""
        for index in range(self._since, len(self.entries)):
            entry = self.entries[index]
            if isinstance(entry, Utterance) and words in entry.text:
                return entry.interruptible and self._cut(index, entry, words)
        raise ValueError(f"nothing heard since the last input contains {words!r}")

    def interrupt_at_once(self) -> bool:
        """Cuts off everything heard since the last input; false if its beginning cannot be interrupted."""
        latest = self.latest
        if latest and not latest[0].interruptible:
            return False
        del self.entries[self._since :]
        return True

    def cut_latest(self, share: float) -> None:
        """Cuts what is being said now off after this share of it."""
        for index in reversed(range(len(self.entries))):
            entry = self.entries[index]
            if isinstance(entry, Utterance) and entry.kind == "say":
                self._cut(index, entry, entry.text[: max(0, round(len(entry.text) * share))])
                return

    def _cut(self, index: int, entry: Utterance, words: str) -> bool:
        end = entry.text.index(words) + len(words)
        self.entries[index:] = [replace(entry, text=entry.text[:end], cut=True)]
        return True
