"""`hotline demo desk`: a busy morning at the agents' desk, through the simulated carrier."""

import os
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
import urllib3
from urllib3.exceptions import HTTPError

from bot.clock import Clock
from bot.running import addresses
from bot.running.demo_callers import demo_callers
from bot.running.demo_calls import Caller, Pace, can_speak, in_conference
from bot.running.demo_colleagues import Colleague, OwnPhone
from bot.running.demo_contacts import Contact, load_contacts
from bot.running.demo_crowd import Crowd, Life
from bot.running.demo_staff import COLLEAGUES, TO_SIGN_IN, DemoStaff
from bot.running.demo_threads import Writer, with_a_person
from bot.running.errors import StartFailed
from bot.running.interruption import interruptible
from bot.running.launch import data_folder, given_environment
from bot.running.surroundings import surroundings
from bot.shop.listing import newest_orders
from bot.staff.here import engine_here, rules_here
from carrier.phone_client import PhoneClient

# All have come within a minute.
BETWEEN_ARRIVALS_S = 3.5
STILL_THERE_S, READY_WITHIN_S = 2.0, 180.0
COLLEAGUES_SAY = (
    "Guten Tag, ich habe alles vor mir, Sie müssen nichts wiederholen.",
    "Einen Moment bitte, ich regle das für Sie.",
)


@click.command()
def desk() -> None:
    """Fill the agents' desk with a busy morning, until Ctrl-C."""
    running = _running()
    clock, staff = _clock(), DemoStaff(engine_here(), rules_here(os.environ))
    crowd = Crowd()
    with interruptible():
        try:
            _await_ready(running["web"])
            _welcome(staff, clock, running)
            _fill(crowd, Phones(running["carrier"], running["hotline_number"]), clock)
            while addresses.read(_data_dir()) == running:
                time.sleep(STILL_THERE_S)
            click.echo("The hotline has stopped.")
        except KeyboardInterrupt:
            click.echo("Everybody says goodbye …")
        finally:
            crowd.end()
            for name in staff.end(clock.now()):
                click.echo(f"{name} is still in a case and stays on duty.")


@dataclass(frozen=True)
class Phones:
    """All phones there are, at this carrier."""

    carrier: str
    hotline: str

    def of(self, number: str) -> PhoneClient:
        """One of them."""
        return PhoneClient(self.carrier, number, self.hotline)


def _data_dir() -> Path:
    return data_folder(given_environment(os.environ))


def _clock() -> Clock:
    return surroundings(os.environ).settings.clock()


def _zone() -> ZoneInfo:
    return surroundings(os.environ).settings.timezone


def _running() -> dict[str, Any]:
    """Where to reach the hotline that runs here; raises StartFailed where calls would be real ones."""
    running = addresses.read(_data_dir())
    if running is None:
        raise StartFailed("No hotline runs here. Start one in another terminal: make run")
    if not running["carrier"]:
        raise StartFailed("This hotline has a real carrier: the demo would call real people.")
    return running


def _await_ready(web: str) -> None:
    """A hotline that is just starting is waited for; raises StartFailed for one that does not answer."""
    http, until = urllib3.PoolManager(retries=False, timeout=5.0), time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until:
        with suppress(HTTPError):
            if http.request("GET", f"{web}/readyz").status == 200:
                return
        time.sleep(STILL_THERE_S)
    raise StartFailed(f"The hotline at {web} does not answer.")


def _welcome(staff: DemoStaff, clock: Clock, running: dict[str, Any]) -> None:
    people = staff.welcome(clock.now())
    staff.begin(clock.now())
    click.echo(f"The agents' desk: {running['web']}/desk\n")
    for one in people:
        click.echo(f"  {one.name:<12} {one.role:<6} password {one.password}")
    click.echo("\nSign in, make yourself available, take a case. Within a minute the queue is full.")
    click.echo(f"It is {clock.now():%A, %H:%M} for the hotline; outside opening hours fewer cases wait.")
    click.echo("These telephones pick up by themselves. Ctrl-C ends the morning.")


def _fill(crowd: Crowd, phones: Phones, clock: Clock) -> None:
    # In nobody's name but the demo shop's people.
    orders = newest_orders(engine_here(), _zone(), None) if demo_callers(os.environ) else []
    for place, people in enumerate(load_contacts(orders, clock.now())):
        visitors = Visitors(phones, people, crowd.pace)
        crowd.begin(visitors.next, place * BETWEEN_ARRIVALS_S, visitors.leave)
    for colleague in COLLEAGUES:
        phone = phones.of(colleague.phone or "")
        crowd.begin(partial(Colleague, phone, COLLEAGUES_SAY, crowd.pace), 0, partial(_hang_up, phone))
    for own in TO_SIGN_IN:
        phone = phones.of(own.phone or "")
        crowd.begin(partial(OwnPhone, phone, crowd.pace), 0, partial(_hang_up, phone))


class Visitors:
    """People with the same story, one after another, each with a phone of their own."""

    def __init__(self, phones: Phones, people: Sequence[Contact], pace: Pace) -> None:
        self._phones = phones
        self._people = cycle(people)
        self._pace = pace
        self._leave: Callable[[], None] = lambda: None

    def next(self) -> Life:
        """The next of them, who is about to begin."""
        contact = next(self._people)
        phone = self._phones.of(contact.phone)
        if contact.channel == "sms":
            return Writer(phone, contact, self._pace, partial(with_a_person, engine_here(), contact.phone))
        self._leave = partial(_say_goodbye, phone, contact.goodbye)
        return Caller(phone, contact, self._pace)

    def leave(self) -> None:
        """Whoever is on the phone now says goodbye."""
        self._leave()


def _say_goodbye(phone: PhoneClient, words: str) -> None:
    if phone.on_the_phone:
        view = phone.look()
        if in_conference(view) or can_speak(view):
            phone.act("say", text=words)
    _hang_up(phone)


def _hang_up(phone: PhoneClient) -> None:
    if phone.on_the_phone:
        phone.hang_up()
