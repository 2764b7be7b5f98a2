"""Every page and tab of the staff, as somebody sees it who has something there to look at."""

from dataclasses import dataclass

from tests.desk.browser import Browser
from tests.desk.morning import Morning
from tests.desk.pages import Seat
from tests.desk.people import EVA, JONAS, MIRA, Colleague

TABS = ("history", "orders", "knowledge", "promises", "notes", "attachments", "closing")
NOBODY: dict[str, str] = {"sign-in": "/staff/sign-in"}
OF_EVA = {
    "queue": "/desk/queue",
    "mine": "/desk/mine",
    "settings": "/staff/settings",
    "password": "/staff/password",
    "voice-conversation": "/desk/cases/{voice}",
    **{f"voice-{tab}": f"/desk/cases/{{voice}}/{tab}" for tab in TABS},
}
OF_JONAS = {
    "text-conversation": "/desk/cases/{text}",
    "text-closing": "/desk/cases/{text}/closing",
    "nothing-there": "/desk/cases/{nothing}",
}
OF_MIRA = {
    "lead-queue": "/desk/queue",
    "team": "/desk/team",
    "live": "/desk/live",
    "live-one": "/desk/live/{live}",
    "lead-case": "/desk/cases/{voice}",
}
PAGES: dict[str, tuple[Colleague | None, str]] = {
    **{name: (None, path) for name, path in NOBODY.items()},
    **{name: (EVA, path) for name, path in OF_EVA.items()},
    **{name: (JONAS, path) for name, path in OF_JONAS.items()},
    **{name: (MIRA, path) for name, path in OF_MIRA.items()},
}
NOT_A_CASE = "00000000-0000-4000-8000-000000000000"


@dataclass
class Visits:
    """Goes from page to page in one browser; whoever the page belongs to is signed in."""

    browser: Browser
    at: Morning
    sitting: Colleague | None = None

    def open(self, name: str) -> Browser:
        """The page, with all that comes by itself."""
        who, path = PAGES[name]
        if who != self.sitting:
            self.browser.forget()
            self.browser.look()
            if who:
                Seat(self.browser, self.at.world, who).sign_in()
            self.sitting = who
        ids = {"voice": self.at.voice_case, "text": self.at.sms_case, "live": self.at.live}
        self.browser.open(self.at.world.url + path.format(**ids, nothing=NOT_A_CASE))
        self.browser.until(lambda: self.browser.script(COMPLETE))
        return self.browser


# What is fetched when the page has come is there, and nothing is on its way.
COMPLETE = """
return document.readyState === 'complete' && !document.querySelector('.htmx-request')
  && !document.querySelector('[hx-trigger="load"]:empty');
"""
