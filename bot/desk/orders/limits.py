"""What people may give on their own word: section `limits` of data/desk.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.desk.desk_terms import FILE
from bot.errors import SettingsInvalid

REFUND, GOODWILL, HOLD = "refund_eur", "goodwill_eur", "hold_days"
NAMES = (REFUND, GOODWILL, HOLD)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class LimitTerms:
    """By role and name of the limit; a role that is not named may give nothing."""

    roles: Mapping[str, Mapping[str, Decimal]]
    voucher_days: int

    def of(self, role: str, limit: str) -> Decimal:
        """Up to how much, in EUR or days."""
        return self.roles.get(role, {}).get(limit, NOTHING)


@cache
def load_limits(file: Path = FILE) -> LimitTerms:
    """Read once a process; raises SettingsInvalid saying what is wrong."""
    try:
        return _terms(YAML(typ="safe").load(file.read_text(encoding="utf-8"))["limits"])
    except (OSError, YAMLError, KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise SettingsInvalid([f"{file.name}: limits: {type(error).__name__} {error}"]) from error


def _terms(yaml: Mapping[str, Any]) -> LimitTerms:
    roles = {
        str(role): {name: Decimal(str(row[name])) for name in NAMES} for role, row in yaml["roles"].items()
    }
    if negative := [role for role, row in roles.items() if min(row.values()) < 0]:
        raise ValueError(f"below zero: {', '.join(negative)}")
    return LimitTerms(roles, int(yaml["voucher_days"]))
