"""Somebody at their desk, as a test says it: where they go, what they click or press, what they see."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from selenium.common.exceptions import NoAlertPresentException, WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select

from bot.phrases.interface import worded
from tests.desk.browser import Browser
from tests.desk.people import PASSWORD, Colleague
from tests.desk.world import DeskWorld

ACCEPT = "#ring-accept, #queue button[id^=take-]"


class Seat:
    """A person of the staff in front of a browser, in a world whose time passes while they wait."""

    def __init__(self, browser: Browser, world: DeskWorld, person: Colleague, language: str = "de") -> None:
        self.browser = browser
        self.world = world
        self.person = person
        self.t = worded(language)

    def go(self, path: str) -> "Seat":
        """Open a page."""
        self.browser.open(self.world.url + path)
        return self

    def sign_in(self, password: str = PASSWORD, admitted: bool = True) -> "Seat":
        """By the page, as everybody does."""
        self.go("/staff/sign-in")
        self.type("[name=name]", self.person.name)
        self.type("[name=password]", password, Keys.ENTER)
        self.until(lambda: not admitted or "/sign-in" not in self.path)
        return self

    @property
    def path(self) -> str:
        """Where they are."""
        return str(self.browser.script("return location.pathname"))

    def until(self, true: Callable[[], object]) -> None:
        """Wait for it; time passes for everybody. Fails with what is to be seen instead."""
        try:
            self.world.until(true)
        except AssertionError as late:
            raise AssertionError(f"{late}; {self.path} shows:\n{self.browser.text('body')[:1500]}") from None

    def sees(self, words: str, where: str = "body") -> None:
        """Wait until these words are there."""
        self.until(lambda: words in self.browser.text(where))

    def sees_not(self, words: str, where: str = "body") -> None:
        """Wait until these words are gone."""
        self.until(lambda: words not in self.browser.text(where))

    def type(self, css: str, *keys: str) -> None:
        """Into a field."""
        field = self.browser.one(css)
        field.send_keys(*keys)

    def click(self, words: str, scope: str = "body") -> None:
        """The button or link called so, waited for."""
        self.until(lambda: self._tapped(self.named(words, scope)))

    def named(self, words: str, scope: str = "body") -> WebElement | None:
        """The button, link or label called so, if it can be seen."""
        found: WebElement | None = self.browser.does("named", words, scope)
        return found

    def accept(self) -> str:
        """Take the first in the queue by a click; the id of the case they are led to."""
        self.go("/desk/queue")
        self.tap(ACCEPT)
        return self.case()

    def case(self) -> str:
        """The id of the case they are led to."""
        self.until(lambda: self.path.startswith("/desk/cases/"))
        return self.path.split("/")[3]

    def tap(self, css: str) -> None:
        """The first button of this kind, once it is there."""
        self.until(lambda: self._tapped(next(iter(self.browser.all(css)), None)))

    def _tapped(self, found: WebElement | None) -> bool:
        """False as long as it is not there, or is just being replaced: Chromium has many words for that."""
        if found is None:
            return False
        try:
            found.click()
        except WebDriverException:
            return False
        return True

    def reply(self, words: str) -> None:
        """Write to the customer and send it."""
        self.type("#reply-text", words)
        self.click(self.t("common.send"), "#reply")
        self.until(lambda: self.written() == "")

    def close(self, disposition: str, **said: bool) -> None:
        """Say how it ended, and what one thinks of how it came: `had_to_repeat=False`."""
        self.to_closing()
        self.tap(f"label[for=d-{disposition}]")
        for question, answer in said.items():
            self.tap(f"label[for={question}-{'yes' if answer else 'no'}]")
        self.tap("button[name=then]")
        self.sees_not(self.t("closing.how"))

    def to_closing(self) -> None:
        """The form that closes a case; some ways out of a case lead there by themselves."""
        if not self.browser.all("form.closing"):
            self.tap("#case-tabs a[href$=closing]")
        self.sees(self.t("closing.how"))

    def end(self, how: str, disposition: str) -> None:
        """Part with a thread, by the button with these words, and close the case."""
        self.click(self.t(how))
        self.confirm()
        self.close(disposition)

    def confirm(self) -> None:
        """Yes to what the browser asks, where it asks."""
        with suppress(NoAlertPresentException):
            self.browser.driver.switch_to.alert.accept()

    def written(self) -> str:
        """What stands in the reply box."""
        return str(self.browser.script("return document.querySelector('#reply-text')?.value ?? ''"))

    def set_day(self, css: str, day: str) -> None:
        """A day, as 2026-11-26, into a field for days, whatever the order of its parts on this computer."""
        self.browser.does("set_day", self.browser.one(css), day)

    def choose(self, css: str, words: str) -> None:
        """The option that begins so."""
        choice = Select(self.browser.one(css))
        choice.select_by_visible_text(next(one.text for one in choice.options if one.text.startswith(words)))

    def press(self, keys: str) -> None:
        """A shortcut, as shown on a button: "a", or "g q"."""
        for key in keys.split():
            # To whatever has the focus: what had it may just have been drawn anew.
            ActionChains(self.browser.driver).send_keys(key).perform()

    def keys(self, *keys: str) -> None:
        """Typed where the focus is."""
        for one in keys:
            self.browser.driver.switch_to.active_element.send_keys(one)

    def tab_to(self, words: str, most: int = 60) -> None:
        """With Tab to what is called so; every stop on the way can be seen."""
        for _ in range(most):
            self.keys(Keys.TAB)
            stop = self.focused()
            assert stop["seen"], f"the focus cannot be seen on {stop}"
            if stop["words"].startswith(words):
                return
        raise AssertionError(f"Tab does not come to {words!r}")

    def focused(self) -> dict[str, Any]:
        """What has the focus: its tag, its words, and whether the focus can be seen."""
        found: dict[str, Any] = self.browser.does("focused")
        return found
