"""A choice of the scenarios, for whoever has no time for all."""

import pytest

from tests.conversations.choice import chosen


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--of-each-file", type=int, default=0, metavar="N", help="play only N scenarios of each file"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    most: int = config.getoption("--of-each-file", default=0)
    if not most:
        return
    kept, left_out = chosen(items, most)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept
