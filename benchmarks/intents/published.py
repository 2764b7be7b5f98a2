"""Figures others published for the public sets: ten examples an intent, the same rows."""

from benchmarks.intents.sentences import TEN_SHOT

# Per cent, in the order of TEN_SHOT; source: the README beside the data.
TEN_SHOT_ACCURACY = {
    "Rasa DIET default 3.x": (67.1, 72.4, 63.7),
    "Dialogflow CX": (74.7, 82.1, 65.6),
    "Amazon Lex v2": (71.0, 56.7, 79.5),
    "TF-IDF + linear model, untuned": (75.2, 81.8, 71.0),
    "Rasa with a sentence encoder": (79.7, 89.0, 77.8),
    "ICDA (EACL 2023), best known": (89.8, 94.8, 87.4),
}
# Which must be beaten, trained on those rows alone.
TO_BEAT = ("Rasa DIET default 3.x", "Dialogflow CX")


def beaten(ours: dict[str, float]) -> dict[str, bool]:
    """Whether our accuracy (0 to 1, by set) is above each of TO_BEAT in every set."""
    return {
        name: all(
            100 * ours[which] > figure
            for which, figure in zip(TEN_SHOT, TEN_SHOT_ACCURACY[name], strict=True)
        )
        for name in TO_BEAT
    }
