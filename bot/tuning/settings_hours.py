"""When experts are there, single skills, and stores, each as a form; and when customers may be called."""

from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from bot.clock import Clock
from bot.current import Current
from bot.handover.routing_file import PLACE as ROUTING_FILE
from bot.handover.routing_file import current_routing, load_routing
from bot.phrases.interface import codes
from bot.shop.callback_window import CallbackRules, next_callback_window
from bot.shop.knowledge import (
    HOURS_FILE,
    STORES_FILE,
    current_knowledge,
    expert_hours,
    opening_hours,
    read_hours,
    read_stores,
)
from bot.shop.opening_hours import OpeningHours
from bot.tuning.settings_area import Area
from bot.tuning.settings_form import (
    Answered,
    Answers,
    Field,
    Files,
    Group,
    Part,
    Wanted,
    Words,
    own,
    plain,
    shown,
)
from bot.tuning.settings_week import (
    place_group,
    read_place,
    read_special,
    read_week,
    special_group,
    week_group,
)

# So long ahead a callback must be possible at every moment, or there would be nothing to promise.
MONTHS_AHEAD = 12
MONTH = timedelta(days=30)
# Nobody is rung in the night, whatever is filled in.
DECENT = (time(7), time(21))
NO_HOURS: Mapping[str, Any] = {"country": "DE", "subdivision": None, "weekly": {}, "special": {}}
MINUTES: Mapping[str, tuple[float, float]] = {
    "lead_minutes": (5, 24 * 60),
    "window_minutes": (30, 8 * 60),
    "least_minutes": (15, 8 * 60),
}


class ExpertHoursArea(Area):
    """The experts' week in data/knowledge/hours.yml."""

    name = "hours"
    files = (HOURS_FILE,)
    has_hours = True

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def groups(self, now: Files, part: str) -> Sequence[Group]:
        """Week, special days, whose holidays."""
        row = now[HOURS_FILE]["experts"]
        return [week_group(row["weekly"]), special_group(row["special"]), place_group(row)]

    def wanted(self, now: dict[str, Any], part: str, answers: Answers) -> Wanted:
        """A week in which somebody is there, and can call back."""
        given, loaded = Answered(answers), now[HOURS_FILE]
        _read_row(given, loaded["experts"])
        if not given.faults:
            check_callbacks(given, loaded, self._clock, "week.mon")
        return Wanted(now, tuple(given.faults))

    def read(self, root: Path) -> None:
        """The hotline's reader."""
        read_hours((root / HOURS_FILE).parent)

    def watches(self) -> Sequence[Current[Any]]:
        """Of both processes."""
        return [current_knowledge()]


class CallbacksArea(ExpertHoursArea):
    """When customers may be called, in the same file."""

    name = "callbacks"
    has_hours = False

    def groups(self, now: Files, part: str) -> Sequence[Group]:
        """Two times of day, three numbers of minutes."""
        rules = now[HOURS_FILE]["callbacks"]
        hint = {"low": f"{DECENT[0]:%H:%M}", "high": f"{DECENT[1]:%H:%M}"}
        times = tuple(
            Field(name, "time", rules[name], _label(name), own(f"callbacks.{name}.hint", hint))
            for name in ("earliest", "latest")
        )
        minutes = tuple(_minutes(name, rules[name]) for name in MINUTES)
        return [Group(own("callbacks.title"), (*times, *minutes))]

    def wanted(self, now: dict[str, Any], part: str, answers: Answers) -> Wanted:
        """Decent hours, and windows wide enough to be promised."""
        given, loaded = Answered(answers), now[HOURS_FILE]
        rules = loaded["callbacks"]
        for name in ("earliest", "latest"):
            rules[name] = _decent(given, name, rules[name])
        for name, bounds in MINUTES.items():
            rules[name] = int(given.number(name, bounds, rules[name]))
        if not given.faults and rules["earliest"] >= rules["latest"]:
            given.fault("latest", "span_backwards", text=f"{rules['earliest']}-{rules['latest']}")
        if not given.faults and rules["least_minutes"] > rules["window_minutes"]:
            given.fault("least_minutes", "least_above_window")
        if not given.faults:
            check_callbacks(given, loaded, self._clock, "earliest")
        return Wanted(now, tuple(given.faults))


class SkillHoursArea(Area):
    """Skills with hours of their own in data/routing.yml."""

    name = "skill_hours"
    files = (ROUTING_FILE,)
    has_hours = True

    def parts(self, now: Files) -> Sequence[Part]:
        """Every skill there is."""
        apart = now[ROUTING_FILE]["hours"]
        names = dict.fromkeys((*apart, *codes("skills")))
        return [Part(name, _skill(name), "own" if name in apart else "general") for name in names]

    def groups(self, now: Files, part: str) -> Sequence[Group]:
        """Whether it has hours of its own, and which."""
        apart = now[ROUTING_FILE]["hours"].get(part)
        row = apart or NO_HOURS
        box = Field("own", "check", "1" if apart else "", own("skill_hours.own"))
        first = Group(_skill(part), (box,), own("skill_hours.hint"))
        return [first, week_group(row["weekly"]), special_group(row["special"]), place_group(row)]

    def wanted(self, now: dict[str, Any], part: str, answers: Answers) -> Wanted:
        """Without hours of its own a skill has the experts'."""
        given, hours = Answered(answers), now[ROUTING_FILE]["hours"]
        if not given.checked("own"):
            hours.pop(part, None)
            return Wanted(now)
        row = hours.get(part) or dict(NO_HOURS)
        _read_row(given, row)
        hours[part] = row
        return Wanted(now, tuple(given.faults))

    def read(self, root: Path) -> None:
        """The server's reader."""
        load_routing(expert_hours(), root / ROUTING_FILE)

    def watches(self) -> Sequence[Current[Any]]:
        """The server's."""
        return [current_routing()]


