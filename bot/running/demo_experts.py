"""The experts of the made-up weeks: at their phones and at the desk in office hours, closing their cases."""

from contextlib import suppress
from datetime import datetime
from random import Random

from sqlalchemy import Engine, RowMapping

from bot.conversation.record import Record
from bot.desk.closings import Closing, Closings
from bot.desk.dispositions import RESOLVED
from bot.desk.follow_ups import FollowUps
from bot.desk.open_closings import OpenClosing, OpenClosings
from bot.errors import DeskError, HandoverError, StaffInvalid
from bot.handover.calling_hours import CallingHours
from bot.handover.promises import Promises
from bot.running.demo_house import DemoHouse
from bot.running.demo_staff import ALL, COLLEAGUES
from bot.shop.knowledge import load_knowledge
from bot.staff.accounts import Accounts
from bot.staff.person import as_person
from bot.staff.wanted import Rules, Wanted
from carrier import Call, Owner, connected, talk, then

WORKING = (
    *COLLEAGUES,
    Wanted("agent", "Demo Nele", "+491729925905", ("any", "billing_care", "complaint_lead"), ("de", "en")),
    Wanted("agent", "Demo Tom", "+491729925906", ALL, ("de",), level=3),
)
# How often a ring is taken; and what experts think afterwards: the bot could have, wrong reason, said twice.
ACCEPTED, BOT_SHOULD, REASON_WRONG, REPEATED = 0.93, 0.18, 0.14, 0.06
HELLO, ANSWER = "Guten Tag, ich habe alles vor mir.", "Ich kümmere mich darum und melde mich heute noch."
FROM_H, TO_H = 8, 18
LOOK_S = 20.0


class Experts:
    """All of them; they look at the desk every so many seconds while it is open."""

    def __init__(self, house: DemoHouse, engine: Engine, rules: Rules) -> None:
        self._house = house
        self._accounts = Accounts(engine, rules)
        self._people: list[RowMapping] = []
        self._dice = Random(5)  # noqa: S311
        knowledge, clock = load_knowledge(), house.clock
        hours = CallingHours(knowledge.experts, knowledge.callbacks)
        follow_ups = FollowUps(engine, knowledge.experts, hours, rules.region)
        self._closings = Closings(engine, clock, Promises(engine, Record(engine)), follow_ups)
        self._unclosed = OpenClosings(engine, clock)

    def hire(self, now: datetime) -> None:
        """Accounts and phones; an account there already is used again."""
        known = {row["name"] for row in self._accounts.all()}
        for wanted in WORKING:
            if wanted.name not in known:
                self._accounts.add(wanted, now)
            self._accounts.activate(wanted.name)
            self._house.network.phone(wanted.phone or "").owner = self._picks_up
        self._people = [self._accounts.find(wanted.name) for wanted in WORKING]

    def begin_day(self) -> None:
        """On duty."""
        for row in self._people:
            self._accounts.on_duty(row["id"], self._house.clock.now())

    def end_day(self) -> None:
        """Home; who still talks goes a little later."""
        for row in self._people:
            try:
                self._accounts.off_duty(row["id"], self._house.clock.now())
            except StaffInvalid:
                self._house.network.later(300, self.end_day)

    def look(self) -> None:
        """At the threads that wait, and at what is still to be closed."""
        desk = self._house.parts.desk.takeover
        for row in self._people:
            waiting = desk.waiting(row["id"])
            if waiting:
                with suppress(HandoverError):
                    self._serve(row["id"], desk.take(waiting[0]["id"], row["id"]))
        for talk_over in self._unclosed.all():
            self._close(talk_over)

    def _serve(self, staff_id: str, conversation: str) -> None:
        desk, later = self._house.parts.desk.takeover, self._house.network.later

        def write() -> None:
            with suppress(HandoverError):
                desk.send(staff_id, conversation, ANSWER, conversation)
                later(self._dice.uniform(60, 200), part)

        def part() -> None:
            with suppress(HandoverError):
                desk.close(staff_id, conversation)

        later(self._dice.uniform(20, 90), write)

    def _picks_up(self, call: Call) -> Owner:
        if self._dice.random() > ACCEPTED:
            return Owner("no-answer")
        ends = [then(0, press="*"), then(3, press="4")]
        talks = [connected(1, say=HELLO), talk(self._dice.uniform(50, 260)), *ends]
        return Owner(after=self._dice.uniform(2, 7), script=[then(4, press="1"), *talks])

    def _close(self, one: OpenClosing) -> None:
        row = next((row for row in self._people if row["id"] == one.staff_id), None)
        if row is None:
            return
        chance = self._dice.random
        said = Closing(
            RESOLVED, None, chance() < BOT_SHOULD, chance() > REASON_WRONG, chance() < REPEATED, True
        )
        with suppress(DeskError):
            self._closings.close(one.case_id, one.wait_id, as_person(row), said)
