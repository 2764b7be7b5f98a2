"""Labelling by keyboard alone, in a real browser: one by one, several at once, taken back, values."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains

from tests.console.label_hall import LabelHall
from tests.console.window import Window, window
from tests.desk.browser import Browser
from tests.tuning.desk_of_labels import TESTED, TRAINING

SOFA, DRIVER, TABLE = TRAINING


class Desk:
    """The inbox in a browser, olga signed in."""

    def __init__(self, hall: LabelHall, window: Window) -> None:
        self.hall, self.browser, self.url = hall, window.browser, window.url

    def open(self, path: str = "/console") -> None:
        self.browser.open(self.url + path)

    def press(self, *keys: str) -> None:
        for key in keys:
            ActionChains(self.browser.driver).send_keys(key).perform()

    def current(self) -> int:
        """The sentence whose turn it is, once its choices are there."""
        self.browser.until(lambda: self.browser.all(".is-current .label--open"))
        return int(self.browser.script("return document.querySelector('.is-current').id").removeprefix("u"))

    def decided(self, *ids: int) -> None:
        """And what is to be learnt of them is gathered."""
        gathered = "SELECT count(*) AS n FROM learnt_sentences WHERE utterance_id = :id"
        self.browser.until(lambda: all(self.hall.rows(gathered, id=one)[0]["n"] for one in ids))
        assert {self.hall.status(one) for one in ids} == {"decided"}

    def picked(self) -> int:
        return int(self.browser.script("return document.querySelector('[data-picked]').textContent"))


@pytest.fixture
def desk(tmp_path: Path, first_chromium: Browser) -> Iterator[Desk]:
    hall = LabelHall(tmp_path)
    first_chromium.forget()
    first_chromium.look()
    with window(hall, first_chromium) as found:
        yield Desk(hall, found)
        faults = first_chromium.faults()
    hall.close()
    assert faults == []


def test_one_after_the_other_with_one_key_each(desk: Desk) -> None:
    ids = desk.hall.inbox(SOFA, DRIVER, TABLE, intent="order_status")
    desk.open()
    for one, key in zip(reversed(ids), "yyx", strict=True):
        assert desk.current() == one
        desk.press(key)
        desk.browser.until(lambda one=one: desk.hall.status(one) != "open")
        desk.browser.until(lambda one=one: one == ids[0] or desk.current() != one)
    assert [desk.hall.status(one) for one in ids] == ["unusable", "decided", "decided"]
    desk.press("u")
    desk.browser.until(lambda: desk.hall.status(ids[0]) == "open")


def test_up_and_down_and_back_again(desk: Desk) -> None:
    ids = desk.hall.inbox(SOFA, DRIVER, TABLE)
    desk.open()
    assert desk.current() == ids[2]
    desk.press("j")
    desk.browser.until(lambda: desk.current() == ids[1])
    desk.press("k")
    desk.browser.until(lambda: desk.current() == ids[2])
    assert len(desk.browser.all(".label--open")) == 1


def test_another_intent_is_typed_and_taken_with_enter(desk: Desk) -> None:
    [one] = desk.hall.inbox(SOFA)
    desk.hall.inbox(DRIVER)
    desk.open()
    desk.current()
    desk.press("j")
    desk.browser.until(lambda: desk.current() == one)
    desk.press("/")
    desk.press("order_cancel", "\ue007")
    desk.decided(one)
    assert desk.hall.rows("SELECT label FROM learnt_sentences")[0]["label"] == "order_cancel"


def test_several_are_picked_and_decided_with_one_key(desk: Desk) -> None:
    ids = desk.hall.inbox(SOFA, DRIVER, TABLE, *TESTED, intent="order_status")
    desk.open()
    desk.current()
    for _ in range(3):
        desk.press(" ", "j")
    desk.browser.until(lambda: desk.picked() == 3)
    desk.current()
    desk.press("y")
    desk.decided(*ids[2:])
    assert [desk.hall.status(one) for one in ids[:2]] == ["open", "open"]
    desk.browser.until(lambda: desk.picked() == 0)
    assert len(desk.browser.all(".label--said")) == 3
    desk.press("u")
    desk.browser.until(lambda: desk.hall.status(ids[4]) == "open")
    desk.browser.until(lambda: len(desk.browser.all(".label--said")) == 0)


def test_all_alike_are_picked_with_a(desk: Desk) -> None:
    ids = desk.hall.inbox(SOFA, DRIVER, TABLE, group_id=3, intent="order_status")
    desk.open()
    desk.current()
    desk.press("a")
    desk.browser.until(lambda: desk.picked() == 1)
    desk.press("y")
    desk.decided(*ids)


def test_a_value_is_marked_by_selecting_it(desk: Desk) -> None:
    [one] = desk.hall.inbox("am dritten dezember geht es nicht und am dritten januar auch nicht")
    desk.open()
    desk.current()
    desk.browser.script("document.querySelector('.label__values').open = true")
    select = """
        const said = document.querySelector('[data-select-from]'), range = document.createRange();
        const at = said.firstChild.data.lastIndexOf('dritten');
        range.setStart(said.firstChild, at); range.setEnd(said.firstChild, at + 7);
        const selection = document.getSelection(); selection.removeAllRanges(); selection.addRange(range);
        said.dispatchEvent(new MouseEvent('mouseup', { bubbles: true }));
        return [...document.querySelector('.label__mark').querySelectorAll('input')].map((i) => i.value);
    """
    words, _, at = desk.browser.script(select)
    text = "am dritten dezember geht es nicht und am dritten januar auch nicht"
    assert (words, int(at)) == ("dritten", text.rindex("dritten"))
    desk.browser.script(
        "const row = document.querySelector('.label__mark'); row.querySelector('select').value = 'date';"
        "row.querySelector('[name=mark_value]').value = '2027-01-03'; document.activeElement.blur();"
    )
    desk.press("y")
    desk.decided(one)
    assert desk.hall.rows("SELECT label FROM learnt_sentences WHERE kind = 'value'") == [{"label": "date"}]


def test_keys_can_be_switched_off(desk: Desk) -> None:
    desk.hall.inbox(SOFA, DRIVER)
    desk.open()
    desk.current()
    desk.browser.script("document.body.dataset.shortcuts = 'off'")
    before = desk.current()
    desk.press("j", "y")
    assert desk.current() == before
    assert {desk.hall.status(before)} == {"open"}
