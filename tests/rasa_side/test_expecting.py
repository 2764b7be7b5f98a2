"""Which kind of answer a slot asks for."""

import pytest

from bot.nlu.expecting import expecting

FROM_ENTITY = {"type": "from_entity", "entity": "date"}
FROM_TEXT = {"type": "from_text"}
FROM_INTENT = {"type": "from_intent", "intent": "affirm", "value": True}


@pytest.mark.parametrize(
    ("slot", "mappings", "kind"),
    [
        (None, [], None),
        ("confirm_cancel", [FROM_INTENT], "yes_no"),
        ("confirm_date", [FROM_ENTITY], "yes_no"),
        ("complaint_text", [FROM_TEXT], "text"),
        ("delivery_day", [FROM_ENTITY], "date"),
        ("delivery_day", [FROM_TEXT, FROM_ENTITY], "date"),
        ("city", [{"type": "custom"}], "city"),
        ("remark", [FROM_TEXT], "text"),
    ],
)
def test_a_slot_tells_what_is_wanted(slot: str | None, mappings: list[dict[str, object]], kind: str) -> None:
    assert expecting(slot, mappings) == kind


def test_a_slot_named_for_a_code_wants_digits() -> None:
    assert expecting("gift_card_code", []) == "code"
    assert expecting("code", []) == "code"


@pytest.mark.parametrize(
    ("slot", "kind"),
    [("new_postcode", "postcode"), ("new_email", "email"), ("new_phone_number", "phone_number")],
)
def test_a_slot_that_ends_in_a_kind_wants_that_kind(slot: str, kind: str) -> None:
    assert expecting(slot, [{"type": "custom"}]) == kind
