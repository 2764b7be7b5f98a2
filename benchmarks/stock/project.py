"""A Rasa project on the hotline's own domain, rules and German examples, for Rasa's default pipeline."""

import random
import re
from pathlib import Path
from shutil import copyfile
from typing import Any

from ruamel.yaml import YAML

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
INITIAL = {"language": "de", "channel": "voice"}
SAID = ("{}", "ja {}", "die nummer ist {}", "also {}", "das ist {}")
EXAMPLES = 60
_NUMBER = re.compile(r"\b(WM-\d{6})\b")


def write_project(folder: Path) -> None:
    """Everything `rasa train` and `rasa run` need, in `folder`."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for name in ("config.yml", "credentials.yml", "endpoints.yml"):
        copyfile(HERE / name, folder / name)
    copyfile(HERE / "stories.yml", folder / "data" / "stories.yml")
    copyfile(ROOT / "data" / "rules.yml", folder / "data" / "rules.yml")
    _write(folder / "domain.yml", with_initial_values(_read(ROOT / "domain.yml")))
    _write(folder / "data" / "nlu.yml", german_examples(_read(ROOT / "data" / "nlu.yml")))


def with_initial_values(domain: dict[str, Any]) -> dict[str, Any]:
    """The domain with the slots set that our server sets in every turn."""
    for name, value in INITIAL.items():
        domain["slots"][name]["initial_value"] = value
    return domain


def german_examples(nlu: dict[str, Any]) -> dict[str, Any]:
    """The German half, with the values marked that our server finds itself and stock Rasa has to learn."""
    entries = [entry for entry in nlu["nlu"] if entry["metadata"]["language"] == "de"]
    for entry in entries:
        entry["examples"] = _NUMBER.sub(r"[\1](order_number)", entry["examples"])
        if entry["intent"] == "inform":
            entry["examples"] += "".join(f"- {example}\n" for example in value_examples())
    return {"version": nlu["version"], "nlu": entries}


def value_examples() -> list[str]:
    """Order numbers and postcodes as a recogniser writes them; the same in every run."""
    dice = random.Random(1)
    examples = []
    for number in range(EXAMPLES):
        order, postcode = f"WM-{dice.randint(100000, 109999)}", f"{dice.randint(1000, 99999):05d}"
        for value, kind in ((order, "order_number"), (postcode, "postcode")):
            examples.append(SAID[number % len(SAID)].format(f"[{value}]({kind})"))
    return examples


def _read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load(path.read_text("utf-8"))
    return loaded


def _write(path: Path, content: dict[str, Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(content, file)
