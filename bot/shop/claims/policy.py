"""Reads data/knowledge/claims.yml."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.errors import SettingsInvalid
from bot.shop.claims.models import ClaimKind
from bot.shop.claims.rules import ClaimPolicy, Limit
from bot.shop.knowledge import FOLDER


@cache
def load_claim_policy(folder: Path = FOLDER) -> ClaimPolicy:
    """The operator's rules for claims; raises SettingsInvalid naming what is wrong with the file."""
    path = folder / "claims.yml"
    try:
        return _policy(YAML(typ="safe").load(path.read_text(encoding="utf-8")))
    except (OSError, YAMLError, KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise SettingsInvalid([f"{path.name}: {type(error).__name__} {error}"]) from error


def _policy(yaml: Mapping[str, Any]) -> ClaimPolicy:
    trace = yaml["trace"]
    limits = {
        ClaimKind(row["kind"]): Limit(row["id"], Decimal(row["up_to"]), int(row["days"]))
        for row in yaml["at_once"]
    }
    return ClaimPolicy(
        source=yaml["source"],
        trace_id=trace["id"],
        trace_days=int(trace["working_days"]),
        trace_person_above=Decimal(trace["person_above"]),
        limits=limits,
    )
