"""The classifier beside the cues: a linear machine on the words, and a network on their meaning.

Text alone: nothing of the voice, no score of a mood; it says which situation was disclosed in words.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.understanding.delicate.examples import Example
from bot.understanding.delicate.flags import CODES, Level
from bot.understanding.delicate.lexicon import Lexicon
from bot.understanding.delicate.linear import Linear, Said
from bot.understanding.delicate.network import Network
from bot.understanding.meaning import Meaning

Array = Any
# How much the network's odds count beside the machine's margins, and "anything delicate at all" beside
# each flag's own opinion (measured).
MEANING, SHARED = 0.15, 0.8
# Everyday requests the network learns from: more only takes longer (measured).
NEUTRAL = 30_000


class DelicateModel:
    """Both halves; arrays only, so that loading a file cannot run anything."""

    def __init__(self, linear: Linear, network: Network, meaning: Meaning) -> None:
        self._linear = linear
        self._network = network
        self._meaning = meaning

    @classmethod
    def trained(
        cls, examples: Sequence[Example], neutral: Sequence[Said], lexicon: Lexicon
    ) -> "DelicateModel":
        """From delicate sentences, look-alikes and everyday requests."""
        said = [*((example.text, example.language) for example in examples), *neutral]
        wanted = np.zeros((len(said), len(CODES) + 1), dtype=bool)
        for at, example in enumerate(examples):
            wanted[at, [CODES.index(code) for code in example.flags]] = True
        wanted[:, -1] = wanted.any(axis=1)
        linear, meaning = Linear.trained(said, wanted, examples, lexicon), Meaning()
        # The chatter comes last among the neutral ones, and is the harder part.
        kept = [*range(len(examples)), *range(max(len(examples), len(said) - NEUTRAL), len(said))]
        vectors = meaning.vectors([said[at][0] for at in kept])
        return cls(linear, Network.trained(vectors, wanted[kept]), meaning)

    @classmethod
    def restored(cls, arrays: dict[str, Array]) -> "DelicateModel":
        """From what `arrays` gave."""
        return cls(Linear.restored(arrays), Network.restored(arrays), Meaning())

    def arrays(self) -> dict[str, Array]:
        """All that must be kept to restore it."""
        return self._linear.arrays() | self._network.arrays()

    def margins(self, texts: Sequence[str], language: str) -> Array:
        """One row a text, one column a flag in the order of CODES; higher is likelier."""
        words = self._linear.margins([(text, language) for text in texts])
        margins = words + MEANING * self._network.margins(self._meaning.vectors(texts))
        return (margins[:, :-1] + SHARED * margins[:, -1:]) / (1 + SHARED)

    def level(self, text: str, language: str, code: str) -> Level:
        """How openly `text` speaks of the situation."""
        return self._linear.level((text, language), code)
