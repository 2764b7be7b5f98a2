"""Takes the pictures of docs/desk.md: `python -m tests.desk.pictures [folder]`. Nobody in them exists."""

import io
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from tests.desk.browser import Browser, chromium
from tests.desk.morning import Morning, morning
from tests.desk.pages import Seat
from tests.desk.people import EVA, JONAS, MIRA, NORA, Colleague
from tests.desk.world import desk_world

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "desk"
LOOKS = (("laptop", "light"), ("laptop", "dark"), ("phone", "light"))
# Enough for a screen of text, and a third of the size.
COLOURS = 256
SETTLED_S = 1.5
HIGHEST = {"laptop": 1600, "phone": 2600}


def scenes(at: Morning) -> list[tuple[str, Colleague, str]]:
    """Each picture's name, whose desk it is, and the page."""
    voice, text = f"/desk/cases/{at.voice_case}", f"/desk/cases/{at.sms_case}"
    return [
        ("queue", NORA, "/desk/queue?which=all"),
        ("case-voice", EVA, voice),
        ("closing", EVA, f"{voice}/closing"),
        ("case-sms", JONAS, text),
        ("board", MIRA, "/desk/team"),
        ("live", MIRA, f"/desk/live/{at.live}"),
    ]


def main() -> None:
    """Take them all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, desk_world(Path(data)) as world, chromium() as browser:
        at, sitting = morning(world), None
        for name, who, path in scenes(at):
            if sitting != who:
                browser.forget()
                browser.look()
                sitting = Seat(browser, world, who).sign_in().person
            taken(browser, world.url + path, folder, name)


def taken(browser: Browser, url: str, folder: Path, name: str) -> None:
    """One page in all looks."""
    for size, theme in LOOKS:
        browser.look(size, theme)
        browser.open(url)
        # Parts of the page come by themselves.
        time.sleep(SETTLED_S)
        browser.stretch(HIGHEST[size])
        file = folder / f"{name}-{size}-{theme}.png"
        few_colours(browser.driver.get_screenshot_as_png()).save(file, optimize=True)
        print(f"{file.name}: {file.stat().st_size / 1024:.0f} KiB")  # noqa: T201


def few_colours(picture: bytes) -> Image.Image:
    """As small as it can be without looking different."""
    return (
        Image.open(io.BytesIO(picture))
        .convert("RGB")
        .quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    )


if __name__ == "__main__":
    main()
