"""How many talks are still to be closed is not looked up at every poll."""

from bot.desk.to_close import ToClose


class Counted:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, staff_id: str) -> int:
        self.asked.append(staff_id)
        return len(self.asked)


def test_it_is_looked_up_once_while_nothing_moves() -> None:
    count = Counted()
    to_close = ToClose(count, lasts_s=60)
    assert [to_close("eva", 1) for _ in range(3)] == [1, 1, 1]
    assert count.asked == ["eva"]


def test_whoever_begins_or_ends_a_talk_is_looked_up_again() -> None:
    count = Counted()
    to_close = ToClose(count, lasts_s=60)
    to_close("eva", 1)
    assert to_close("eva", 2) == 2


def test_after_a_while_it_is_looked_up_all_the_same() -> None:
    count = Counted()
    to_close = ToClose(count, lasts_s=0)
    to_close("eva", 1)
    assert to_close("eva", 1) == 2


def test_everybody_has_a_number_of_their_own() -> None:
    to_close = ToClose(Counted(), lasts_s=60)
    assert (to_close("eva", 1), to_close("ida", 1), to_close("eva", 1)) == (1, 2, 1)
