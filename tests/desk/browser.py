"""A browser at a desk: headless Chromium with a profile of its own, its faults collected."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

SIZES = {"laptop": (1280, 800), "phone": (390, 844)}
THEMES = ("light", "dark")
PATIENCE_S = 10
IN_PAGE = Path(__file__).parent / "in_page"
# A refusal is an answer, not a fault of the page: the page shows it in words.
REFUSED = ("the server responded with a status of 4", "Response Status Error Code 4")
ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--mute-audio",
    "--lang=de",
)


class Browser:
    """One window, as one person at the desk has it."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver
        self.size = "laptop"
        self._before: list[str] = []

    def open(self, url: str) -> None:
        """Go there and wait until it is there."""
        self.driver.get(url)

    def look(self, size: str = "laptop", theme: str = "light") -> None:
        """As on this screen, with the system's colours set so."""
        self.size = size
        self._screen(*SIZES[size], mobile=size == "phone")
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        self._tell(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}, still]
        )

    def stretch(self, most: int) -> None:
        """As high as the page is, so that all of it can be seen at once."""
        width, height = SIZES[self.size]
        page = int(self.script("return document.documentElement.scrollHeight"))
        self._screen(width, max(height, min(page, most)), mobile=self.size == "phone")

    def narrow(self) -> None:
        """As narrow as a page has to be usable, and as it is when somebody zooms in fourfold."""
        self._screen(320, 640, mobile=True)

    def resize(self, width: int, height: int) -> None:
        """Any other screen; those narrower than a tablet are touched."""
        self._screen(width, height, mobile=width < 600)

    def _screen(self, width: int, height: int, mobile: bool) -> None:
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
        self._tell("Emulation.setDeviceMetricsOverride", **screen)
        self._tell("Emulation.setTouchEmulationEnabled", enabled=mobile)

    @contextmanager
    def offline(self) -> Iterator[None]:
        """While inside, the network is gone, and the page may complain of it."""
        before = self.faults()
        self._network(offline=True)
        try:
            yield
        finally:
            self._network(offline=False)
            self.faults()
            self._before += before

    def _network(self, offline: bool) -> None:
        self._tell("Network.enable")
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self._tell("Network.emulateNetworkConditions", offline=offline, **speed)

    def all(self, css: str) -> list[WebElement]:
        """What is there now and can be seen."""
        found: list[WebElement] = self.does("seen", css)
        return found

    def one(self, css: str) -> WebElement:
        """The first that can be seen, waited for."""
        self.until(lambda: self.all(css))
        return self.all(css)[0]

    def text(self, css: str = "main") -> str:
        """All its words that can be seen; empty when it is not there."""
        return str(self.does("words", css))

    def until(self, true: Callable[[], object], seconds: float = PATIENCE_S) -> None:
        """Wait until it is true; no virtual time passes meanwhile."""
        WebDriverWait(self.driver, seconds, poll_frequency=0.05).until(lambda _: true())

    def script(self, code: str, *given: Any) -> Any:
        """What the code returns in the page."""
        return self.driver.execute_script(code, *given)

    def does(self, name: str, *given: Any) -> Any:
        """What the script of this name in in_page/ returns."""
        return self.script((IN_PAGE / f"{name}.js").read_text("utf-8"), *given)

    def does_later(self, name: str, *given: Any) -> Any:
        """The same for a script that answers when it is ready."""
        return self.driver.execute_async_script((IN_PAGE / f"{name}.js").read_text("utf-8"), *given)

    def picture(self, file: Path) -> None:
        """What can be seen now."""
        self.driver.save_screenshot(str(file))

    def faults(self) -> list[str]:
        """What the page complained of since asked last: scripts that failed, the CSP broken."""
        entries = [str(one["message"]) for one in self.driver.get_log("browser") if one["level"] == "SEVERE"]
        before, self._before = self._before, []
        return before + [one for one in entries if not any(words in one for words in REFUSED)]

    def forget(self) -> None:
        """A clean window: nobody is signed in and nothing is kept."""
        self.driver.get("about:blank")
        self._tell("Network.clearBrowserCookies")
        self.faults()

    def _tell(self, command: str, **given: Any) -> None:
        self.driver.execute_cdp_cmd(command, given)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of its own, closed afterwards."""
    options = Options()
    options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    for argument in ARGUMENTS:
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": "de-DE,de"})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, Service(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")))
    driver.set_page_load_timeout(20)
    try:
        yield Browser(driver)
    finally:
        driver.quit()
