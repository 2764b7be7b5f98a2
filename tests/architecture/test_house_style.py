"""Files and functions stay small enough to be held in the head."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
OURS = [
    ROOT / "server.py",
    *(path for part in ("bot", "actions", "carrier") for path in (ROOT / part).rglob("*.py")),
]
FILES = [path for path in OURS if path.exists() and "versions" not in path.parts]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body; the docstring does not count."""
    first = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    return (function.end_lineno or 0) - first.lineno + 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_outgrows_its_reader(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= LONGEST_FILE
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]
    assert {f.name: length(f) for f in functions if length(f) > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_takes_what_another_module_keeps_to_itself(path: Path) -> None:
    imports = [
        node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)
    ]
    names = [alias.name for node in imports for alias in node.names]
    assert [name for name in names if name.startswith("_") and not name.endswith("__")] == []
