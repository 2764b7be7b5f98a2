import pytest

from bot.shop.storable import storable, storable_id


def test_text_both_databases_take_stays_as_it_is() -> None:
    assert storable("Straße 🙂 'x' $1") == "Straße 🙂 'x' $1"


def test_what_no_database_takes_is_left_out_or_replaced() -> None:
    assert storable("a\0b") == "ab"
    assert storable("a\ud800b") == "a?b"


def test_a_plain_request_id_can_be_traced() -> None:
    assert storable_id("c0ffee:cancel:WM-104823") == "c0ffee:cancel:WM-104823"


@pytest.mark.parametrize(
    "given", ["x" * 81, "", "c0ffee:withdrawal:die Kanne von Frau Meier", "a\0", "\ud800"]
)
def test_any_other_becomes_its_digest(given: str) -> None:
    digest = storable_id(given)
    assert len(digest) == 64
    assert digest == storable_id(given)
    assert "Meier" not in digest
