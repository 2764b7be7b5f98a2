"""What can be measured of a page: text cut off, things wider than the screen, faults that axe finds."""

from importlib.resources import files
from typing import Any

from tests.desk.browser import Browser

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
GRAVE = ("serious", "critical")


def clipped(browser: Browser) -> list[str]:
    """Words of which a part cannot be seen."""
    return list(browser.does("clipped"))


def too_wide(browser: Browser) -> list[str]:
    """What sticks out of the screen on the right."""
    return list(browser.does("too_wide"))


def overlapping(browser: Browser) -> list[str]:
    """Words that lie upon other words."""
    return list(browser.does("overlapping"))


def grave(browser: Browser) -> list[str]:
    """What axe calls serious or critical, each with the first places it is found at."""
    return [_worded(one) for one in violations(browser) if one["impact"] in GRAVE]


def violations(browser: Browser) -> list[dict[str, Any]]:
    """Everything axe finds against WCAG 2.2 AA."""
    if not browser.script("return typeof axe === 'object'"):
        browser.script(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    return list(browser.does_later("axe", list(TAGS)))


def _worded(found: dict[str, Any]) -> str:
    where = [
        f"{' '.join(map(str, node['target']))} {node['failureSummary'].splitlines()[-1].strip()}"
        for node in found["nodes"][:3]
    ]
    return f"{found['id']} ({found['impact']}, {len(found['nodes'])} times): {'; '.join(where)}"
