"""The same random ids and numbers every time: they decide between equals, and how long a number is spoken."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from unittest.mock import patch
from uuid import UUID


@contextmanager
def same_ids(seed: int) -> Iterator[None]:
    """What is drawn meanwhile depends on the seed alone."""
    dice = Random(f"{seed} ids")

    def uuid4() -> UUID:
        return UUID(int=dice.getrandbits(128), version=4)

    with patch("uuid.uuid4", uuid4), patch("secrets.randbelow", dice.randrange):
        yield
