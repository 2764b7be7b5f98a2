"""Every word of the staff's pages, by area and key, in both languages."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.current import CHECKOUT, Current
from bot.phrases.catalogue import plainly

FOLDER = Path(__file__).parent
Translate = Callable[..., str]


def words(language: str) -> dict[str, Any]:
    """All areas of one language as they are now: the file `queue.yml` is the area "queue"."""
    return _areas(language)()


@cache
def _areas(language: str) -> Current[dict[str, Any]]:
    """Watched, because an intent made in the console gets its name in one of the files."""
    files = sorted((FOLDER / language).glob("*.yml"))
    names = [file.relative_to(CHECKOUT).as_posix() for file in files]

    def read(root: Path) -> dict[str, Any]:
        reader = YAML(typ="safe")
        return {Path(name).stem: reader.load((root / name).read_text("utf-8")) for name in names}

    return Current(names, read, CHECKOUT)


def worded(language: str) -> Translate:
    """`t("queue.title", n=3)` in this language; KeyError for words nobody wrote."""

    def t(path: str, **values: Any) -> str:
        return plainly(str(_found(path, language)), values)

    return t


def known(path: str) -> bool:
    """Whether there are such words."""
    try:
        return isinstance(_found(path, "de"), str)
    except KeyError:
        return False


def codes(table: str) -> tuple[str, ...]:
    """All codes of a table of the area "codes" that have words."""
    return tuple(words("de")["codes"][table])


def _found(path: str, language: str) -> Any:
    found: Any = words(language)
    for step in path.split("."):
        if not isinstance(found, dict):
            raise KeyError(path)
        found = found[step]
    return found
