import pytest

from benchmarks.intents.parts import channel, few, halves, share
from benchmarks.intents.sentences import Sentence


def sentences(count: int, intent: str = "greet", language: str = "de") -> list[Sentence]:
    return [Sentence(f"satz nummer {number} für {intent}", intent, language) for number in range(count)]


@pytest.mark.parametrize("text", ["wo bleibt mein paket", "i don't know", "e-mail für müller"])
def test_what_a_recogniser_could_have_written_is_voice(text: str) -> None:
    assert channel(text) == "voice"


@pytest.mark.parametrize("text", ["Wo bleibt mein Paket", "wo bleibt mein paket?", "paket weg :-(", "a, b"])
def test_capitals_and_punctuation_are_text_messages(text: str) -> None:
    assert channel(text) == "sms"


def test_the_halves_are_about_equal_and_share_nothing() -> None:
    one, other = halves(sentences(400))

    assert len(one) + len(other) == 400
    assert not set(one) & set(other)
    assert 150 < len(one) < 250


def test_a_sentence_stays_in_its_half_when_others_come() -> None:
    before, after = halves(sentences(50)), halves(sentences(100))

    assert set(before[0]) <= set(after[0])
    assert set(before[1]) <= set(after[1])


def test_few_takes_the_same_number_of_every_intent_and_language() -> None:
    everything = [*sentences(30), *sentences(5, "repeat"), *sentences(30, language="en")]

    kept = few(everything, 12)

    assert [(one.intent, one.language) for one in kept].count(("greet", "de")) == 12
    assert sum(one.intent == "repeat" for one in kept) == 5
    assert sum(one.language == "en" for one in kept) == 12


def test_a_smaller_share_is_inside_a_larger_one() -> None:
    everything = [*sentences(64), *sentences(32, "repeat")]

    quarter, half = share(everything, 1 / 4), share(everything, 1 / 2)

    assert (len(quarter), len(half)) == (24, 48)
    assert set(quarter) < set(half)


def test_a_share_keeps_at_least_one_of_every_intent() -> None:
    assert len(share(sentences(3), 1 / 16)) == 1


def test_the_whole_is_everything() -> None:
    assert sorted(share(sentences(10), 1.0)) == sorted(sentences(10))
