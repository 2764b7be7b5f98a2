"""The model that tells intents."""

from tests.rasa_side.rasa_process import inside


def test_intents_are_told_with_confidences_and_saved_as_they_are() -> None:
    assert inside({}, "intents", "two_intents", "calibrated") == {
        "intents": {
            "found": ["cancel", "status", "hours"],
            # Less where most words were never taught; what has no words at all is left as it is.
            "sums": [0.667, 0.5, 1.0, 1.0],
            "unsure": True,
            "same": True,
        },
        "two_intents": ["affirm", "deny"],
        # Nine in ten is a margin of 0.4 taken 5.5 times; margins that say nothing are hardly believed.
        "calibrated": [5.5, 3.0],
    }
