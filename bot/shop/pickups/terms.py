"""Reads data/knowledge/pickup.yml."""

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.errors import SettingsInvalid
from bot.shop.knowledge import FOLDER
from bot.shop.pickups.models import PickupTerms


@cache
def load_pickup_terms(folder: Path = FOLDER) -> PickupTerms:
    """The operator's terms; raises SettingsInvalid naming what is wrong with the file."""
    path = folder / "pickup.yml"
    try:
        yaml = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        bring, someone = yaml["bring"], yaml["someone_else"]
        return PickupTerms(
            source=yaml["source"],
            id=yaml["id"],
            keep_days=int(yaml["keep_days"]),
            bring={"de": bring["de"], "en": bring["en"]},
            someone_else={"de": someone["de"], "en": someone["en"]},
        )
    except (OSError, YAMLError, KeyError, TypeError, ValueError) as error:
        raise SettingsInvalid([f"{path.name}: {type(error).__name__} {error}"]) from error
