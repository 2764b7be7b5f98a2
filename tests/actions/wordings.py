"""What domain.yml makes of a response, chosen by Rasa's rule: channel variations first, then conditions."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

DOMAIN = Path(__file__).parents[2] / "domain.yml"
Slots = dict[str, Any]


@cache
def domain() -> dict[str, Any]:
    return dict(YAML(typ="safe").load(DOMAIN.read_text("utf-8")))


def responses() -> dict[str, list[dict[str, Any]]]:
    return dict(domain()["responses"])


def worded(response: str, slots: Slots, values: Slots) -> str:
    """The one text a caller hears; fails when none or several fit or a value is missing."""
    fitting = _fitting(response, slots)
    assert len(fitting) == 1, f"{response}: {len(fitting)} wordings fit {slots}"
    return re.sub(r"{(\w+)}", lambda found: str({**slots, **values}[found[1]]), fitting[0]["text"])


def _fitting(response: str, slots: Slots) -> list[dict[str, Any]]:
    meant = [wording for wording in responses()[response] if _meets(wording, slots)]
    own = [wording for wording in meant if wording.get("channel") == slots["channel"]]
    return own or [wording for wording in meant if "channel" not in wording]


def _meets(wording: dict[str, Any], slots: Slots) -> bool:
    return all(slots.get(condition["name"]) == condition["value"] for condition in wording["condition"])
