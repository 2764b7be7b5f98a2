"""Connection overrides in a URL's fragment."""

import pytest

from carrier.web.overrides import Limits, split_overrides


def test_without_a_fragment_twilios_defaults_hold():
    assert split_overrides("https://a/v?x=1", Limits()) == (
        "https://a/v?x=1",
        Limits(5, 15, 15, 1, frozenset({"ct"})),
    )


def test_the_fragment_sets_limits_and_does_not_reach_the_server():
    url, limits = split_overrides(
        "https://a/v#ct=200&rt=300&tt=400&rc=3&rp=rt,5xx&e=frankfurt&sni=y", Limits()
    )
    assert url == "https://a/v"
    assert limits == Limits(0.2, 0.3, 0.4, 3, frozenset({"rt", "5xx"}))


@pytest.mark.parametrize("fragment", ["ct=50", "ct=20000", "rt=99", "tt=15001", "rc=6", "rc=-1", "ct=fast"])
def test_values_out_of_range_are_ignored(fragment):
    assert split_overrides(f"https://a/v#{fragment}", Limits())[1] == Limits()


def test_all_policies_at_once():
    assert split_overrides("https://a/v#rp=all", Limits())[1].retry_on == {"ct", "rt", "4xx", "5xx"}
