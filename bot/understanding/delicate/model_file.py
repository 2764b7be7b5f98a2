"""The gate's model as one file of plain arrays: loading it cannot run anything."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from bot.understanding.delicate.linear import Linear
from bot.understanding.delicate.model import DelicateModel
from bot.understanding.delicate.network import Network
from bot.understanding.meaning import Meaning

Array = Any
# Grows when the arrays of older models can no longer be used.
FORMAT = 3


def save(file: Path, model: DelicateModel) -> None:
    """Written beside and moved: a model under its final name is always whole."""
    draft = file.with_suffix(".draft.npz")
    np.savez_compressed(draft, **model.arrays())
    draft.replace(file)


def load(file: Path) -> DelicateModel:
    """The model as it was saved."""
    with np.load(file, allow_pickle=False) as kept:
        arrays: dict[str, Array] = dict(kept)
    return DelicateModel(Linear.restored(arrays), Network.restored(arrays), _meaning())


@cache
def _meaning() -> Meaning:
    """One for all models of a process: they were all made with the same."""
    return Meaning()
