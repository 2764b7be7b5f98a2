"""Plays made-up days through the real hotline: its own Rasa and actions, the rest in this process."""

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.running.console import Console
from bot.running.demo_experts import FROM_H, LOOK_S, TO_H, Experts
from bot.running.demo_house import SELDOM_S, SOON_S, DemoHouse, demo_house
from bot.running.demo_visitors import ByText, OnThePhone
from bot.running.demo_weeks import Visit, Weeks, load_stories
from bot.running.launch import Launch
from bot.running.meanwhile import meanwhile
from bot.running.process import Process
from bot.running.processes import hotline_processes
from bot.shop.listing import newest_orders
from bot.staff.here import engine_here, rules_here

MORNING_H, NOON_H, NIGHT_H = 6, 12, 24
SUNDAY = 6


class Past:
    """Day by day."""

    def __init__(self, launch: Launch, model: Path, said: Console) -> None:
        self._launch = launch
        self._model = model
        self._said = said
        self._engine = engine_here()

    def play(self, days: int, much: float) -> None:
        """From so many days ago to yesterday night."""
        zone, now = self._launch.settings.timezone, self._launch.settings.clock().now()
        visits = Weeks(load_stories(), newest_orders(self._engine, zone, None), zone).before(now, days, much)
        mornings = [_at(now - timedelta(days=ago), MORNING_H) for ago in range(days, 0, -1)]
        with (
            _logged(self._launch.settings.data_dir / "logs" / "demo.log"),
            meanwhile([self._process("rasa", self._launch)], Console(io.StringIO())),
            demo_house(self._launch, mornings[0]) as house,
        ):
            experts = Experts(house, self._engine, rules_here(os.environ))
            experts.hire(mornings[0])
            for morning in mornings:
                self._play_day(house, experts, morning, visits)

    def _play_day(
        self, house: DemoHouse, experts: Experts, morning: datetime, visits: Sequence[Visit]
    ) -> None:
        began = datetime.now(UTC)
        shifted = {"HOTLINE_NOW": _at(morning, NOON_H).isoformat(), "HOTLINE_STARTED_AT": began.isoformat()}
        launch = replace(self._launch, environ={**self._launch.environ, **shifted})
        today = [one for one in visits if _at(one.at, 0) == _at(morning, 0) and one.at > morning]
        # What the shop says depends on the day: its actions are started anew on each.
        with meanwhile([self._process("actions", launch)], Console(io.StringIO())):
            house.network.run_for((morning - house.clock.now()).total_seconds())
            Day(house, experts).play(morning, today)
        seconds = (datetime.now(UTC) - began).total_seconds()
        self._said.say(f"{morning:%a %d %b}: {len(today)} contacts in {seconds:.0f} s")

    def _process(self, name: str, launch: Launch) -> Process:
        return next(one for one in hotline_processes(launch, self._model) if one.name == name)


class Day:
    """One day, from morning to midnight."""

    def __init__(self, house: DemoHouse, experts: Experts) -> None:
        self._house = house
        self._experts = experts
        self._here: list[OnThePhone | ByText] = []

    def play(self, morning: datetime, visits: Sequence[Visit]) -> None:
        """Everybody comes at their time; experts work in office hours."""
        network = self._house.network
        for visit in visits:
            network.later((visit.at - morning).total_seconds(), partial(self._comes, visit))
        if morning.weekday() != SUNDAY:
            network.later((FROM_H - MORNING_H) * 3600, self._experts.begin_day)
            network.later((TO_H - MORNING_H) * 3600, self._experts.end_day)
        deeds = ((SOON_S, self._soon), (SELDOM_S, self._house.work), (LOOK_S, self._experts.look))
        repeated = [network.every(seconds, deed) for seconds, deed in deeds]
        network.run_for((NIGHT_H - MORNING_H) * 3600 - 1)
        for one in repeated:
            one.stop()

    def _comes(self, visit: Visit) -> None:
        kind = OnThePhone if visit.story.channel == "voice" else ByText
        visitor = kind(self._house.network, self._house.number, visit)
        self._here.append(visitor)
        visitor.begin()

    def _soon(self) -> None:
        """While somebody is there the workers look often."""
        self._here = [one for one in self._here if not one.over]
        if self._here:
            self._house.work()


@contextmanager
def _logged(file: Path) -> Iterator[None]:
    """What the hotline logs meanwhile goes there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as log, redirect_stderr(log):
        yield


def _at(day: datetime, hour: int) -> datetime:
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)
