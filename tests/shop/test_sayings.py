"""Sayings: stars, gaps, the longest one, and what is denied."""

import pytest

from bot.shop.guide.sayings import Sayings, likeliest

DANGER = Sayings(("qualm*", "raucht", "riecht verschmort", "wird heiss", "smoke", "and smoke"))


@pytest.mark.parametrize(
    ("saying", "text", "found"),
    [
        ("spülmaschine*", "Ist das spülmaschinenfest?", True),
        ("stell* um", "wie stell ich die Uhr um", True),
        ("stell* um", "wie stell ich denn bloß diese neue Uhr um", False),
        ("in den ofen", "darf der Topf in den Ofen", True),
        ("iron", "the ironing board", False),
        ("that s it", "That's it, thanks", True),
    ],
)
def test_a_saying_is_found_in_a_sentence(saying: str, text: str, found: bool) -> None:
    assert Sayings((saying,)).in_(text) is found


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("der Toaster qualmt", True),
        ("er heizt nicht und qualmt", True),
        ("er raucht nicht", False),
        ("es kommt kein Qualm", False),
        ("es raucht nicht nur, es stinkt", True),
        ("der Wasserkocher wird nicht heiß", False),
        ("der Wasserkocher wird unten heiß", True),
        ("there is no smoke", False),
        ("it does not start but there is smoke", True),
        ("no and now there is smoke", True),
        ("no and there is no smoke", False),
    ],
)
def test_what_is_denied_is_no_danger(text: str, danger: bool) -> None:
    assert DANGER.affirmed_in(text) is danger


def test_the_longest_saying_decides() -> None:
    options = {"lamp": Sayings(("lampe*",)), "desk": Sayings(("schreibtischlampe*",))}
    assert likeliest("meine Schreibtischlampe flackert", options) == ["desk"]
    assert likeliest("meine Lampe flackert", options) == ["lamp"]
    assert likeliest("mein Regal wackelt", options) == []


def test_sayings_can_be_left_out() -> None:
    assert Sayings(("in den trockner",)).left_out("darf die Decke in den Trockner") == "darf die decke"


def test_nothing_says_nothing() -> None:
    assert (Sayings(()).in_("irgendwas"), Sayings(("x",)).length_in("")) == (False, 0)
