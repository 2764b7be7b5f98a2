"""The inbox's benchmark asks for every page there is, of an inbox like a real one."""

from collections import Counter
from random import Random

from benchmarks.inbox.asked import FILTERS, GROUPED, SEARCHES, pages
from benchmarks.inbox.seeded import utterances
from bot.tuning.full_text import terms
from bot.tuning.inbox_asked import VIEWS, read_asked
from tests.builders import NOW


def test_every_view_is_asked_for_under_every_filter_with_every_search() -> None:
    asked = list(pages())
    assert len({one.address for one in asked}) == (len(VIEWS) + 1) * len(FILTERS) * len(SEARCHES)
    assert {one.view for one in asked} == {*VIEWS, GROUPED}


def test_no_filter_is_one_the_inbox_does_not_know() -> None:
    for chosen in FILTERS.values():
        assert read_asked(chosen).as_args() == chosen
    assert all(terms(typed) for name, typed in SEARCHES.items() if name != "no search")


def test_the_sentences_are_spread_as_in_a_real_inbox() -> None:
    rows = list(utterances(2000, NOW, Random(1)))
    languages = Counter(row["language"] for row in rows)
    assert 0.6 < languages["de"] / len(rows) < 0.85
    assert 0.5 < sum(row["status"] == "open" for row in rows) / len(rows) < 0.75
    assert {row["model_version"] for row in rows} == set(range(1, 13))
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert len({(row["conversation_id"], row["turn"]) for row in rows}) == len(rows)
    assert max(Counter(row["group_id"] for row in rows).values()) > 5


def test_the_same_seed_makes_the_same_inbox() -> None:
    assert list(utterances(50, NOW, Random(4))) == list(utterances(50, NOW, Random(4)))
