"""Trains the gate's classifier and finds, on sentences held out, from where on each flag counts."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import numpy as np

from bot.understanding.delicate.examples import LANGUAGES, Example
from bot.understanding.delicate.flags import CODES
from bot.understanding.delicate.lexicon import Lexicon
from bot.understanding.delicate.limits import Limits
from bot.understanding.delicate.model import DelicateModel, Said

Array = Any
FOLDS = 3
# What must be found, by flag; the margin is set as high as this allows and no higher than HIGHEST.
MUST_FIND = {"crisis": 0.99, "safety_injury": 0.99}
USUALLY_FOUND = 0.975
HIGHEST, LOWEST = 0.0, -0.5
# A cue is overruled only where the classifier is this much surer of the contrary.
VETO_BELOW = 0.45


def trained(
    examples: Sequence[Example], neutral: Sequence[Said], lexicon: Lexicon
) -> tuple[DelicateModel, dict[str, Limits]]:
    """The model on everything, with limits learned from models that had not seen the sentences."""
    margins = _held_out(examples, neutral, lexicon)
    limits = {code: _limits(code, margins[:, at], examples) for at, code in enumerate(CODES)}
    return DelicateModel.trained(examples, neutral, lexicon), limits


def _held_out(examples: Sequence[Example], neutral: Sequence[Said], lexicon: Lexicon) -> Array:
    """The margins of every example by a model trained on the other two thirds."""
    margins = np.zeros((len(examples), len(CODES)))
    for fold in range(FOLDS):
        known = [example for example in examples if _fold(example) != fold]
        model = DelicateModel.trained(known, neutral[::FOLDS], lexicon)
        for language in LANGUAGES:
            held = [at for at, e in enumerate(examples) if _fold(e) == fold and e.language == language]
            margins[held] = model.margins([examples[at].text for at in held], language)
    return margins


def _fold(example: Example) -> int:
    """Always the same for a sentence, whatever stands around it."""
    return sha256(example.text.encode()).digest()[0] % FOLDS


def _limits(code: str, margins: Array, examples: Sequence[Example]) -> Limits:
    own = np.array([margin for margin, e in zip(margins, examples, strict=True) if code in e.flags])
    if not len(own):
        return Limits(HIGHEST, HIGHEST - VETO_BELOW)
    found = MUST_FIND.get(code, USUALLY_FOUND)
    least = float(np.clip(np.quantile(own, 1 - found), LOWEST, HIGHEST))
    return Limits(least, least - VETO_BELOW)
