"""Order numbers spread over their range, some of them one digit apart as bad luck would have it."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

NEIGHBOUR_EVERY = 16


def order_numbers(rng: Random, scenarios: Sequence[Mapping[str, Any]]) -> list[str]:
    """One number per scenario; the first order of a scenario with `number` gets that one."""
    names = named(scenarios)
    fresh = _fresh(rng, set(names.values()))
    return [names.get(at) or next(fresh) for at in range(len(scenarios))]


def named(scenarios: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """The places in the list that have a number of their own."""
    wanted = [scenario.get("number") for scenario in scenarios]
    return {wanted.index(number): number for number in wanted if number}


def _fresh(rng: Random, taken: set[str]) -> Iterator[str]:
    used, last, count = set(taken), 0, 0
    while True:
        count += 1
        last = _one_digit_off(rng, last) if count % NEIGHBOUR_EVERY == 0 else rng.randrange(100_000, 200_000)
        number = f"WM-{last}"
        if number not in used:
            used.add(number)
            yield number


def _one_digit_off(rng: Random, number: int) -> int:
    place: int = 10 ** rng.randrange(5)
    digit = number // place % 10
    return number + place * ((digit + rng.randint(1, 9)) % 10 - digit)
