"""The gate's model as one file of plain arrays: loading it cannot run anything."""

from pathlib import Path
from typing import Any

import numpy as np

from bot.understanding.delicate.flags import CODES
from bot.understanding.delicate.lexicon import Lexicon
from bot.understanding.delicate.limits import Limits
from bot.understanding.delicate.model import DelicateModel

Array = Any
# Grows when the arrays of older models can no longer be used.
FORMAT = 1


def save(file: Path, model: DelicateModel, limits: dict[str, Limits]) -> None:
    """Written beside and moved: a model under its final name is always whole."""
    draft = file.with_suffix(".draft.npz")
    least = np.array([limits[code].least for code in CODES])
    veto = np.array([limits[code].veto for code in CODES])
    np.savez_compressed(draft, least=least, veto=veto, **model.arrays())
    draft.replace(file)


def load(file: Path, lexicon: Lexicon) -> tuple[DelicateModel, dict[str, Limits]]:
    """The model and its limits as they were saved."""
    with np.load(file, allow_pickle=False) as kept:
        arrays: dict[str, Array] = dict(kept)
    pairs = zip(arrays.pop("least").tolist(), arrays.pop("veto").tolist(), strict=True)
    limits = {code: Limits(*pair) for code, pair in zip(CODES, pairs, strict=True)}
    return DelicateModel.restored(arrays, lexicon), limits