class StoresArea(Area):
    """The stores' hours in data/knowledge/stores.yml."""

    name = "stores"
    files = (STORES_FILE,)
    has_hours = True

    def parts(self, now: Files) -> Sequence[Part]:
        """Every store."""
        return [Part(row["id"], plain(row["city"])) for row in now[STORES_FILE]["stores"]]

    def groups(self, now: Files, part: str) -> Sequence[Group]:
        """One store's hours, and which others get the same."""
        row = _store(now, part)
        others = tuple((other.name, other.label) for other in self.parts(now) if other.name != part)
        also = Field("also", "choices", "", own("stores.also"), options=others)
        hint = own("stores.also_hint")
        group = Group(own("stores.others"), (also,), hint)
        return [week_group(row["weekly"]), special_group(row["special"]), group]

    def wanted(self, now: dict[str, Any], part: str, answers: Answers) -> Wanted:
        """The same week and special days for every store that was chosen."""
        given, row = Answered(answers), _store(now, part)
        week, special = read_week(given), read_special(given, len(row["special"]))
        if not week:
            given.fault("week.mon", "never_open")
        for name in (part, *given.lines("also")):
            # Each its own copy: what is shared in the file is shared by its writer.
            _store(now, name).update(weekly=dict(week), special=dict(special))
        return Wanted(now, tuple(given.faults))

    def read(self, root: Path) -> None:
        """The reader of both processes."""
        read_stores((root / STORES_FILE).parent)

    def watches(self) -> Sequence[Current[Any]]:
        """Of both processes."""
        return [current_knowledge()]


def check_callbacks(given: Answered, loaded: Mapping[str, Any], clock: Clock, field: str) -> None:
    """A hotline that cannot promise a callback would have nothing to offer at night."""
    try:
        hours, rules = opening_hours(loaded["experts"]), callback_rules_of(loaded["callbacks"])
        for months in range(MONTHS_AHEAD):
            next_callback_window(hours, rules, clock.now() + months * MONTH)
    except ValueError:
        given.fault(field, "no_callback_window")


def callback_rules_of(row: Mapping[str, Any]) -> CallbackRules:
    """From the file's values."""
    earliest, latest = time.fromisoformat(row["earliest"]), time.fromisoformat(row["latest"])
    lead, window, least = (timedelta(minutes=row[name]) for name in MINUTES)
    return CallbackRules(earliest, latest, lead, window, least)


def hours_in(now: Files) -> list[tuple[Words, OpeningHours]]:
    """Everything in these files that has hours, with its name."""
    found: list[tuple[Words, OpeningHours]] = []
    if HOURS_FILE in now:
        found.append((own("areas.hours"), opening_hours(now[HOURS_FILE]["experts"])))
    for skill, row in now.get(ROUTING_FILE, {}).get("hours", {}).items():
        found.append((_skill(skill), opening_hours({"id": skill, **row})))
    for row in now.get(STORES_FILE, {}).get("stores", []):
        found.append((plain(row["city"]), opening_hours(row)))
    return found


def _read_row(given: Answered, row: dict[str, Any]) -> None:
    row["special"] = read_special(given, len(row["special"]))
    row["weekly"] = read_week(given)
    read_place(given, row)
    if not row["weekly"]:
        given.fault("week.mon", "never_open")


def _decent(given: Answered, name: str, before: str) -> str:
    try:
        found = time.fromisoformat(given.text(name).rjust(5, "0"))
    except ValueError:
        given.fault(name, "not_a_time")
        return before
    if not DECENT[0] <= found <= DECENT[1]:
        given.fault(name, "not_decent", low=f"{DECENT[0]:%H:%M}", high=f"{DECENT[1]:%H:%M}")
    return f"{found:%H:%M}"


def _minutes(name: str, value: int) -> Field:
    low, high = (shown(bound) for bound in MINUTES[name])
    hint = own(f"callbacks.{name}.hint", {"low": low, "high": high})
    return Field(name, "number", str(value), _label(name), hint, {"min": low, "max": high, "step": "5"})


def _label(name: str) -> Words:
    return own(f"callbacks.{name}.label")


def _skill(name: str) -> Words:
    return Words(f"codes.skills.{name}") if name in codes("skills") else plain(name)


def _store(now: Files, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in now[STORES_FILE]["stores"] if row["id"] == name)
    return found
