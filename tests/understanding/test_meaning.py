"""Sentences that mean the same lie close together, whatever the language."""

import numpy as np

from bot.understanding.meaning import Meaning


def test_the_same_in_the_other_language_is_closer_than_something_else_in_the_same() -> None:
    death, tod, parcel = Meaning().vectors(
        ["My father has died.", "Mein Vater ist gestorben.", "My parcel has come."]
    )
    assert death @ tod > death @ parcel


def test_each_sentence_gets_one_vector_of_length_one_whatever_it_is() -> None:
    vectors = Meaning().vectors(["", "Hallo", "x" * 5000, "\x00 😀"])
    assert vectors.shape == (4, 512)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
