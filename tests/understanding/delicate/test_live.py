"""A model that finds less than the one in use is refused."""

from pathlib import Path

from bot.understanding.delicate.live import Live, read_live, why_not, write_live

IN_USE = Live("delicate-a.npz", recall={"crisis": 0.98, "anger": 0.9})


def test_a_better_model_is_welcome() -> None:
    assert why_not(IN_USE, {"crisis": 0.99, "anger": 0.9}) == []


def test_a_crisis_may_never_be_found_less_often() -> None:
    assert why_not(IN_USE, {"crisis": 0.979, "anger": 0.95}) == [
        "crisis: recall would fall from 0.980 to 0.979"
    ]


def test_the_others_only_within_the_noise() -> None:
    assert why_not(IN_USE, {"crisis": 0.98, "anger": 0.893}) == []
    assert why_not(IN_USE, {"crisis": 0.98, "anger": 0.85}) == [
        "anger: recall would fall from 0.900 to 0.850"
    ]


def test_the_first_model_has_nothing_to_be_compared_with() -> None:
    assert why_not(Live(), {"crisis": 0.1}) == []


def test_what_is_in_use_is_remembered_while_its_model_is_there(tmp_path: Path) -> None:
    write_live(tmp_path, IN_USE)
    assert read_live(tmp_path) == Live()
    (tmp_path / IN_USE.model).touch()
    assert read_live(tmp_path) == IN_USE


def test_a_model_of_another_format_is_not_in_use(tmp_path: Path) -> None:
    (tmp_path / IN_USE.model).touch()
    write_live(tmp_path, Live(IN_USE.model, format=0))
    assert read_live(tmp_path) == Live()
