"""The network on meanings: it learns a border no line can draw, and is the same after it was kept."""

import numpy as np

from bot.understanding.delicate.network import Network

CORNERS = np.array([[1, 1], [-1, -1], [1, -1], [-1, 1]], dtype=np.float32)


def taught() -> Network:
    around = np.random.default_rng(0).normal(0, 0.1, (4000, 2)).astype(np.float32)
    vectors = CORNERS[np.arange(4000) % 4] + around
    alike = vectors[:, 0] * vectors[:, 1] > 0
    return Network.trained(vectors, np.stack([alike, ~alike], axis=1))


def test_it_learns_what_no_line_can_part() -> None:
    assert (taught().margins(CORNERS) > 0).tolist() == [[True, False]] * 2 + [[False, True]] * 2


def test_it_says_the_same_after_it_was_kept_and_restored() -> None:
    network = taught()
    restored = Network.restored(network.arrays())
    assert restored.margins(CORNERS).tolist() == network.margins(CORNERS).tolist()
