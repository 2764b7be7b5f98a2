"""The gate's model as one file of plain arrays: loading it cannot run anything."""

from pathlib import Path
from typing import Any

import numpy as np

from bot.understanding.delicate.examples import LANGUAGES
from bot.understanding.delicate.flags import CODES
from bot.understanding.delicate.limits import Limits, Table
from bot.understanding.delicate.model import DelicateModel

Array = Any
# Grows when the arrays of older models can no longer be used.
FORMAT = 2


def save(file: Path, model: DelicateModel, limits: Table) -> None:
    """Written beside and moved: a model under its final name is always whole."""
    draft = file.with_suffix(".draft.npz")
    rows = [limits[code, language] for code in CODES for language in LANGUAGES]
    figures = np.array([[row.least, row.sure, row.veto] for row in rows])
    np.savez_compressed(draft, limits=figures, **model.arrays())
    draft.replace(file)


def load(file: Path) -> tuple[DelicateModel, Table]:
    """The model and its limits as they were saved."""
    with np.load(file, allow_pickle=False) as kept:
        arrays: dict[str, Array] = dict(kept)
    names = [(code, language) for code in CODES for language in LANGUAGES]
    limits = {name: Limits(*row) for name, row in zip(names, arrays.pop("limits").tolist(), strict=True)}
    return DelicateModel.restored(arrays), limits
