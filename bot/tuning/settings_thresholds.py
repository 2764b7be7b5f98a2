"""How sure the model must be, as a form; and from where on the delicate gate's opinion counts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.current import Current
from bot.tuning.settings_area import Area
from bot.tuning.settings_form import Answered, Answers, Field, Files, Group, Wanted, Words, own, shown
from bot.understanding.delicate.flags import CODES
from bot.understanding.delicate.limits import BOUNDS as LIMIT_BOUNDS
from bot.understanding.delicate.limits import bounds_of
from bot.understanding.delicate.tuning import PLACE as GATE_FILE
from bot.understanding.delicate.tuning import current_situations, read_situations
from bot.understanding.thresholds import BOUNDS, PLACE, Thresholds, current_thresholds

STEP = "0.01"


class ThresholdsArea(Area):
    """data/thresholds.yml"""

    name = "thresholds"
    files = (PLACE,)

    def groups(self, now: Files, part: str) -> Sequence[Group]:
        """One field a threshold, with what it does."""
        return [
            Group(
                own("thresholds.title"),
                tuple(_threshold(*one) for one in now[PLACE].items()),
            )
        ]

    def wanted(self, now: dict[str, Any], part: str, answers: Answers) -> Wanted:
        """All within their bounds, and the guess not above what is sure."""
        given, values = Answered(answers), now[PLACE]
        for name, before in values.items():
            values[name] = given.number(name, BOUNDS[name], before)
        if not given.faults and values["guess"] > values["sure"]:
            given.fault("guess", "guess_above_sure", sure=shown(values["sure"]))
        return Wanted(now, tuple(given.faults))

    def read(self, root: Path) -> None:
        """The server's reader."""
        Thresholds.read(root / PLACE)

    def watches(self) -> Sequence[Current[Any]]:
        """The server's."""
        return [current_thresholds()]


def _threshold(name: str, value: float) -> Field:
    low, high = BOUNDS[name]
    return Field(
        name,
        "number",
        shown(value),
        own(f"thresholds.{name}.label"),
        own(f"thresholds.{name}.hint", {"low": shown(low), "high": shown(high)}),
        {"min": shown(low), "max": shown(high), "step": STEP},
    )


class GateArea(Area):
    """The limits in data/delicate.yml; a flag without its own has the usual ones."""

    name = "gate"
    files = (GATE_FILE,)

    def groups(self, now: Files, part: str) -> Sequence[Group]:
        """The usual ones first."""
        usual, flags = now[GATE_FILE]["limits"], now[GATE_FILE]["flags"]
        general = tuple(_limit("usual", name, shown(usual[name])) for name in LIMIT_BOUNDS)
        groups = [Group(own("gate.usual"), general, own("gate.usual_hint"))]
        for code in CODES:
            limits = flags[code].get("limits", {})
            fields = tuple(
                _limit(code, name, shown(limits[name]) if name in limits else "", shown(usual[name]))
                for name in LIMIT_BOUNDS
            )
            groups.append(Group(Words(f"codes.flags.{code}"), fields))
        return groups

    def wanted(self, now: dict[str, Any], part: str, answers: Answers) -> Wanted:
        """An empty field is the usual limit."""
        given, loaded = Answered(answers), now[GATE_FILE]
        usual = loaded["limits"]
        for name in LIMIT_BOUNDS:
            usual[name] = given.number(f"usual.{name}", LIMIT_BOUNDS[name], usual[name])
        for code in CODES:
            _own_limits(given, code, loaded["flags"][code])
            _in_order(given, code, {**usual, **loaded["flags"][code].get("limits", {})})
        return Wanted(now, tuple(given.faults))

    def read(self, root: Path) -> None:
        """The gate's reader."""
        read_situations(root / GATE_FILE)

    def watches(self) -> Sequence[Current[Any]]:
        """The gate's."""
        return [current_situations()]


def _limit(code: str, name: str, value: str, usual: str = "") -> Field:
    low, high = LIMIT_BOUNDS[name] if code == "usual" else bounds_of(code)[name]
    more = {"min": shown(low), "max": shown(high), "step": STEP}
    if usual:
        more["placeholder"] = usual
    hint = own(f"gate.{name}.hint", {"low": shown(low), "high": shown(high)})
    return Field(f"{code}.{name}", "number", value, own(f"gate.{name}.label"), hint, more)


def _own_limits(given: Answered, code: str, flag: dict[str, Any]) -> None:
    """Those somebody filled in; no entry where none is left."""
    before = flag.get("limits", {})
    names = [name for name in LIMIT_BOUNDS if given.text(f"{code}.{name}")]
    limits = {
        name: given.number(f"{code}.{name}", bounds_of(code)[name], before.get(name, 0.0)) for name in names
    }
    if limits:
        flag["limits"] = limits
    else:
        flag.pop("limits", None)


def _in_order(given: Answered, code: str, limits: dict[str, float]) -> None:
    bounds = bounds_of(code)
    if not limits["overruled"] <= limits["asked"] <= limits["sure"]:
        given.fault(f"{code}.asked", "limits_order")
    elif any(not bounds[name][0] <= limits[name] <= bounds[name][1] for name in limits):
        # The usual limit would do, but not for this flag.
        low, high = map(shown, bounds["asked"])
        given.fault(f"{code}.asked", "needs_own_limit", low=low, high=high)
