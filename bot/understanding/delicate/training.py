"""Trains the gate's classifier and finds, on sentences held out, from where on each flag counts."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import numpy as np

from bot.understanding.delicate.examples import LANGUAGES, Example
from bot.understanding.delicate.flags import CODES
from bot.understanding.delicate.lexicon import Lexicon
from bot.understanding.delicate.limits import Table, limits_of
from bot.understanding.delicate.model import DelicateModel, Said

Array = Any
# One part in this many is held out to find the limits.
PARTS = 4


def trained(
    examples: Sequence[Example], neutral: Sequence[Said], lexicon: Lexicon
) -> tuple[DelicateModel, Table]:
    """The model on everything, with limits learned from a model that had not seen the sentences."""
    known = [example for example in examples if not _held_out(example.text)]
    model = DelicateModel.trained(known, [said for said in neutral if not _held_out(said[0])], lexicon)
    alike = [(e.text, e.language) for e in examples if not e.flags and _held_out(e.text)]
    everyday = [said for said in neutral if _held_out(said[0])]
    limits: Table = {}
    for language in LANGUAGES:
        both = [_margins(model, said, language) for said in (alike, everyday)]
        for at, code in enumerate(CODES):
            limits[code, language] = limits_of(code, *(margins[:, at].tolist() for margins in both))
    return DelicateModel.trained(examples, neutral, lexicon), limits


def _margins(model: DelicateModel, said: Sequence[Said], language: str) -> Array:
    texts = _in(said, language)
    return model.margins(texts, language) if texts else np.zeros((0, len(CODES)))


def _in(said: Sequence[Said], language: str) -> list[str]:
    return [text for text, spoken in said if spoken == language]


def _held_out(text: str) -> bool:
    """Always the same for a sentence, whatever stands around it."""
    return sha256(text.encode()).digest()[0] % PARTS == 0
