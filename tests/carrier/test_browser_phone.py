"""The phone in the browser, used as a person would: in headless Chromium against a tiny application."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Response
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from carrier import Network, WsgiTransport
from carrier.voice.state import Handlers, Target
from tests.carrier.scripted import ACCOUNT, BASE, CALLER, HOTLINE, TOKEN, ScriptedApp

GREETING = (
    '<Gather input="dtmf speech" action="/turn" timeout="1" actionOnEmptyResult="true" language="de-DE">'
    '<Say voice="Polly.Vicki-Neural" language="de-DE">Guten Tag, hier ist der digitale Assistent.'
    " Wie kann ich helfen?</Say></Gather>"
)
SIZE = {"desktop": (1100, 1000), "mobile": (390, 900)}
on_both_sizes = pytest.mark.parametrize("page", list(SIZE), indirect=True)


def answer_turn(form: dict[str, str]) -> str:
    if form.get("SpeechResult") == "Tschüss":
        return "<Say>Auf Wiederhören.</Say><Hangup/>"
    heard = form.get("SpeechResult") or form.get("Digits") or "nichts"
    again = 'input="dtmf speech" action="/turn" timeout="1" actionOnEmptyResult="true"'
    return f'<Gather {again}><Say language="de-DE">Verstanden: {heard}</Say></Gather>'


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Network, str]]:
    app = ScriptedApp(
        {
            "/voice": GREETING,
            "/turn": answer_turn,
            "/expert": '<Gather action="/accept" numDigits="1"><Say>Annehmen mit der 1.</Say></Gather>',
            "/accept": '<Dial><Conference endConferenceOnExit="true">r</Conference></Dial>',
            "/status": Response("", 204),
            "/sms": lambda form: f"<Message>Antwort auf: {form['Body']}</Message>",
        }
    )
    net = Network(ACCOUNT, TOKEN, transport=WsgiTransport(app.wsgi()))
    net.default_behaviour = "ask"
    net.number(HOTLINE, voice_url=f"{BASE}/voice", voice_status_url=f"{BASE}/status", sms_url=f"{BASE}/sms")
    with net.serve(callers=[(CALLER, "Erika Beispiel"), ("+4915228895456", "")]) as serving:
        yield net, serving.url


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    options = Options()
    options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    for argument in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=de"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": "de-DE,de"})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, Service(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")))
    yield driver
    driver.quit()


class Page:
    def __init__(self, browser: webdriver.Chrome, url: str) -> None:
        self.browser = browser
        browser.get(f"{url}/phone")
        self.until(lambda: HOTLINE in self.text("hotline"))

    def find(self, element_id: str):
        return self.browser.find_element(By.ID, element_id)

    def text(self, element_id: str) -> str:
        return self.find(element_id).text

    def until(self, condition: Callable[[], object]) -> None:
        WebDriverWait(self.browser, 10, poll_frequency=0.05).until(lambda _: condition())

    def call(self) -> None:
        self.find("call").click()
        self.until(lambda: "Wie kann ich helfen?" in self.text("transcript"))

    def say(self, words: str) -> None:
        self.until(lambda: self.find("words").is_enabled())
        self.find("words").send_keys(words, Keys.ENTER)

    def key(self, key: str) -> None:
        button = self.browser.find_element(By.CSS_SELECTOR, f'[data-key="{key}"]')
        self.until(button.is_enabled)
        button.click()

    def picture(self, name: str) -> None:
        folder = os.environ.get("CARRIER_SCREENSHOTS")
        if folder:
            self.browser.save_screenshot(str(Path(folder) / f"{name}.png"))

    def overflows(self) -> bool:
        return bool(
            self.browser.execute_script(
                "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
        )

    def clipped(self) -> list[str]:
        return list(
            self.browser.execute_script(
                "return [...document.querySelectorAll('button, label, select')].filter(n => n.offsetParent"
                " && n.scrollWidth > n.clientWidth + 1 && getComputedStyle(n).display !== 'inline')"
                ".filter(n => !n.className.includes('hidden')).map(n => n.textContent.trim())"
            )
        )


@pytest.fixture
def page(browser, served, request) -> Iterator[Page]:
    size = getattr(request, "param", "desktop")
    browser.set_window_size(*SIZE[size])
    page = Page(browser, served[1])
    page.size = size
    yield page
    for call in served[0].calls.values():
        call.hang_up()
    severe = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert severe == []


@on_both_sizes
def test_a_call_is_made_heard_and_ended(page):
    page.call()
    page.say("Wo ist meine Bestellung?")
    page.until(lambda: "Verstanden: Wo ist meine Bestellung?" in page.text("transcript"))
    page.picture(f"call-{page.size}")
    assert not page.overflows()
    assert page.clipped() == []
    page.say("Tschüss")
    page.until(lambda: "Auf Wiederhören." in page.text("transcript"))
    page.until(lambda: page.text("status") == "Gespräch beendet")
    assert page.find("call").is_enabled()
    assert not page.find("say").is_enabled()


def test_keys_are_collected_and_sent(page):
    page.call()
    for key in "471":
        page.key(key)
    page.key("#")
    page.until(lambda: "Verstanden: 471" in page.text("transcript"))
    page.find("hangup").click()
    page.until(lambda: page.find("call").is_enabled())


def test_the_call_waits_patiently_until_silence_is_pressed(page):
    page.call()
    page.until(lambda: page.find("silence").is_enabled())
    assert "Das Gespräch wartet auf Sie." in page.text("listening")
    page.find("silence").click()
    page.until(lambda: "Verstanden: nichts" in page.text("transcript"))


def test_in_real_time_silence_counts(page):
    page.find("realtime").click()
    page.call()
    page.until(lambda: "Verstanden: nichts" in page.text("transcript"))


def test_the_page_speaks_the_browsers_language(page):
    assert page.text("call") == "Anrufen"
    assert page.browser.title == "Telefon"


def test_a_withheld_number_can_be_chosen(page, served):
    Select(page.find("caller")).select_by_visible_text("Unterdrückt")
    page.call()
    assert list(served[0].calls.values())[-1].state.from_ == "anonymous"


def test_another_number_is_checked_before_calling(page):
    Select(page.find("caller")).select_by_visible_text("Andere Nummer …")
    page.find("other").send_keys("0152")
    page.find("call").click()
    page.until(lambda: "+4915228817386" in page.text("fault"))


@on_both_sizes
def test_a_text_message_is_answered_in_the_thread(page, served):
    page.find("tab-sms").click()
    page.find("text").send_keys("Wo bleibt mein Paket?")
    page.find("send").click()
    page.until(lambda: "Antwort auf: Wo bleibt mein Paket?" in page.text("thread"))
    page.picture(f"sms-{page.size}")
    assert not page.overflows()
    assert page.clipped() == []


@on_both_sizes
def test_the_phone_rings_and_is_answered(page, served):
    network, _ = served
    network.place_call(HOTLINE, CALLER, Handlers(Target(f"{BASE}/voice")))
    page.until(lambda: page.find("answer").is_displayed())
    page.picture(f"ringing-{page.size}")
    page.find("answer").click()
    page.until(lambda: "Wie kann ich helfen?" in page.text("transcript"))
    page.find("hangup").click()
    page.until(lambda: page.find("call").is_enabled())


def test_the_phone_is_put_through_to_a_person(page, served):
    network, _ = served
    network.place_call(HOTLINE, CALLER, Handlers(Target(f"{BASE}/expert")))
    page.until(lambda: page.find("answer").is_displayed())
    page.find("answer").click()
    page.until(lambda: "Annehmen mit der 1." in page.text("transcript"))
    page.key("1")
    page.until(lambda: "wartet auf die Verbindung" in page.text("transcript"))
    caller = network.call("+4917139200042", HOTLINE)
    caller.begin(Target(f"{BASE}/accept"))
    page.until(lambda: "– verbunden –" in page.text("transcript"))
    caller.say("Hallo, ist da jemand?")
    page.until(lambda: "Hallo, ist da jemand?" in page.text("transcript"))
    assert "Die anderen im Gespräch hören" in page.text("listening")
    page.say("Weber, guten Tag.")
    page.until(lambda: caller.heard[-1].text == "Weber, guten Tag.")
    page.find("hangup").click()
    page.until(lambda: caller.over)


# Stands in for the browser's own ears and mouth, which need a microphone and Google's servers.
EARS_AND_MOUTH = """
window.spoken = [];
window.speechSynthesis.speak = (utterance) => {
  window.spoken.push([utterance.lang, utterance.text]);
  utterance.onend();
};
window.webkitSpeechRecognition = window.SpeechRecognition = class {
  start() {
    window.ears = this.lang;
    const result = [{ transcript: "Wo ist mein Paket", confidence: 0.9 }];
    result.isFinal = true;
    setTimeout(() => { this.onresult({ results: [result] }); this.onend(); }, 0);
  }
  stop() { this.onend(); }
};
"""


def test_it_can_be_spoken_with_and_listened_to(browser, served):
    script = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": EARS_AND_MOUTH})
    page = Page(browser, served[1])
    page.find("aloud").click()
    page.call()
    page.until(lambda: page.find("mic").is_enabled())
    page.find("mic").click()
    page.until(lambda: "Verstanden: Wo ist mein Paket" in page.text("transcript"))
    assert browser.execute_script("return window.ears") == "de-DE"
    assert browser.execute_script("return window.spoken")[0] == [
        "de-DE", "Guten Tag, hier ist der digitale Assistent. Wie kann ich helfen?"]  # fmt: skip
    page.find("hangup").click()
    page.until(lambda: page.find("call").is_displayed())
    browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


def test_everything_can_be_reached_and_has_a_name(page):
    nameless = page.browser.execute_script(
        "return [...document.querySelectorAll('button, input, select, textarea')]"
        ".filter(n => !(n.tagName === 'BUTTON' && n.textContent.trim())"
        " && !n.getAttribute('aria-label') && !(n.labels && n.labels.length)).map(n => n.id)"
    )
    assert nameless == []
    page.find("tab-call").send_keys(Keys.ARROW_RIGHT)
    assert page.find("panel-sms").is_displayed()
    assert page.browser.switch_to.active_element.get_attribute("id") == "tab-sms"


def test_no_secret_reaches_the_page(page, served):
    source = page.browser.page_source
    assert TOKEN not in source
    assert ACCOUNT not in source
