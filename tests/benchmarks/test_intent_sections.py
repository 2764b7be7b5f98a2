from benchmarks.intents.candidates import DEFAULT_DIET, OURS, Candidate
from benchmarks.intents.comparison import BLOCK, TIMED, Outcome, blocks
from benchmarks.intents.heard import silent_in
from benchmarks.intents.models import Trained
from benchmarks.intents.sections import latency
from benchmarks.intents.sentences import ASSISTANTS, ORDERS, Sentence


def outcome(name: str, sentences: int, milliseconds: float) -> Outcome:
    trained = Trained(Candidate(name, []), sentences, "model", 1.0)
    return Outcome(trained, milliseconds=[milliseconds] * 20)


def test_the_pipeline_in_use_is_compared_with_diet() -> None:
    said = latency([outcome(OURS, 1_500, 1), outcome(OURS, 50_000, 2), outcome(DEFAULT_DIET, 1_500, 8)])

    assert "2.0 ms" in said
    assert "8.0 ms" in said
    assert "not above DIET" in said


def test_being_slower_than_diet_is_said_aloud() -> None:
    assert "ABOVE DIET" in latency([outcome(OURS, 50_000, 9), outcome(DEFAULT_DIET, 1_500, 8)])


def test_a_run_without_diet_says_so() -> None:
    assert "left out" in latency([outcome(OURS, 50_000, 2)])


def test_parse_times_come_from_a_sample_in_short_blocks() -> None:
    exam = [Sentence(f"satz {number}", "greet", "de") for number in range(TIMED * 2)]

    taken = list(blocks(exam))

    assert {len(block) for block in taken} == {BLOCK}
    assert len({sentence for block in taken for sentence in block}) == TIMED


def test_a_yes_among_pizza_orders_claims_nothing_but_one_to_an_assistant_does() -> None:
    assert "affirm" in silent_in(ORDERS)
    assert "affirm" not in silent_in(ASSISTANTS)
