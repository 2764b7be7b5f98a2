"""The count of tries is shared in Redis; while that is away, each process counts on its own."""

from sqlalchemy import Engine

from tests.servers import free_port, redis_url
from tests.staff.house import House


def tries(house: House, times: int) -> list[int]:
    browser = house.browser()
    return [house.try_(browser, "nobody", "x").status_code for _ in range(times)]


def test_processes_that_share_redis_count_together(sqlite: Engine) -> None:
    first, second = (House(sqlite, REDIS_URL=redis_url()) for _ in range(2))
    assert tries(first, 7) == [401] * 7
    assert tries(second, 6) == [401] * 5 + [429]


def test_without_redis_people_still_sign_in_and_guessing_still_ends(sqlite: Engine) -> None:
    house = House(sqlite, REDIS_URL=f"redis://127.0.0.1:{free_port()}")
    assert tries(house, 13) == [401] * 12 + [429]
