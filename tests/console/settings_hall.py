"""The hotline's settings on tuned files of one's own: nothing here is ever written into the checkout."""

import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from bot.current import use_root
from bot.wiring_handover import ROOT
from tests.console.forms import form_values
from tests.console.hall import ConsoleHall
from tests.staff.browser import Browser

TUNED = ("data/*.yml", "data/knowledge/*.yml", "data/delicate/cues.*.yml", "bot/phrases/*.yml")
SETTINGS = "/console/settings"


def tuned_copy(folder: Path) -> Path:
    """The files people tune, and nothing else."""
    root = folder / "tuned"
    for pattern in TUNED:
        for file in ROOT.glob(pattern):
            place = root / file.relative_to(ROOT)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, place)
    return root


class SettingsHall(ConsoleHall):
    """Reads and writes below `root`; whoever makes one puts the root back."""

    def __init__(self, folder: Path) -> None:
        self.root = tuned_copy(folder)
        super().__init__(folder, self.root)
        use_root(self.root)

    def browser(self, name: str = "olga") -> Browser:
        """Looks at this hall's files, whichever hall was opened last."""
        use_root(self.root)
        return super().browser(name)

    def text(self, path: str) -> str:
        """A tuned file as it lies there."""
        return (self.root / path).read_bytes().decode()

    def page(self, path: str = "", name: str = "olga") -> str:
        """A page below the settings."""
        shown = self.browser(name).get(SETTINGS + path)
        assert shown.status_code == 200, shown.text
        return shown.text

    def answers(self, path: str) -> dict[str, Any]:
        """What the form there would send as it is."""
        return filled_in(self.page(path))

    def check(self, path: str, **answers: Any) -> TestResponse:
        """The form with some answers changed, looked at before it is saved."""
        area = path.split("/")[1]
        return self.browser().post(
            f"{SETTINGS}/{area}/check", {**self.answers(path), "act": "check", **answers}
        )

    def save(self, path: str, name: str = "olga", why: str = "", **answers: Any) -> TestResponse:
        """The whole way: form, review, save."""
        review = self.check(path, **answers)
        assert review.status_code == 200, faults(review.text)
        area = path.split("/")[1]
        return self.browser(name).post(f"{SETTINGS}/{area}/save", {**filled_in(review.text), "why": why})

    def undo(self, change: int, name: str = "olga") -> TestResponse:
        """Take a change back."""
        return self.browser(name).post(f"{SETTINGS}/changes/{change}/undo")


def filled_in(page: str) -> dict[str, Any]:
    """The fields of the page's form for answers, as a browser would send them."""
    return form_values(page, f"{SETTINGS}/")


def faults(page: str) -> list[str]:
    """What the page says is wrong."""
    listed = re.search(r'role="alert">(.*?)</div>', page, re.DOTALL)
    found = re.findall(r"<li>(.*?)</li>", listed[1], re.DOTALL) if listed else []
    return [unescape(re.sub(r"<[^>]+>", "", one)).strip() for one in found]
