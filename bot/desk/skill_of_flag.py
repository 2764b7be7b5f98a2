"""Which skill each delicate situation asks for, without the cues that take seconds to read."""

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.errors import TuningInvalid

FILE = Path(__file__).resolve().parents[2] / "data" / "delicate.yml"


@cache
def skill_of_flag(file: Path = FILE) -> dict[str, str]:
    """By the flag's code; raises TuningInvalid when the file cannot be used."""
    try:
        flags = YAML(typ="safe").load(file.read_text("utf-8"))["flags"]
        return {str(code): str(entry["skill"]) for code, entry in flags.items()}
    except (OSError, YAMLError, KeyError, TypeError, AttributeError) as error:
        raise TuningInvalid(f"{file.name}: {type(error).__name__} {error}") from error
