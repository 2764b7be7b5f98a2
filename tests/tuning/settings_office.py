"""The settings as the console changes them, on a copy of the tuned files and without any page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.clock import FixedClock
from bot.current import use_root
from bot.store.database import make_engine
from bot.store.migrate import upgrade
from bot.tuning.data_files import DataFiles
from bot.tuning.git_repository import GitRepository
from bot.tuning.settings_desk import Review, SettingsDesk
from bot.wiring_console_settings import areas
from tests.builders import NOW
from tests.console.settings_hall import tuned_copy
from tests.tuning.checkout import PERSON


@dataclass
class Office:
    """`root` is read by the hotline's readers in this process as long as the office is open."""

    root: Path
    desk: SettingsDesk

    def filled_in(self, area: str, part: str = "", **answers: str) -> Review:
        """The form as it is, with some answers changed; dots in names are written as __."""
        chosen = self.desk.area(area)
        fields = [field for group in self.desk.groups(chosen, part) for field in group.fields]
        given = {field.name: field.value for field in fields if field.kind != "check" or field.value}
        changed = {name.replace("__", "."): answer for name, answer in answers.items()}
        return self.desk.review(chosen, part, given | changed)

    def faults(self, area: str, part: str = "", **answers: str) -> list[tuple[str, str]]:
        """What is wrong with such answers: field and code."""
        return [(fault.at, fault.code) for fault in self.filled_in(area, part, **answers).faults]

    def saved(self, area: str, part: str = "", **answers: str) -> int:
        """Saved at once; the change's id."""
        made = self.filled_in(area, part, **answers)
        return self.desk.save(made, made.seen, PERSON, "")

    def text(self, path: str) -> str:
        """A file as it lies there."""
        return (self.root / path).read_bytes().decode()


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """Opened on a copy; the readers' root is put back."""
    url, root, clock = f"sqlite:///{folder}/office.db", tuned_copy(folder), FixedClock(NOW)
    upgrade(url)
    engine = make_engine(url)
    files = DataFiles(root, engine, clock, GitRepository(root))
    use_root(root)
    try:
        yield Office(root, SettingsDesk(files, areas(clock), engine))
    finally:
        use_root(None)
        engine.dispose()
