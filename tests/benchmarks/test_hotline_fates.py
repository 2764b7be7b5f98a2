"""What the benchmark makes of the server's own rules."""

import pytest

from benchmarks.intents.confidence import leaning
from benchmarks.intents.hotline import claimed, fate, shares, to_record, understood
from benchmarks.intents.measures import Said
from benchmarks.intents.sentences import Sentence
from bot.understanding.thresholds import load_thresholds

WISH = Sentence("mein zeug ist nie angekommen", "parcel_not_received", "de")


def recorded(sentence: Sentence, *ranking: tuple[str, float]) -> dict[tuple[str, str], Said]:
    return {(one.text, one.language): Said(ranking) for one in to_record([sentence])}


def fate_of(sentence: Sentence, *ranking: tuple[str, float]) -> str:
    return fate(sentence, understood(sentence, recorded(sentence, *ranking), load_thresholds()))


def test_a_sure_and_right_wish_is_right() -> None:
    assert fate_of(WISH, ("parcel_not_received", 0.9), ("order_status", 0.05)) == "right"


def test_a_sure_and_wrong_wish_is_wrong() -> None:
    assert fate_of(WISH, ("order_status", 0.9), ("parcel_not_received", 0.05)) == "wrong"


def test_two_wishes_close_together_are_asked_about() -> None:
    assert fate_of(WISH, ("order_status", 0.3), ("parcel_not_received", 0.29)) == "asked"


@pytest.mark.parametrize("ranking", [("out_of_scope", 0.9), ("order_status", 0.1)])
def test_to_claim_nothing_is_right_where_nothing_of_ours_is_meant(ranking: tuple[str, float]) -> None:
    assert fate_of(Sentence("stell den wecker auf sieben", "out_of_scope", "de"), ranking) == "right"


def test_to_claim_a_wish_is_wrong_where_nothing_of_ours_is_meant() -> None:
    assert fate_of(Sentence("stell den wecker auf sieben", "", "de"), ("order_place", 0.9)) == "wrong"


def test_the_share_claimed_counts_what_is_answered_as_if_understood() -> None:
    alarm, song = Sentence("stell den wecker", "", "de"), Sentence("spiel das lied nochmal ab", "", "de")
    known = {**recorded(alarm, ("order_place", 0.9)), **recorded(song, ("out_of_scope", 0.9))}

    assert claimed([alarm, song], known, load_thresholds()) == 0.5


def test_leaning_towards_what_is_beyond_us_claims_less() -> None:
    known = recorded(WISH, ("parcel_not_received", 0.55), ("out_of_scope", 0.1))

    assert claimed([WISH], known, leaning(1)) == 1
    assert claimed([WISH], known, leaning(16)) == 0


def test_the_shares_of_all_fates_add_up_to_one() -> None:
    known = recorded(WISH, ("parcel_not_received", 0.9))

    assert shares([WISH, WISH], known, load_thresholds()) == (1, 0, 0)


def test_clauses_are_parsed_beside_the_whole() -> None:
    long = Sentence(
        "ich will stornieren und außerdem brauche ich die rechnung noch mal", "order_cancel", "de"
    )

    texts = [one.text for one in to_record([long])]

    assert texts[0] == long.text
    assert set(texts) == {text for text, _ in recorded(long)}
