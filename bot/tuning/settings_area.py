"""What every area of the settings is: some files, a form for them, and the hotline's own reader."""

import copy
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from bot.current import Current
from bot.tuning.settings_form import Answers, Fault, Files, Group, Part, Wanted, Words
from bot.tuning.yaml_text import loaded, rewritten

Texts = Mapping[str, str]


class Area(ABC):
    """One page of the settings; `files` are paths below the root."""

    name: ClassVar[str]
    files: ClassVar[tuple[str, ...]]
    # Whether it has hours, so that one may ask when somebody is there.
    has_hours: ClassVar[bool] = False

    def parts(self, now: Files) -> Sequence[Part]:
        """The things it has a form for each; none where it is one form."""
        return ()

    @abstractmethod
    def groups(self, now: Files, part: str) -> Sequence[Group]:
        """The form as the files are now."""

    @abstractmethod
    def wanted(self, now: dict[str, Any], part: str, answers: Answers) -> Wanted:
        """What the answers make of the files; `now` may be changed."""

    @abstractmethod
    def read(self, root: Path) -> None:
        """As the hotline itself reads these files; raises what its reader raises."""

    @abstractmethod
    def watches(self) -> Sequence[Current[Any]]:
        """What of the running hotline reads these files."""

    def due(self, now: Files) -> Words | None:
        """What somebody has to do about it soon; None for most areas at most times."""
        return None

    def fault(self) -> str | None:
        """Why the files as they are now are not in use; None when they are."""
        return next((fault for watch in self.watches() if (fault := watch.fault())), None)


def values_of(texts: Texts) -> dict[str, Any]:
    """What the files say."""
    return {path: loaded(text) for path, text in texts.items()}


def new_texts(texts: Texts, now: Files, wanted: Files) -> dict[str, str]:
    """The files saying what is wanted and else as they were; raises TuningInvalid."""
    return {
        path: text if wanted[path] == now[path] else rewritten(text, wanted[path])
        for path, text in texts.items()
    }


def refused(area: Area, texts: Texts) -> Fault | None:
    """What the hotline's own reader has against these files, tried out beside the real ones."""
    with tempfile.TemporaryDirectory(prefix="hotline-settings-") as folder:
        for path, text in texts.items():
            place = Path(folder, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8", newline="")
        try:
            area.read(Path(folder))
        except Exception as error:
            # Whatever stops the reader would stop the hotline from using the file.
            faults = getattr(error, "faults", None) or [str(error) or type(error).__name__]
            return Fault("", "reader", {"why": "; ".join(map(str, faults))})
    return None


def own_copy(now: Files) -> dict[str, Any]:
    """To be changed freely."""
    return {path: copy.deepcopy(values) for path, values in now.items()}
