from sqlalchemy import create_engine, text

from benchmarks.calls.script import scripts
from benchmarks.turn.kinds import blocks
from benchmarks.turn.script import orders, whole_call


def test_a_whole_call_has_every_kind_of_turn_once() -> None:
    kinds = [utterance.kind for utterance in whole_call(("WM-104823", "01067"))]
    assert len(kinds) == len(set(kinds)) == 6


def test_calls_under_load_are_of_several_lengths_and_all_begin() -> None:
    calls = scripts([("WM-104823", "01067")])
    assert {len(call) for call in calls} == {2, 3, 4, 6, 7}
    assert all(call[0].words is None for call in calls)


def test_blocks_add_up_to_the_calls_wanted() -> None:
    assert blocks(12) == [5, 5, 2]
    assert blocks(10) == [5, 5]


def test_only_orders_under_way_and_in_time_are_asked_about() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as db:
        db.execute(text("CREATE TABLE shop_orders (order_number, postcode, status, eta)"))
        for row in (
            "'A','1','shipped','2026-12-01'",
            "'B','2','shipped','2026-11-01'",
            "'C','3','paid','2026-12-01'",
        ):
            db.execute(text(f"INSERT INTO shop_orders VALUES ({row})"))
    assert orders(engine, "2026-11-23") == [("A", "1")]
