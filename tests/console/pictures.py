"""Takes the pictures of docs/tuning.md: `python -m tests.console.pictures [folder]`. Nobody is real."""

import sys
import tempfile
from pathlib import Path

from bot.current import use_root
from tests.console.busy_weeks import BusyWeeks
from tests.console.console_pages import PAGES
from tests.console.window import window
from tests.desk.browser import chromium
from tests.desk.pictures import taken

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "tuning"
# Each picture's name, and the page it is of.
SCENES = {
    "inbox": "inbox-all",
    "conversation": "conversation",
    "changes": "changes",
    "training": "training-running",
    "comparison": "comparison",
    "confusions": "comparison-confusions",
    "models": "models",
    "intent": "intent",
    "settings": "settings-hours",
    "figures": "figures",
}


def main() -> None:
    """Take them all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, chromium() as browser:
        weeks = BusyWeeks(Path(data))
        with window(weeks, browser) as desk:
            for name, page in SCENES.items():
                taken(browser, desk.url + PAGES[page].format(**weeks.ids), folder, name)
        weeks.close()
    use_root(None)


if __name__ == "__main__":
    main()
