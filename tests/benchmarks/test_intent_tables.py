import pytest

from benchmarks.intents.measures import Said
from benchmarks.intents.published import TEN_SHOT_ACCURACY, beaten
from benchmarks.intents.sentences import TEN_SHOT, Sentence
from benchmarks.intents.tables import NONE, group_accuracies, intents_table, percent, sizes

EXAM = [
    Sentence("wo bleibt es", "order_status", "de"),
    Sentence("Wo bleibt es?", "order_status", "de"),
    Sentence("where is it", "order_status", "en"),
    Sentence("hello there", "greet", "en"),
]


def said(*intents: str) -> list[Said]:
    return [Said(((intent, 0.9),)) for intent in intents]


def test_percentages_have_one_decimal() -> None:
    assert percent(0.8756) == "87.6 %"


def test_accuracy_is_told_by_language_and_channel() -> None:
    heard = said("order_status", "greet", "order_status", "order_status")

    assert group_accuracies(EXAM, heard) == ["100.0 %", "0.0 %", "50.0 %", NONE, "50.0 %", "50.0 %"]


def test_the_sizes_of_the_groups_stand_beside_their_accuracy() -> None:
    assert sizes(EXAM) == "de voice 1, de sms 1, en voice 2, en sms 0"


def test_the_poorest_intent_comes_first_with_what_it_was_taken_for() -> None:
    exam = [Sentence(f"hello {number}", "greet", "en") for number in range(3)] + EXAM[:3]
    heard = said("repeat", "repeat", "louder", "order_status", "order_status", "order_status")

    rows = intents_table((1.0,), exam, {1.0: heard}).splitlines()[2:]

    assert rows[0] == "| `greet` | 0 | 0 | repeat 2 |"
    assert rows[1].startswith("| `order_status` | 100 | 100 |")


@pytest.mark.parametrize(("points", "won"), [(0.1, True), (-0.1, False)])
def test_beaten_is_who_is_below_us_in_every_set(points: float, won: bool) -> None:
    figures = TEN_SHOT_ACCURACY["Dialogflow CX"]
    ours = {name: (figure + points) / 100 for name, figure in zip(TEN_SHOT, figures, strict=True)}

    assert beaten(ours)["Dialogflow CX"] is won


def test_one_set_below_is_not_beaten() -> None:
    ours = dict.fromkeys(TEN_SHOT, 0.99) | {TEN_SHOT[1]: 0.5}

    assert not any(beaten(ours).values())
