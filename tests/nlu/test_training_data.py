"""What Rasa learns intents from (data/nlu.yml, data/nlu/), and what they are measured with (tests/nlu)."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from rapidfuzz import fuzz, process
from ruamel.yaml import YAML

from bot.tuning.enough import FEWEST_TEST_SENTENCES, fewest_examples
from bot.tuning.sentences import NEAR_ACROSS, NEAR_IN_TRAINING, in_order, plain

ROOT = Path(__file__).parents[2]
LANGUAGES = ("de", "en")
INTENTS: list[str] = YAML(typ="safe").load((ROOT / "domain.yml").read_text(encoding="utf-8"))["intents"]
ENTITY_ANNOTATION = re.compile(r"\[[^]]*\][({]")


class Example(NamedTuple):
    """One sentence of the training data and where it stands."""

    text: str
    intent: str
    language: str


def alike(first: str, second: str) -> float:
    """0 to 100, blind to word order."""
    return fuzz.ratio(in_order(first), in_order(second))


def lines_of(block: str) -> list[str]:
    return [line.removeprefix("- ").strip() for line in block.splitlines() if line.strip()]


@cache
def training() -> tuple[Example, ...]:
    files = [ROOT / "data/nlu.yml", *sorted((ROOT / "data/nlu").glob("*.yml"))]
    return tuple(
        Example(text, block["intent"], block["metadata"]["language"])
        for file in files
        for block in YAML(typ="safe").load(file.read_text(encoding="utf-8"))["nlu"]
        for text in lines_of(block["examples"])
    )


@cache
def held_out() -> tuple[Example, ...]:
    """The sentences understanding is measured with; Rasa never sees them."""
    return tuple(
        Example(text, file.stem, language)
        for language in LANGUAGES
        for file in sorted((ROOT / "tests/nlu" / language).glob("*.yml"))
        for text in YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    )


def near_pairs(sentences: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs too much alike to both be worth having."""
    known = [in_order(sentence) for sentence in sentences]
    scores = process.cdist(known, known, scorer=fuzz.ratio, score_cutoff=NEAR_IN_TRAINING, dtype=np.uint8)
    for one, other in np.argwhere(np.triu(scores, k=1)):
        yield sentences[one], sentences[other]


def texts(examples: tuple[Example, ...], intent: str, language: str) -> list[str]:
    return [text for text, of, spoken in examples if (of, spoken) == (intent, language)]


def test_exactly_the_known_intents_are_taught() -> None:
    assert {example.intent for example in training()} == set(INTENTS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("intent", INTENTS)
def test_every_intent_has_enough_examples_in_each_language(intent: str, language: str) -> None:
    taught = {plain(text) for text in texts(training(), intent, language)}
    assert len(taught) >= fewest_examples(intent, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("intent", INTENTS)
def test_every_intent_is_measured_in_each_language(intent: str, language: str) -> None:
    assert len(texts(held_out(), intent, language)) >= FEWEST_TEST_SENTENCES[language]


def test_no_sentence_is_taught_under_two_intents() -> None:
    intents = {(plain(example.text), example.intent) for example in training()}
    times = Counter(text for text, _ in intents)
    assert [text for text, count in times.items() if count > 1] == []


@pytest.mark.parametrize("intent", INTENTS)
def test_no_sentence_is_taught_twice_in_other_words_order_or_language(intent: str) -> None:
    assert list(near_pairs([example.text for example in training() if example.intent == intent])) == []


def test_no_measured_sentence_was_taught() -> None:
    measured, taught = held_out(), training()
    scores = process.cdist(
        [in_order(example.text) for example in measured],
        [in_order(example.text) for example in taught],
        scorer=fuzz.ratio,
        score_cutoff=NEAR_ACROSS,
        dtype=np.uint8,
    )
    leaks = {(measured[one].text, taught[other].text) for one, other in np.argwhere(scores)}
    assert leaks == set()


def test_no_sentence_is_measured_twice() -> None:
    times = Counter(plain(example.text) for example in held_out())
    assert [text for text, count in times.items() if count > 1] == []


def test_examples_are_plain_text_because_the_server_finds_the_entities() -> None:
    assert [example for example in training() if ENTITY_ANNOTATION.search(example.text)] == []


def test_examples_are_single_spaced_lines_rasa_reads_as_they_stand() -> None:
    assert [example for example in training() if example.text != " ".join(example.text.split())] == []


def test_german_and_english_blocks_hold_their_own_language() -> None:
    german, english = {"ich", "nicht", "bitte", "das"}, {"the", "please", "my", "is"}
    strays = [
        example
        for example in training()
        if example.intent != "language_switch"
        and len(set(plain(example.text).split()) & (english if example.language == "de" else german)) > 1
    ]
    assert strays == []


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("bitte langsamer", "langsamer, bitte!", True),
        ("wo bleibt mein paket", "wo bleibt mein geld", False),
    ],
)
def test_case_punctuation_and_order_make_no_difference(first: str, second: str, same: bool) -> None:
    assert (alike(first, second) > NEAR_IN_TRAINING) is same
