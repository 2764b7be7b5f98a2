"""What the callers under load want: a mix of short and long calls."""

from collections.abc import Sequence

from benchmarks.turn.script import BEGINS, DELIVERY, GREETS, SMALL_TALK, WISH, Utterance, number_and_postcode

_STORE, _RETURN, _ABROAD = SMALL_TALK[2:]
ORDERS_USED = 40


def scripts(orders: Sequence[tuple[str, str]]) -> list[list[Utterance]]:
    """Whole calls of two to seven turns; most are about an order."""
    calls: list[list[Utterance]] = []
    for number, postcode in orders[:ORDERS_USED]:
        steps = number_and_postcode(number, postcode)
        calls += [
            [BEGINS, WISH, *steps],
            [BEGINS, DELIVERY],
            [BEGINS, GREETS, WISH, *steps, _STORE],
            [BEGINS, _STORE, _ABROAD],
            [BEGINS, GREETS, DELIVERY, _RETURN, WISH, *steps],
        ]
    return calls
