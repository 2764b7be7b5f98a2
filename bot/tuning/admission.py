"""Whether a sentence may be learnt: not known already, and never near to one of the other share."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.tuning.known_files import KnownFile
from bot.tuning.sentences import NEAR_ACROSS, NEAR_IN_TRAINING, Known, Share, plain

# Why not: known already; taught under another label; too near to what is measured, or taught.
KNOWN, ELSEWHERE, NEAR_TEST, NEAR_TRAINING = "known", "elsewhere", "near_test", "near_training"


@dataclass(frozen=True)
class Wanted:
    """A sentence that is to go into the data."""

    kind: str
    label: str
    text: str
    share: Share


@dataclass(frozen=True)
class Refusal:
    """Why not, with the sentence that stands against it and its label."""

    why: str
    near: str
    label: str = ""


class Admission:
    """Against the files as they are, and what waits to be written (`waiting`, which grows)."""

    def __init__(self, files: Iterable[KnownFile], waiting: Iterable[Wanted] = ()) -> None:
        self._files = list(files)
        self._waiting = list(waiting)

    def refusal(self, wanted: Wanted) -> Refusal | None:
        """None if it may go in; it is then taken for known by those who come after it."""
        found = self._across(wanted) or self._among(wanted)
        if found is None:
            self._waiting.append(wanted)
        return found

    def _across(self, wanted: Wanted) -> Refusal | None:
        """Whatever it is taught or measured for: the gate learns from the intents' sentences too."""
        why = NEAR_TEST if wanted.share == "training" else NEAR_TRAINING
        for file in self._files:
            if file.share != wanted.share and (near := file.known.nearest(wanted.text, NEAR_ACROSS)):
                return Refusal(why, near, _label(file, near))
        other = [one.text for one in self._waiting if one.share != wanted.share]
        near = Known(other).nearest(wanted.text, NEAR_ACROSS) if other else None
        return Refusal(why, near) if near else None

    def _among(self, wanted: Wanted) -> Refusal | None:
        """Of its own kind and share."""
        for file in self._files:
            if (file.kind, file.share) == (wanted.kind, wanted.share) and (found := _in_file(file, wanted)):
                return found
        for one in self._waiting:
            if (one.kind, one.share) == (wanted.kind, wanted.share) and _same(one, wanted):
                return Refusal(KNOWN if one.label == wanted.label else ELSEWHERE, one.text, one.label)
        return None


def _in_file(file: KnownFile, wanted: Wanted) -> Refusal | None:
    if not (near := file.known.nearest(wanted.text, NEAR_IN_TRAINING)):
        return None
    labels = file.labels_of(near)
    if wanted.label in labels and (wanted.share == "training" or plain(near) == plain(wanted.text)):
        return Refusal(KNOWN, near, wanted.label)
    if file.known.has(wanted.text):
        label = next((one.label for one in file.sentences if plain(one.text) == plain(wanted.text)), "")
        return Refusal(KNOWN if label == wanted.label else ELSEWHERE, wanted.text, label)
    return None


def _same(one: Wanted, other: Wanted) -> bool:
    if plain(one.text) == plain(other.text):
        return True
    near = one.label == other.label and one.share == "training"
    return near and Known([one.text]).nearest(other.text, NEAR_IN_TRAINING) is not None


def _label(file: KnownFile, text: str) -> str:
    return next(iter(sorted(file.labels_of(text))), "")
