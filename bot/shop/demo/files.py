"""The demo shop's written material."""

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


@cache
def read(name: str) -> Any:
    """One of the YAML files beside this one."""
    text = (Path(__file__).parent / f"{name}.yml").read_text(encoding="utf-8")
    return YAML(typ="safe").load(text)
