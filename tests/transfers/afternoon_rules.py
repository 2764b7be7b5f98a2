"""What must hold of every afternoon, whatever happened in it; each rule names what broke it."""

from collections.abc import Callable

from tests.transfers.afternoon import Afternoon
from tests.transfers.afternoon_heard import carriers_errors, rung_for_nobody, silences
from tests.transfers.afternoon_order import passed_over, twice_heavy
from tests.transfers.afternoon_promises import unkept
from tests.transfers.afternoon_served import forgotten, served_twice, written_twice

RULES: dict[str, Callable[[Afternoon], list[str]]] = {
    "nobody is served twice": lambda one: served_twice(one.hotline),
    "nothing is written twice": written_twice,
    "nobody is forgotten": forgotten,
    "who was promised a call is called in their time": lambda one: unkept(one.hotline),
    "the more urgent come first": lambda one: passed_over(one.hotline),
    "no second heavy case while another expert is free": lambda one: twice_heavy(one.hotline),
    "no expert is rung for a caller who is gone": rung_for_nobody,
    "who waits hears something every 20 seconds": silences,
    "the carrier has nothing to complain of": carriers_errors,
}
